// SPDX-License-Identifier: Apache-2.0
// VcdHistory: see vcd_history.h. vcd_set() on a dump that has not started keeps the value and
// writes nothing.
#include "vcd_history.h"
#include <algorithm>

namespace itstorm {

void VcdHistory::hold(vcd* dump, const Change& change)
{
    while (!held_.empty() &&
           (held_.size() == most_changes || held_.front().ps + length_ps_ < change.ps)) {
        known_from_ps_ = held_.front().ps;
        pass_oldest(dump);
    }
    held_.push_back(change);
}

void VcdHistory::pass_oldest(vcd* dump)
{
    const Change& change = held_.front();
    vcd_set(dump, change.variable, change.ps, change.value);
    held_.pop_front();
}

std::uint64_t VcdHistory::start(vcd* dump, std::uint64_t now_ps)
{
    started_ = true;
    const std::uint64_t wanted_ps = now_ps > length_ps_ ? now_ps - length_ps_ : 0;
    const std::uint64_t begin_ps = std::max(wanted_ps, known_from_ps_);
    while (!held_.empty() && held_.front().ps <= begin_ps)
        pass_oldest(dump);
    vcd_start(dump, begin_ps);
    while (!held_.empty())
        pass_oldest(dump);
    return begin_ps;
}

} // namespace itstorm
