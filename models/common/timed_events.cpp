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
        keep_far(event);
    event.state_ = is_near ? Event::State::Near : Event::State::Far;
    if (first_ == nullptr || event.is_before(*first_))
        first_ = &event;
}

void TimedEvents::remove(Event& event)
{
    if (event.state_ == Event::State::Near)
        near_.remove(event);
    else
        forget_far(event);
    event.state_ = Event::State::Idle;
    if (first_ == &event)
        first_ = first_from(Calendar::day_of(event.due_ps_));
}

Event* TimedEvents::first_from(std::uint64_t day) const
{
    Event* near = near_.first_from(day);
    if (far_.empty())
        return near;
    Event* far = *far_.begin();
    return near == nullptr || far->is_before(*near) ? far : near;
}

// Rare, and kept apart: with a tree inlined into them the other two would be twice as long.
[[gnu::noinline]] void TimedEvents::keep_far(Event& event)
{
    far_.insert(&event);
}

[[gnu::noinline]] void TimedEvents::forget_far(Event& event)
{
    far_.erase(&event);
}

} // namespace itstorm::sim
