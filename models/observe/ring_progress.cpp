// SPDX-License-Identifier: Apache-2.0
// RingProgress: see ring_progress.h.
#include "ring_progress.h"
#include "arch/its_ring.h"
#include "common/simulated_time.h"
#include "statistic_kinds.h"

namespace itstorm {

using sim::now_ps;

namespace {

void close(Duration& done, std::uint64_t start_ps, std::uint64_t end_ps)
{
    done.add(sim::time_of(end_ps - std::min(start_ps, end_ps)));
}

} // namespace

void RingProgress::set_up(std::uint32_t slots)
{
    slots_ = slots;
    creadr_ = 0;
    passed_ = 0;
    passed_ps_.assign(slots, 0);
    waiting_.clear();
}

void RingProgress::step()
{
    passed_ps_[passed_ % slots_] = now_ps();
    ++passed_;
    while (!waiting_.empty() && waiting_.begin()->first <= passed_) {
        const Waiting& first = waiting_.begin()->second;
        close(*first.done, first.start_ps, now_ps());
        waiting_.erase(waiting_.begin());
    }
}

void RingProgress::on(const RingFact& fact)
{
    if (fact.slots != slots_)
        set_up(fact.slots);
    while (slots_ != 0 && creadr_ != fact.creadr) {
        creadr_ = its_ring_next(creadr_, slots_ * ITS_CMD_BYTES);
        step();
    }
}

// Software may report a batch after the ITS has stepped over its last command, because it had to
// wait for a lock before. The times of steps are kept for one lap of the ring; an older command
// gets the oldest time that is kept.
void RingProgress::await(std::uint64_t commands, std::uint64_t start_ps, Duration& done)
{
    if (commands > passed_) {
        waiting_.emplace(commands, Waiting{ start_ps, &done });
        return;
    }
    const std::uint64_t oldest = passed_ > slots_ ? passed_ - slots_ : 0;
    close(done, start_ps, passed_ps_[std::max(commands - 1, oldest) % slots_]);
}

} // namespace itstorm
