// SPDX-License-Identifier: Apache-2.0
// The command side of one ITS: how full its ring is, what it executes, how long that takes.
// Attached to the probes of the ITS by the code that builds a run.
#pragma once
#include "its/its_facts.h"
#include "stat_table.h"
#include <array>

namespace itstorm {

class CmdqObserver {
public:
    CmdqObserver(Stats& stats, std::string its); // "its0"
    static void list(const std::string& its, std::vector<StatInfo>& list);

    void on(const RingFact& fact);
    void on(const OverrunFact& fact);
    void on(const CommandFact& fact);

private:
    struct Its {
        Level* occupancy;
        Counter *full_events, *overruns;
        Share* stalled;
        Duration* service;
        std::vector<Counter*> executed, errors; // by the words of its_opcodes()
    };
    struct Opcode {
        Counter *executed = nullptr, *errors = nullptr;
    };

    static const StatTable<Its> table;

    Opcode& opcode(unsigned opcode);

    Stats& stats_;
    const std::string name_;
    Its its_;
    std::array<Opcode, 256> opcodes_; // an unknown opcode has no statistics until it is refused
    std::uint32_t slots_ = 0;
    bool full_ = false;
};

} // namespace itstorm
