// Which statistics a scenario can have, so that a misspelt one is an error before time zero and not
// an expectation that never comes true. Names: docs of results; an object's probes add theirs.
#pragma once
#include "load.h"

namespace itstorm {

enum class StatKind : std::uint8_t {
    Counter,  // whole run: a count; in a window: a rate
    Level,    // suffixes .mean .max .last .p50 .p90 .p99 .p999, some .full_share
    Duration, // suffixes .count .mean .p50 .p90 .p99 .p999 .max
    Share,    // 0..1
};

struct KnownStat {
    std::string name; // a '*' stands for one part or more: lock.*.hold
    StatKind kind;
    std::string unit; // of a Counter or Level
};

// What a number of a statistic is measured in.
enum class Scale : std::uint8_t { Count, Rate, Duration, Factor };

struct StatUse {
    const KnownStat* stat = nullptr;
    Scale scale = Scale::Count; // in a window if `in_window`
    std::string unit;           // what a count counts
};

std::vector<KnownStat> known_stats(const SocConfig& soc, const ObjectTables& tables);

// The result named `name` (with suffix). stat is nullptr and `error` says why if there is none.
StatUse find_result(const std::vector<KnownStat>& stats, const std::string& name, bool in_window,
                    std::string& error);

// The level or counter named `name`, as conditions of the timeline look at it.
StatUse find_live(const std::vector<KnownStat>& stats, const std::string& name, std::string& error);

} // namespace itstorm
