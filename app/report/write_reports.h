// SPDX-License-Identifier: Apache-2.0
// Writes report.html into the folder of each run of a command, and, of several variants, one that
// compares them beside their folders.
#pragma once
#include "command.h"
#include "run_folders.h"
#include "table.h"

namespace itstorm {

// Reads what the runs left in their folders; a run that left no result gets no report. `table`: the
// table that the command prints.
void write_reports(const Options& options, const std::vector<Planned>& runs, const Table& table);

} // namespace itstorm
