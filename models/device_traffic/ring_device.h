// SPDX-License-Identifier: Apache-2.0
// Shared by the devices with rings, besides 32-bit registers: for each queue, its interrupt, at the
// time at which its moderation permits it. Derived: nic_device.h, nvme_device.h.
#pragma once
#include "common/simulated_time.h"
#include "moderation.h"
#include "word_device.h"
#include <systemc>
#include <vector>

namespace itstorm {

// The interrupt of one queue.
class QueueInterrupt : public sc_core::sc_module {
public:
    QueueInterrupt(sc_core::sc_module_name name, DeviceHost& host, unsigned vector,
                   moderation& state);

    void update(); // after a change: interrupts now, or when it is due, or not at all

private:
    DeviceHost& host_;
    const unsigned vector_;
    moderation& state_;
    sim::Event due_;
};

class RingDevice : public WordDevice {
protected:
    explicit RingDevice(DeviceHost& host) : host_(host) {}

    // How many queues a function with so many vectors has.
    static std::uint32_t queues_of(const FunctionConfig& config);
    void add_interrupt(moderation& state); // of the next queue; during construction
    void update_interrupt(std::uint32_t queue) { interrupts_[queue]->update(); }
    static std::uint64_t now_ps() { return sim::now_ps(); }

    DeviceHost& host_;

private:
    std::vector<std::unique_ptr<QueueInterrupt>> interrupts_;
};

} // namespace itstorm
