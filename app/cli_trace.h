// SPDX-License-Identifier: Apache-2.0
// Arguments that ask for waveforms and events: some of those of `run`, and all of `trace`.
#pragma once
#include "command.h"
#include <CLI/CLI.hpp>

namespace itstorm {

// The signals of --vcd follow a '=' or a blank. Joins "--vcd SIGNALS" to "--vcd=SIGNALS", for
// CLI11, unless the word after --vcd is a scenario: one with a folder, .yaml or .yml.
std::vector<std::string> join_vcd(int argc, const char* const* argv);

void add_waveform_and_events(CLI::App& run, Options& options);
CLI::App* add_trace_command(CLI::App& app, Options& options);

} // namespace itstorm
