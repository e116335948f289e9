// SPDX-License-Identifier: Apache-2.0
// Arguments of the commands of sweeps; for cli.cpp alone.
#pragma once
#include "command.h"
#include <CLI/CLI.hpp>
#include <functional>

namespace itstorm {

// Adds `sweep`, `merge` and `search`. `common` adds what every command with a scenario takes.
void add_sweep_commands(CLI::App& app, Options& options,
                        const std::function<void(CLI::App&)>& common);

} // namespace itstorm
