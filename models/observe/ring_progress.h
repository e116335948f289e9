// SPDX-License-Identifier: Apache-2.0
// Counts the commands that an ITS has stepped over since its ring was set up, and ends durations
// that wait for a command once CREADR has passed it. Called by HvProbeObserver.
#pragma once
#include "its/its_facts.h"
#include "stats.h"

namespace itstorm {

class RingProgress {
public:
    void on(const RingFact& fact);

    // Adds to `done` the time from start_ps until `commands` have been stepped over: now if they
    // already have been, else at that moment; never if the run ends before.
    void await(std::uint64_t commands, std::uint64_t start_ps, Duration& done);

private:
    struct Waiting {
        std::uint64_t start_ps;
        Duration* done;
    };

    void set_up(std::uint32_t slots);
    void step();

    std::uint32_t slots_ = 0, creadr_ = 0;
    std::uint64_t passed_ = 0;                      // commands
    std::vector<std::uint64_t> passed_ps_;          // the time of each step, by command % slots
    std::multimap<std::uint64_t, Waiting> waiting_; // by the number of commands
};

} // namespace itstorm
