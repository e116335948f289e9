// SPDX-License-Identifier: Apache-2.0
// Sweeps as main() runs them, of a scenario with two axes and with a simulation that is a function.
#pragma once
#include "command_support.h"

namespace itstorm {

// What is added to good(): 3 times 2 configurations, each run twice.
extern const char* const two_axes;

// The same with the presets low and high as the only axis.
extern const char* const over_presets;

// Folder with these presets, which differ in storm.max_in_flight; the scenario leaves it open.
std::string with_presets(const std::string& folder, const std::string& high);

// Of good() with more, folder/s.yaml, whose results go to folder/out.
Options sweep_of(const std::string& folder, const std::string& more = two_axes);

// The knob storm.max_in_flight.
std::uint64_t in_flight(const Scenario& scenario);

// dom2.progress in the window is 500M/s times in_flight(); storm.detect adds 0.5, another seed 1.
RunOutput simulated_point(const Scenario& scenario, const RunOptions&);

// For what is to run no point.
RunOutput never(const Scenario&, const RunOptions&);

Ran run_sweep(const Options& options, const Simulate& simulate = simulated_point,
              const std::string& presets = "");

std::string csv(const Options& options);  // sweep.csv; empty: there is none
std::size_t rows(const Options& options); // of it, without its head

// The user's error, of which `why` is said; no point runs, and the table stays as it is.
void expect_refused(const Options& options, const std::string& why,
                    const std::string& presets = "");

} // namespace itstorm
