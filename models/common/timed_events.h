// SPDX-License-Identifier: Apache-2.0
// The events that have a time, in the order (picosecond, rank, posting): a heap in which an entry
// is before its four children. It was measured against a calendar wheel, which costs as much with
// some dozens of events and is twice the code.
#pragma once
#include "event.h"
#include <cstddef>

namespace itstorm::sim {

class TimedEvents {
public:
    void insert(Event& event, std::uint64_t due_ps);
    void remove(Event& event);
    bool empty() const { return entries_.empty(); }
    std::uint64_t first_ps() const { return entries_.front().ps; }
    Event& first() const { return *entries_.front().event; }

private:
    struct Entry {
        std::uint64_t ps, order;
        Event* event;
        bool before(const Entry& other) const
        {
            return ps != other.ps ? ps < other.ps : order < other.order;
        }
    };

    void put(std::size_t place, const Entry& entry);
    void rise(std::size_t place, const Entry& entry);
    void sink(std::size_t place, const Entry& entry);

    std::vector<Entry> entries_;
    std::uint64_t tickets_ = 0;
};

} // namespace itstorm::sim
