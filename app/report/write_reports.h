// SPDX-License-Identifier: Apache-2.0
// report.html in the folder of each run of a command, and of several variants one that compares
// them.
#pragma once
#include "command.h"
#include "run_folders.h"
#include "table.h"

namespace itstorm {

// From what the runs have left in their folders. A run that left no result has no report. `table`:
// the one that the run prints.
void write_reports(const Options& options, const std::vector<Planned>& runs, const Table& table);

} // namespace itstorm
