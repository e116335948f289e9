// SPDX-License-Identifier: Apache-2.0
// A place where work takes time: latency to pass, interval between two entries, a number of jobs
// inside. First in, first out, by ticket arithmetic: reserve() answers when the job will be done,
// and the caller waits once.
//
// Rules that keep it honest (design: Time): `arrival` never goes back; it is *now* if the stage has
// more than one user; an effect happens at `done`, never before; a full stage answers nullopt and
// the caller waits on room().
#pragma once
#include "clock.h"
#include "event.h"
#include <deque>
#include <optional>

namespace itstorm {

struct StageConfig {
    std::uint32_t latency_cycles = 0;
    std::uint32_t interval_cycles = 0; // between two entries; 0: any number at once
    std::uint32_t slots = 0;           // jobs inside; 0: unlimited
};

class Stage {
public:
    Stage(const Clock& clock, const StageConfig& config);

    // The job arriving at `arrival` (>= every earlier one) leaves at the returned time; nullopt:
    // full at `arrival`.
    std::optional<sc_core::sc_time> reserve(sc_core::sc_time arrival);

    // Jobs inside at `when` (>= the last arrival): arrived and not done.
    std::uint32_t inside(sc_core::sc_time when);

    // Notified when the oldest job leaves; to be waited on after reserve() answered nullopt.
    const sim::Event& room();

private:
    void retire(sc_core::sc_time when);

    sc_core::sc_time latency_, interval_, next_entry_;
    std::uint32_t slots_;
    std::deque<sc_core::sc_time>
        done_; // of the jobs inside, in order; kept only if slots are limited
    sim::Event room_;
};

} // namespace itstorm
