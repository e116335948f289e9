// SPDX-License-Identifier: Apache-2.0
// Commands as main() runs them, against objects that are only their tables and a simulation that is
// a function.
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

// dom2.progress in the window is 2G/s without knob storm.detect, 1G/s with; other numbers are
// fixed.
RunOutput simulated(const Scenario& scenario, const RunOptions&);

// Two variants to add to a scenario: simulated() gives `fair` twice the progress of `slow`.
inline const char* const two_variants =
    "variants: { fair: {}, slow: { hypervisor.storm.detect: inflight } }\n";

using Simulate = std::function<RunOutput(const Scenario&, const RunOptions&)>;

// presets: a folder of them.
Ran run(const Options& options, const Simulate& simulate = simulated,
        const std::string& presets = "");

// The command alone, which reads no scenario.
Options command(Options::Command command);

// Of a scenario with this text, folder/s.yaml, whose results go to folder/out.
Options options_for(const std::string& folder, const std::string& text);

nlohmann::json result(const std::string& folder); // its result.json

} // namespace itstorm
