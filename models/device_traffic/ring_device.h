// What the devices with rings share: 32-bit registers, and for each queue the interrupt that its
// moderation permits, at the time it permits it. Derived: nic_device.h, nvme_device.h.
#pragma once
#include "device_kind.h"
#include "moderation.h"
#include <systemc>
#include <vector>

namespace itstorm {

// The interrupt of one queue.
class QueueInterrupt : public sc_core::sc_module {
public:
    SC_HAS_PROCESS(QueueInterrupt);
    QueueInterrupt(sc_core::sc_module_name name, DeviceHost& host, unsigned vector,
                   moderation& state);

    void update(); // something has changed: interrupts now, or when it is due, or not at all

private:
    DeviceHost& host_;
    const unsigned vector_;
    moderation& state_;
    sc_core::sc_event due_;
};

class RingDevice : public DeviceKind {
public:
    std::uint64_t read(std::uint32_t offset, unsigned bytes) final;
    void write(std::uint32_t offset, unsigned bytes, std::uint64_t value) final;

protected:
    explicit RingDevice(DeviceHost& host) : host_(host) {}

    virtual std::uint32_t read32(std::uint32_t offset) = 0;
    virtual void write32(std::uint32_t offset, std::uint32_t value) = 0;

    // How many queues a function with so many vectors has.
    static std::uint32_t queues_of(const FunctionConfig& config);
    void add_interrupt(moderation& state); // of the next queue; while it is constructed
    void update_interrupt(std::uint32_t queue) { interrupts_[queue]->update(); }
    static std::uint64_t now_ps() { return sc_core::sc_time_stamp().value(); }

    DeviceHost& host_;

private:
    std::vector<std::unique_ptr<QueueInterrupt>> interrupts_;
};

} // namespace itstorm
