// SPDX-License-Identifier: Apache-2.0
// The device writes that a PE has posted and that have not arrived yet: a FIFO, each entry with its
// time of arrival. The PE's device reads and sim_dsb wait until it is empty.
#pragma once
#include "common/event.h"
#include <deque>
#include <functional>
#include <systemc>

namespace itstorm {

class PostedWrites : public sc_core::sc_module {
public:
    // `deliver` performs the bus access at the time of arrival; false: bus error.
    using Deliver = std::function<bool(std::uint64_t pa, std::uint64_t data, unsigned bytes)>;

    PostedWrites(sc_core::sc_module_name name, sim::Rank rank, Deliver deliver);

    void post(sc_core::sc_time arrival, std::uint64_t pa, std::uint64_t data,
              unsigned bytes); // `arrival` is never before that of an earlier call
    bool empty() const { return queue_.empty(); }
    bool full() const { return queue_.size() >= capacity; } // post() requires that it is not
    const sim::Event& drained() const { return drained_; }

private:
    static constexpr std::size_t capacity = 1024;

    void arrive();

    struct Write {
        sc_core::sc_time arrival;
        std::uint64_t pa, data;
        unsigned bytes;
    };

    Deliver deliver_;
    std::deque<Write> queue_;
    sim::Event next_, drained_;
};

} // namespace itstorm
