// SPDX-License-Identifier: Apache-2.0
// Runs commands as main() does, with tables in place of objects and a C++ function in place of the
// simulation.
#pragma once
#include "app_support.h"
#include "command.h"
#include <functional>
#include <nlohmann/json.hpp>

namespace itstorm {

struct Ran {
    int status;
    std::string out, err;
};

// Stands for a simulation: dom2.progress in the window is 2G/s, or 1G/s if storm.detect is set; all
// other numbers are fixed.
RunOutput simulated(const Scenario& scenario, const RunOptions&);

// Two variants to add to a scenario: simulated() gives `fair` twice the progress of `slow`.
inline const char* const two_variants =
    "variants: { fair: {}, slow: { hypervisor.storm.detect: inflight } }\n";

// simulated(), with a window `during` that was cut short.
RunOutput cut_short(const Scenario& scenario, const RunOptions& options);

using Simulate = std::function<RunOutput(const Scenario&, const RunOptions&)>;

// Runs the command. `presets`: the folder of presets.
Ran run(const Options& options, const Simulate& simulate = simulated,
        const std::string& presets = "");

// Options with this command alone.
Options command(Options::Command command);

// Options for a scenario with this text, folder/s.yaml, whose results go to folder/out.
Options options_for(const std::string& folder, const std::string& text);

nlohmann::json result(const std::string& folder); // the result.json of a run

} // namespace itstorm
