// SPDX-License-Identifier: Apache-2.0
// The arguments that ask for waveforms and events: of `run` some, of `trace` all.
#pragma once
#include "command.h"
#include <CLI/CLI.hpp>

namespace itstorm {

// Signals of --vcd stand behind '=' or a blank: what follows it is no scenario if it has neither a
// folder nor an ending of one. Joins the two, for CLI11.
std::vector<std::string> join_vcd(int argc, const char* const* argv);

void add_waveform_and_events(CLI::App& run, Options& options);
CLI::App* add_trace_command(CLI::App& app, Options& options);

} // namespace itstorm
