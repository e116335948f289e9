// SPDX-License-Identifier: Apache-2.0
// TimedEvents: see timed_events.h.
#include "timed_events.h"
#include <algorithm>

namespace itstorm::sim {

namespace {

constexpr std::size_t children = 4;
constexpr unsigned ticket_bits = 64 - Rank::bits;

} // namespace

void TimedEvents::put(std::size_t place, const Entry& entry)
{
    entries_[place] = entry;
    entry.event->place_ = static_cast<std::uint32_t>(place);
}

void TimedEvents::rise(std::size_t place, const Entry& entry)
{
    while (place != 0) {
        const std::size_t parent = (place - 1) / children;
        if (!entry.before(entries_[parent]))
            break;
        put(place, entries_[parent]);
        place = parent;
    }
    put(place, entry);
}

void TimedEvents::sink(std::size_t place, const Entry& entry)
{
    for (;;) {
        const std::size_t first = place * children + 1;
        if (first >= entries_.size())
            break;
        const std::size_t end = std::min(first + children, entries_.size());
        std::size_t least = first;
        for (std::size_t child = first + 1; child < end; child++)
            if (entries_[child].before(entries_[least]))
                least = child;
        if (!entries_[least].before(entry))
            break;
        put(place, entries_[least]);
        place = least;
    }
    put(place, entry);
}

void TimedEvents::insert(Event& event, std::uint64_t due_ps)
{
    event.state_ = Event::State::Timed;
    event.due_ps_ = due_ps;
    const std::uint64_t rank = event.rank_.value();
    entries_.emplace_back();
    rise(entries_.size() - 1, { due_ps, rank << ticket_bits | tickets_++, &event });
}

void TimedEvents::remove(Event& event)
{
    event.state_ = Event::State::Idle;
    const std::size_t place = event.place_;
    const Entry last = entries_.back();
    entries_.pop_back();
    if (place == entries_.size())
        return;
    if (place != 0 && last.before(entries_[(place - 1) / children]))
        rise(place, last);
    else
        sink(place, last);
}

} // namespace itstorm::sim
