// SPDX-License-Identifier: Apache-2.0
// The report that compares several runs: the variants of a scenario, or any folders of results.
#pragma once
#include "report/run_data.h"
#include "table.h"

namespace itstorm {

struct ComparisonData {
    std::string title, summary, command;
    std::vector<RunData> runs; // names differ
    Table table;               // a column for each run
};

std::string comparison_report(const ComparisonData& comparison);

} // namespace itstorm
