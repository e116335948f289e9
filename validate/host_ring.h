// SPDX-License-Identifier: Apache-2.0
// The hypervisor's own C at the command ring of the rig: its ring driver (host_its, cmdq), a policy
// for a full ring and the scheduler of guests' commands, with the knobs that a scenario would set.
// host_ring.cpp implements the imports (sim_*), which take no time, so that all time that passes is
// time of the ITS. One per process.
#pragma once
extern "C" {
#include "driver/cmdq.h"
#include "driver/its.h"
#include "policy/batch/batch.h"
#include "policy/queue_full/queue_full.h"
}
#include "queue_meter.h"
#include "rig.h"
#include <map>

namespace itstorm {

class HostRing {
public:
    using Knobs = std::map<std::string, std::uint64_t>;

    HostRing(Rig& rig, QueueMeter& meter, const Knobs& knobs); // the rig has booted

    bool post(cmdq_urgency urgency, const its_cmd& command); // a batch of one; false: refused

    pe* self() { return &pe_; }
    host_its& its() { return its_; }
    batch& scheduler() { return scheduler_; }

    // ---- for the imports sim_read and sim_write ----
    bool read(std::uint64_t pa, void* to, unsigned bytes);
    bool write(std::uint64_t pa, const void* from, unsigned bytes);

private:
    Rig& rig_;
    QueueMeter& meter_;
    sim_its_info info_{};
    sim_machine machine_{};
    gic_pe gic_pe_{};
    gic gic_{};
    pe pe_{};
    ram ram_{};
    host_its its_{};
    batch scheduler_{};
};

} // namespace itstorm
