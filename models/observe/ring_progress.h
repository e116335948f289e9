// SPDX-License-Identifier: Apache-2.0
// How far an ITS is with the commands of its ring since the ring was set up, and who waits for a
// command: durations that end once CREADR has passed it. Called by HvProbeObserver.
#pragma once
#include "its/its_facts.h"
#include "stats.h"

namespace itstorm {

class RingProgress {
public:
    void on(const RingFact& fact);

    // Adds the time from start_ps until `commands` have been stepped over to `done`, now if they
    // have. Nothing is added if the run ends before.
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
    std::vector<std::uint64_t> passed_ps_;          // when, by command modulo slots
    std::multimap<std::uint64_t, Waiting> waiting_; // by command
};

} // namespace itstorm
