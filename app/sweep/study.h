// SPDX-License-Identifier: Apache-2.0
// A scenario with its sweep, read and checked: what `sweep`, `merge` and `search` start from.
#pragma once
#include "command.h"
#include "sweep/plan.h"
#include <map>

namespace itstorm {

struct Study {
    Options options;     // that it was read with
    LoadRequest request; // without a point
    std::string text;    // of the file
    std::string name;    // of the scenario
    Plan plan;
    std::vector<TableRow> table;
    std::vector<std::string> expectations; // ids, of all variants
    std::map<std::string, std::string>
        facts; // what must be the same if results are to be one sweep
};

// Complains on `err`, and returns none, if anything is wrong with the scenario, the sweep or a
// configuration of it. Of a sweep with many configurations it checks each value of each axis, and
// leaves the other combinations to their points.
std::optional<Study> read_study(const Options& options, const ObjectTables& tables,
                                std::ostream& err);

// The scenario without its sweep: one configuration.
std::optional<Study> read_single(const Options& options, const ObjectTables& tables,
                                 std::ostream& err);

// One configuration as a scenario of its own.
Loaded load_configuration(const Study& study, std::size_t configuration,
                          const ObjectTables& tables);

// The arguments with which `itstorm run` makes that point, as a shell reads them.
std::string arguments_of(const Study& study, std::size_t point, std::uint64_t seed);

} // namespace itstorm
