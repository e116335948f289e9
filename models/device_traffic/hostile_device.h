// SPDX-License-Identifier: Apache-2.0
// A device that its guest has turned into a weapon: it sends what the program in its registers
// says, by its MSI-X table, or any data to any address with any DeviceID. What stops it is the way:
// link, root port, IOMMU, ITS. The program is hostile.h's; here is its time. It has no arrivals of
// its own.
//
// Choice: behind a link that does not bound the rate, "as the link takes them" is one message every
// 10 ns, or simulated time would never go on.
//
// Choice: of raw messages that come faster than the link takes them, 16 wait and others are not
// sent; by the table they merge in pending bits, as any device's.
#pragma once
#include "common/event.h"
#include "hostile.h"
#include "word_device.h"
#include <systemc>

namespace itstorm {

class HostileDevice final : public sc_core::sc_module, public WordDevice {
public:
    HostileDevice(sc_core::sc_module_name name, DeviceHost& host);

    void reset() override;
    void arrival(unsigned vector) override { host_.interrupt(vector); }
    bool offer() override;

private:
    std::uint32_t read32(std::uint32_t offset) override;
    void write32(std::uint32_t offset, std::uint32_t value) override;
    void gap_over();
    sc_core::sc_time gap() const;
    bool at_link_rate() const;
    bool send_next();
    bool send(const hostile_message& message);

    DeviceHost& host_;
    const bool is_bounded_; // by its link
    hostile hostile_;
    sim::Event due_;
};

} // namespace itstorm
