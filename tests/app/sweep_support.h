// SPDX-License-Identifier: Apache-2.0
// Sweeps as main() runs them, of a scenario with two axes. A C++ function stands for the
// simulation.
#pragma once
#include "command_support.h"

namespace itstorm {

// A section `sweep` for good(): 3 times 2 configurations, each run twice.
extern const char* const two_axes;

// A section `sweep` with the presets low and high as its only axis.
extern const char* const over_presets;

// Makes a folder with the presets low and high, which differ in storm.max_in_flight; the scenario
// does not set that knob.
std::string with_presets(const std::string& folder, const std::string& high);

// Options for good() with `more`, folder/s.yaml, whose results go to folder/out.
Options sweep_of(const std::string& folder, const std::string& more = two_axes);

// The value of storm.max_in_flight.
std::uint64_t in_flight(const Scenario& scenario);

// Stands for a simulation: dom2.progress in the window is in_flight() times 500M/s; storm.detect
// adds 0.5, another seed 1.
RunOutput simulated_point(const Scenario& scenario, const RunOptions&);

// Fails the test: no point may run.
RunOutput never(const Scenario&, const RunOptions&);

Ran run_sweep(const Options& options, const Simulate& simulate = simulated_point,
              const std::string& presets = "");

std::string csv(const Options& options);  // sweep.csv; empty: there is none
std::size_t rows(const Options& options); // rows of sweep.csv without its head

// Expects that the command is refused as an error of the user, with `why` in the message, that no
// point runs, and that the table stays as it is.
void expect_refused(const Options& options, const std::string& why,
                    const std::string& presets = "");

} // namespace itstorm
