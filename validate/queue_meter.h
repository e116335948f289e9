// SPDX-License-Identifier: Apache-2.0
// Measures the command ring, in integer picoseconds: for how long it held each number of commands,
// and how long each command was in it. Also makes the checks that hold exactly for any load.
#pragma once
#include "common/simulated_time.h"
#include "its/its.h"
#include <deque>
#include <string>
#include <vector>

namespace itstorm {

class QueueMeter {
public:
    explicit QueueMeter(Its& its);

    void begin();                // starts measuring; requires that the ring is empty
    void wrote(unsigned opcode); // a command was put; CWRITER will pass it at this time
    void end_of_arrivals();      // ends the statistics, which began with begin()

    // ---- statistics ----
    double seconds() const { return ps(window_.end - begin_) * 1e-12; }
    double level() const;                  // mean number of commands in the ring
    double share(std::size_t level) const; // of the time, with this number of commands
    double at_least(std::size_t level) const;
    double wait_ps() const; // mean time in the ring before service, of commands that have left it
    double sojourn_ps() const;
    double service_ps() const;
    std::size_t highest() const { return time_at_.size() - 1; }

    // ---- from the start until now ----
    std::uint64_t completed() const { return completed_; }
    sc_core::sc_time longest() const { return sc_core::sc_time::from_value(longest_); } // sojourn
    std::uint64_t trace() const { return trace_; } // a hash of all events and their times
    // The names of the checks that failed. Requires that the ring is empty.
    std::vector<std::string> broken() const;

private:
    using Ps = std::uint64_t;
    struct Command {
        Ps written;
        unsigned opcode;
    };
    struct Sums {
        Ps end = 0, in_ring = 0, sojourns = 0, service = 0, idle = 0;
        std::uint64_t commands = 0;
        std::vector<Ps> time_at;
    };

    static double ps(Ps t) { return static_cast<double>(t); }
    static Ps now() { return sim::now_ps(); }
    void on(const RingFact& fact);
    void on(const CommandFact& fact);
    void pass();
    void note(std::uint64_t what);
    void check(bool holds, const char* name);
    Sums sums() const;

    Ps begin_ = 0, level_since_ = 0;
    std::size_t level_ = 0;
    std::uint32_t creadr_ = 0;
    std::vector<Ps> time_at_{ 0 };
    std::deque<Command> inside_;
    std::uint64_t completed_ = 0;
    Ps sojourns_ = 0, longest_ = 0, service_ = 0;
    std::uint64_t trace_ = 0;
    bool on_ = false;
    Sums window_;
    std::vector<std::string> broken_;
};

} // namespace itstorm
