// SPDX-License-Identifier: Apache-2.0
// NicDevice: see nic_device.h.
#include "nic_device.h"

namespace itstorm {

NicDevice::NicDevice(DeviceHost& host)
    : RingDevice(host),
      queues_(queues_of(host.config())), nic_{ queues_of(host.config()), queues_.data() },
      arrived_ps_(queues_.size())
{
    nic_reset(&nic_);
    for (nic_queue& queue : queues_)
        add_interrupt(queue.irq);
}

void NicDevice::reset()
{
    nic_reset(&nic_);
    for (std::uint32_t queue = 0; queue < nic_.count; ++queue) {
        forget(queue);
        update_interrupt(queue);
    }
}

// ---- packets ----

void NicDevice::arrival(unsigned vector)
{
    const bool received = vector < nic_.count && receive(vector);
    host_.facts().kind.packet(PacketFact{ host_.index(), vector, !received });
}

bool NicDevice::receive(std::uint32_t queue)
{
    nic_fill fill;
    if (host_.writes_waiting() >= buffered_packets || !nic_receive(&nic_, queue, now_ps(), &fill))
        return false;
    host_.dma_write(fill.address, fill.words, sizeof fill.words);
    arrived_ps_[queue].push_back(now_ps());
    level_changed(filled_ + 1);
    update_interrupt(queue);
    return true;
}

void NicDevice::level_changed(std::uint64_t filled)
{
    filled_ = filled;
    host_.facts().kind.rx_level(RxLevelFact{ host_.index(), filled_ });
}

void NicDevice::given_back(std::uint32_t queue, std::uint32_t descriptors)
{
    std::deque<std::uint64_t>& arrived = arrived_ps_[queue];
    for (std::uint32_t n = 0; n < descriptors; ++n) {
        host_.facts().kind.packet_handled(
            PacketHandledFact{ host_.index(), now_ps() - arrived.front() });
        arrived.pop_front();
    }
    level_changed(filled_ - descriptors);
}

void NicDevice::forget(std::uint32_t queue)
{
    const std::size_t forgotten = arrived_ps_[queue].size();
    arrived_ps_[queue].clear();
    level_changed(filled_ - forgotten);
}

// ---- registers ----

std::uint32_t NicDevice::read32(std::uint32_t offset)
{
    return nic_read32(&nic_, offset);
}

void NicDevice::write32(std::uint32_t offset, std::uint32_t value)
{
    const nic_change change = nic_write32(&nic_, offset, value, now_ps());
    if (change.queue >= nic_.count)
        return;
    if (change.emptied)
        forget(change.queue);
    if (change.given_back != 0)
        given_back(change.queue, change.given_back);
    update_interrupt(change.queue);
}

} // namespace itstorm
