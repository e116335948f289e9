// SPDX-License-Identifier: Apache-2.0
// Stage: see stage.h.
#include "stage.h"
#include "simulated_time.h"
#include <algorithm>

namespace itstorm {

using sc_core::sc_time;

Stage::Stage(const Clock& clock, const StageConfig& config)
    : latency_(clock.cycles(config.latency_cycles)),
      interval_(clock.cycles(config.interval_cycles)), slots_(config.slots)
{
}

void Stage::retire(sc_time when)
{
    while (!done_.empty() && done_.front() <= when)
        done_.pop_front();
}

std::optional<sc_time> Stage::reserve(sc_time arrival)
{
    if (slots_ != 0) {
        retire(arrival);
        if (done_.size() >= slots_)
            return std::nullopt;
    }
    const sc_time start = std::max(arrival, next_entry_);
    next_entry_ = start + interval_;
    const sc_time done = start + latency_;
    if (slots_ != 0)
        done_.push_back(done);
    return done;
}

std::uint32_t Stage::inside(sc_time when)
{
    retire(when);
    return static_cast<std::uint32_t>(done_.size());
}

const sim::Event& Stage::room()
{
    const sc_time now = sim::now();
    retire(now);
    if (done_.empty() || done_.size() < slots_)
        room_.notify(sc_core::SC_ZERO_TIME);
    else
        room_.notify(done_.front() - now);
    return room_;
}

} // namespace itstorm
