// SPDX-License-Identifier: Apache-2.0
// Producer: see producer.h.
#include "producer.h"
#include "common/simulated_time.h"
#include <boost/random/exponential_distribution.hpp>

namespace itstorm {

Producer::Producer(sc_core::sc_module_name name, Rig& rig, QueueMeter& meter)
    : sc_module(name), rig_(rig), meter_(meter)
{
    SC_HAS_PROCESS(Producer);
    SC_THREAD(run);
    rig_.its.probes.ring.attach([this](const RingFact&) {
        if (holding_)
            completed_.notify();
    });
}

void Producer::play(const Load& load)
{
    load_ = load;
    offered_ = found_full_ = 0;
    stood_still_ = sc_core::SC_ZERO_TIME;
    go_.notify(sc_core::SC_ZERO_TIME);
    sc_core::sc_start(); // until no event is left
}

// Arrivals and commands draw from two random streams: with a single one, the times of arrivals
// would depend on the commands.
void Producer::run()
{
    for (;;) {
        sc_core::wait(go_);
        RandomStream arrivals = random_stream(load_.seed, "arrivals");
        RandomStream commands = random_stream(load_.seed, "commands");
        boost::random::exponential_distribution<double> gap(1 / load_.gap_ps);
        meter_.begin();
        while (offered_ < load_.arrivals) {
            sc_core::wait(
                sc_core::sc_time::from_value(static_cast<std::uint64_t>(gap(arrivals) + 0.5)));
            arrive(commands);
        }
        meter_.end_of_arrivals();
    }
}

void Producer::arrive(RandomStream& commands)
{
    offered_ += load_.batch;
    if (full()) {
        ++found_full_;
        if (load_.when_full == RingFull::Refuse)
            return;
        hold();
    }
    for (unsigned n = 0; n < load_.batch; n++) {
        const its_cmd command = load_.next ? load_.next(commands) : rig_.inv();
        meter_.wrote(static_cast<unsigned>(its_cmd_get(&command, ITS_F_OPCODE)));
        rig_.put(command);
    }
    rig_.announce();
}

void Producer::hold()
{
    const sc_core::sc_time since = sim::now();
    holding_ = true;
    while (full())
        sc_core::wait(completed_);
    holding_ = false;
    stood_still_ += sim::now() - since;
}

bool Producer::full()
{
    const std::uint32_t places =
        load_.places != 0 ? load_.places : its_ring_slots(rig_.ring_bytes) - 1;
    return rig_.outstanding() >= places;
}

} // namespace itstorm
