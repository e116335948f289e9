// SPDX-License-Identifier: Apache-2.0
// A network card that receives: each arrival of the generator is a packet on the queue of its
// vector. It writes a descriptor, and behind it the interrupt that moderation permits. Rings and
// registers are nic.h's; here are DMA and time.
//
// Choice: a packet that finds so many writes waiting for the link that the card's buffer is full is
// missed, like one without a descriptor.
#pragma once
#include "nic.h"
#include "ring_device.h"
#include <deque>

namespace itstorm {

class NicDevice final : public RingDevice {
public:
    explicit NicDevice(DeviceHost& host);

    void reset() override;
    void arrival(unsigned vector) override;
    bool makes_its_arrivals() const override { return false; } // packets come from the network

private:
    std::uint32_t read32(std::uint32_t offset) override;
    void write32(std::uint32_t offset, std::uint32_t value) override;
    bool receive(std::uint32_t queue);
    void given_back(std::uint32_t queue, std::uint32_t descriptors);
    void forget(std::uint32_t queue);
    void level_changed(std::uint64_t filled);

    static constexpr std::size_t buffered_packets = 64;

    std::vector<nic_queue> queues_;
    nic nic_;
    std::vector<std::deque<std::uint64_t>> arrived_ps_; // of filled descriptors, by queue
    std::uint64_t filled_ = 0;                          // of all queues
};

} // namespace itstorm
