// SPDX-License-Identifier: Apache-2.0
// PostedWrites: see posted_writes.h.
#include "posted_writes.h"
#include "common/simulated_time.h"

namespace itstorm {

PostedWrites::PostedWrites(sc_core::sc_module_name name, sim::Rank rank, Deliver deliver)
    : sc_module(name), deliver_(std::move(deliver)), next_(rank), drained_(rank)
{
    next_.calls([this] { arrive(); });
}

void PostedWrites::post(sc_core::sc_time arrival, std::uint64_t pa, std::uint64_t data,
                        unsigned bytes)
{
    queue_.push_back({ arrival, pa, data, bytes });
    if (queue_.size() == 1)
        next_.notify(arrival - sim::now());
}

void PostedWrites::arrive()
{
    const sc_core::sc_time now = sim::now();
    while (!queue_.empty() && queue_.front().arrival <= now) {
        const Write write = queue_.front();
        deliver_(write.pa, write.data, write.bytes);
        queue_.pop_front();
    }
    if (queue_.empty())
        drained_.notify(sc_core::SC_ZERO_TIME);
    else
        next_.notify(queue_.front().arrival - now);
}

} // namespace itstorm
