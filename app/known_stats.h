// SPDX-License-Identifier: Apache-2.0
// Which statistics a scenario can have: the rows of the observers and the probes of the objects. A
// misspelt name is therefore an error before time zero, and not an expectation that never comes
// true.
#pragma once
#include "load.h"
#include "observe/stat_table.h"
#include <unordered_map>

namespace itstorm {

const char* kind_name(StatKind kind);
const std::vector<std::string>&
suffixes_of(StatKind kind); // that its results' names have; empty: none

// What a number of a statistic is measured in.
enum class Scale : std::uint8_t { Count, Rate, Duration, Factor };

struct StatUse {
    const StatInfo* stat = nullptr;
    Scale scale = Scale::Count; // in a window if `in_window`
    std::string unit;           // what a count counts
};

std::string unit_of(const StatUse& use); // as Scalar::unit says it

// The statistics of one machine, found by name.
class KnownStats {
public:
    explicit KnownStats(std::vector<StatInfo> all);

    const std::vector<StatInfo>& all() const { return all_; }
    const StatInfo* find(const std::string& name) const; // without suffix; nullptr: none

private:
    std::vector<StatInfo> all_;
    std::unordered_map<std::string, std::size_t> by_name_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_beginning_; // up to the '*'
};

// The statistic of time itself: how long the run, or a window, was.
StatInfo elapsed_time();

KnownStats known_stats(const SocConfig& soc, const ObjectTables& tables);

// The result named `name` (with suffix). stat is nullptr and `error` says why if there is none.
StatUse find_result(const KnownStats& stats, const std::string& name, bool in_window,
                    std::string& error);

// The level or counter named `name`, whose current value a condition of the timeline compares.
StatUse find_live(const KnownStats& stats, const std::string& name, std::string& error);

} // namespace itstorm
