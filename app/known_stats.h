// Which statistics a scenario can have, so that a misspelt one is an error before time zero and not
// an expectation that never comes true: what the observers' tables say that there is, and the
// probes of the object.
#pragma once
#include "load.h"
#include "observe/stat_table.h"

namespace itstorm {

// What a number of a statistic is measured in.
enum class Scale : std::uint8_t { Count, Rate, Duration, Factor };

struct StatUse {
    const StatInfo* stat = nullptr;
    Scale scale = Scale::Count; // in a window if `in_window`
    std::string unit;           // what a count counts
};

std::vector<StatInfo> known_stats(const SocConfig& soc, const ObjectTables& tables);

// The result named `name` (with suffix). stat is nullptr and `error` says why if there is none.
StatUse find_result(const std::vector<StatInfo>& stats, const std::string& name, bool in_window,
                    std::string& error);

// The level or counter named `name`, as conditions of the timeline look at it.
StatUse find_live(const std::vector<StatInfo>& stats, const std::string& name, std::string& error);

} // namespace itstorm
