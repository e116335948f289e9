// The command side of one ITS: how full its ring is, what it executes, how long that takes.
// Attached to the probes of the ITS by whoever builds a run.
#pragma once
#include "its/its_facts.h"
#include "stats.h"

namespace itstorm {

class CmdqObserver {
public:
    CmdqObserver(Stats& stats, std::string its); // "its0"

    void on(const RingFact& fact);
    void on(const OverrunFact& fact);
    void on(const CommandFact& fact);

private:
    struct Opcode {
        Counter *executed, *errors;
    };

    Opcode& opcode(unsigned opcode);

    Stats& stats_;
    const std::string its_;
    Level* occupancy_ = nullptr; // once the ring exists
    Counter &full_events_, &overruns_;
    Share& stalled_;
    Duration& service_;
    std::map<unsigned, Opcode> opcodes_;
    bool full_ = false;
};

} // namespace itstorm
