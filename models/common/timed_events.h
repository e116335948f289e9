// SPDX-License-Identifier: Apache-2.0
// The events that have a time, in the order (picosecond, rank, posting): those of the next
// microsecond in a calendar, later ones in a set. Most events are near, and what one costs in the
// calendar depends on how many share its day, not on how many there are.
#pragma once
#include "calendar.h"
#include <memory_resource>
#include <set>

namespace itstorm::sim {

class TimedEvents {
public:
    // None may be due before `now_ps`, which never goes back.
    void insert(Event& event, std::uint64_t due_ps, std::uint64_t now_ps);
    void remove(Event& event);
    bool empty() const { return first_ == nullptr; }
    std::uint64_t first_ps() const { return first_->due_ps_; }
    Event& first() const { return *first_; }

private:
    struct Earlier {
        bool operator()(const Event* a, const Event* b) const { return a->is_before(*b); }
    };

    Event* first_from(std::uint64_t day) const; // as of the calendar
    void keep_far(Event& event);
    void forget_far(Event& event);

    Event* first_ = nullptr;
    Calendar near_;
    std::pmr::unsynchronized_pool_resource nodes_;
    std::pmr::set<Event*, Earlier> far_{ &nodes_ };
    std::uint64_t tickets_ = 0;
};

} // namespace itstorm::sim
