// SPDX-License-Identifier: Apache-2.0
// The expected end: see expected_end.h.
#include "expected_end.h"
#include <algorithm>

namespace itstorm {

namespace {

using Labels = std::map<std::string, std::uint64_t>;
using Time = std::optional<std::uint64_t>;

// Longer chains of labels are not followed: the result is only a line of progress.
constexpr unsigned chain_most = 16;

Time time_of(const Scenario& scenario, const std::string& label, const Labels& happened,
             unsigned depth);

Time time_of(const Scenario& scenario, const TimelineEntry& entry, const Labels& happened,
             unsigned depth)
{
    const auto known = happened.find(entry.label);
    if (known != happened.end())
        return known->second;
    const Trigger& trigger = entry.trigger;
    if (trigger.kind == Trigger::Kind::At)
        return trigger.delay_ps;
    if (trigger.kind == Trigger::Kind::When)
        return std::nullopt;
    const Time after = time_of(scenario, trigger.label, happened, depth + 1);
    return after ? Time(*after + trigger.delay_ps) : std::nullopt;
}

Time time_of(const Scenario& scenario, const std::string& label, const Labels& happened,
             unsigned depth)
{
    if (depth > chain_most)
        return std::nullopt;
    for (const TimelineEntry& entry : scenario.timeline)
        if (entry.label == label)
            return time_of(scenario, entry, happened, depth);
    return std::nullopt;
}

} // namespace

std::optional<std::uint64_t> expected_end_ps(const Scenario& scenario, const Labels& labels_ps)
{
    Time first_stop, last;
    for (const TimelineEntry& entry : scenario.timeline) {
        Time at = time_of(scenario, entry, labels_ps, 0);
        if (!at)
            return std::nullopt;
        *at += (entry.count - 1) * entry.every_ps;
        if (entry.action == Action::Stop)
            first_stop = first_stop ? std::min(*first_stop, *at) : at;
        last = last ? std::max(*last, *at) : at;
    }
    const Time end = first_stop ? first_stop : last;
    return end ? Time(std::min(*end, scenario.sim_limit_ps)) : std::nullopt;
}

} // namespace itstorm
