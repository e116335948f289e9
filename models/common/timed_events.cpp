// SPDX-License-Identifier: Apache-2.0
// TimedEvents: see timed_events.h.
#include "timed_events.h"

namespace itstorm::sim {

void TimedEvents::insert(Event& event, std::uint64_t due_ps, std::uint64_t now_ps)
{
    constexpr unsigned ticket_bits = 64 - Rank::bits;
    event.due_ps_ = due_ps;
    event.order_ = std::uint64_t{ event.rank_.value() } << ticket_bits | tickets_++;
    const bool is_near = Calendar::day_of(due_ps) - Calendar::day_of(now_ps) < Calendar::days;
    if (is_near)
        near_.insert(event);
    else
        far_.insert(&event);
    event.state_ = is_near ? Event::State::Near : Event::State::Far;
    if (first_ == nullptr || event.is_before(*first_))
        first_ = &event;
}

void TimedEvents::remove(Event& event)
{
    if (event.state_ == Event::State::Near)
        near_.remove(event);
    else
        far_.erase(&event);
    event.state_ = Event::State::Idle;
    if (first_ != &event)
        return;
    first_ = near_.first_from(Calendar::day_of(event.due_ps_));
    if (!far_.empty() && (first_ == nullptr || (*far_.begin())->is_before(*first_)))
        first_ = *far_.begin();
}

} // namespace itstorm::sim
