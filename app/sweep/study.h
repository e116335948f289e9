// SPDX-License-Identifier: Apache-2.0
// A scenario with its sweep, read and checked: what `sweep`, `merge` and `search` start from.
#pragma once
#include "command.h"
#include "sweep/plan.h"
#include <map>

namespace itstorm {

struct Study {
    Options options;     // with which it was read
    LoadRequest request; // without the values of a point
    std::string text;    // text of the file
    std::string name;    // name of the scenario
    Plan plan;
    std::vector<TableRow> table;
    std::vector<std::string> expectations; // ids of those of all variants
    // What must be the same in all runs whose results are one sweep.
    std::map<std::string, std::string> facts;
};

// Returns nothing, after a message on `err`, if something is wrong with the scenario, the sweep or
// one of its configurations. Of a sweep with many configurations only enough are checked to cover
// each value of each axis; the others are checked when their points run.
std::optional<Study> read_study(const Options& options, const ObjectTables& tables,
                                std::ostream& err);

// The scenario without its sweep, as one configuration.
std::optional<Study> read_single(const Options& options, const ObjectTables& tables,
                                 std::ostream& err);

// One configuration as a scenario of its own.
Loaded load_configuration(const Study& study, std::size_t configuration,
                          const ObjectTables& tables);

// The arguments with which `itstorm run` repeats that point, quoted for a shell.
std::string arguments_of(const Study& study, std::size_t point, std::uint64_t seed);

} // namespace itstorm
