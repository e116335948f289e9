// SPDX-License-Identifier: Apache-2.0
// A table of results: a row for each statistic, a column for each run. It holds what a scenario's
// `table` asks for, or, without one, what changed (glance.h). It is shown on the terminal and kept
// as table.txt, table.csv and table.md.
#pragma once
#include "result_json.h"
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

struct NamedResult {
    const Scenario* scenario;
    ReadResult result;
    double wall_s = 0; // real time that the run took; 0: not known
};

struct Table {
    struct Row {
        std::string group; // heading above it; rows of one group stand together
        TableRow what;
        std::vector<std::optional<Number>> cells; // by column; nothing: it never occurred
    };
    std::vector<std::string> columns;
    std::vector<Row> rows;
    std::string note; // shown below the rows

    bool empty() const { return rows.empty(); }
};

// The `table` of the scenario, a column for each variant.
Table scenario_table(const std::vector<NamedResult>& runs);

// As text. A table that is wider than `width` is turned on its side, or else split into parts with
// some of the columns each. width 0: no limit.
std::string table_text(const Table& table, std::size_t width);

std::string table_markdown(const Table& table);

// A line for each number, in its own unit: column, statistic, window, relative_to, value, unit.
std::string table_csv(const Table& table);

// The rows that a file made by table_csv() has, without their numbers; none: it is another file.
std::vector<TableRow> table_rows(const std::string& csv);

} // namespace itstorm
