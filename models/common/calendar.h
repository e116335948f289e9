// SPDX-License-Identifier: Apache-2.0
// The events of the next microsecond: a ring of days, each with a list of its events in their
// order, and a bit for each day that has any.
#pragma once
#include "event.h"
#include <array>
#include <cstddef>

namespace itstorm::sim {

class Calendar {
public:
    static constexpr std::uint64_t days = 1024;
    static constexpr std::uint64_t day_of(std::uint64_t ps) { return ps >> day_bits; }

    void insert(Event& event); // all that are in it lie within `days` days
    void remove(Event& event);
    // nullptr: it is empty. No event may be on a day before `day`.
    Event* first_from(std::uint64_t day) const;

private:
    static constexpr unsigned day_bits = 10; // about a nanosecond
    static constexpr std::size_t words = days / 64;
    static_assert(words <= 64);

    static std::size_t place_of(const Event& event) { return day_of(event.due_ps_) % days; }
    static std::uint64_t bit(std::size_t place) { return std::uint64_t{ 1 } << place % 64; }
    static unsigned lowest(std::uint64_t bits)
    {
        return static_cast<unsigned>(__builtin_ctzll(bits));
    }

    std::array<Event*, days> first_{};
    std::array<std::uint64_t, words> has_events_{}; // a bit for each day
    std::uint64_t has_days_ = 0;                    // a bit for each of these words
};

inline void Calendar::insert(Event& event)
{
    const std::size_t place = place_of(event);
    Event *before = nullptr, *after = first_[place];
    while (after != nullptr && after->is_before(event)) {
        before = after;
        after = after->after_;
    }
    event.before_ = before;
    event.after_ = after;
    if (after != nullptr)
        after->before_ = &event;
    if (before != nullptr) {
        before->after_ = &event;
        return;
    }
    first_[place] = &event;
    has_events_[place / 64] |= bit(place);
    has_days_ |= bit(place / 64);
}

inline void Calendar::remove(Event& event)
{
    if (event.after_ != nullptr)
        event.after_->before_ = event.before_;
    if (event.before_ != nullptr) {
        event.before_->after_ = event.after_;
        return;
    }
    const std::size_t place = place_of(event);
    first_[place] = event.after_;
    if (event.after_ != nullptr)
        return;
    has_events_[place / 64] &= ~bit(place);
    if (has_events_[place / 64] == 0)
        has_days_ &= ~bit(place / 64);
}

inline Event* Calendar::first_from(std::uint64_t day) const
{
    const std::size_t place = day % days, word = place / 64;
    if (const std::uint64_t same_word = has_events_[word] >> place % 64)
        return first_[place + lowest(same_word)];
    if (has_days_ == 0)
        return nullptr;
    // Round the ring, perhaps as far as the days of the same word that come before this one.
    const std::uint64_t later = has_days_ & ~std::uint64_t{ 1 } << word;
    const std::size_t next = lowest(later != 0 ? later : has_days_);
    return first_[next * 64 + lowest(has_events_[next])];
}

} // namespace itstorm::sim
