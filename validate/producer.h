// SPDX-License-Identifier: Apache-2.0
// Writes commands into the ring at Poisson arrivals, in an open loop unless it has to hold a
// command. It limits the outstanding commands by the registers (CWRITER less CREADR), or leaves the
// limit to the ring.
#pragma once
#include "common/random_stream.h"
#include "queue_meter.h"
#include "rig.h"

namespace itstorm {

enum class RingFull {
    Refuse, // the command is lost
    Hold,   // the producer keeps the command, and makes no other until there is room
};

struct Load {
    double gap_ps = 0;        // mean time between two arrivals (of batches)
    unsigned batch = 1;       // commands for one write of CWRITER
    std::uint32_t places = 0; // most outstanding commands; 0: as many as the ring holds
    RingFull when_full = RingFull::Refuse;
    std::uint64_t arrivals = 0;
    std::uint64_t seed = 1;
    std::function<its_cmd(RandomStream&)> next; // draws from a stream of its own
};

class Producer : public sc_core::sc_module {
public:
    Producer(sc_core::sc_module_name name, Rig& rig, QueueMeter& meter);

    void play(const Load& load); // runs until all arrivals have come and the ring is empty

    // Counts of arrivals.
    std::uint64_t offered() const { return offered_; }
    std::uint64_t found_full() const { return found_full_; }
    sc_core::sc_time stood_still() const { return stood_still_; }

private:
    void run();
    void arrive(RandomStream& commands);
    void hold();
    bool full();

    Rig& rig_;
    QueueMeter& meter_;
    Load load_;
    std::uint64_t offered_ = 0, found_full_ = 0;
    sc_core::sc_time stood_still_;
    sc_core::sc_event go_, completed_;
    bool holding_ = false;
};

} // namespace itstorm
