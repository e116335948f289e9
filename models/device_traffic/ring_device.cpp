// SPDX-License-Identifier: Apache-2.0
// RingDevice: see ring_device.h.
#include "ring_device.h"
#include "arch/queue_regs.h"
#include "common/simulated_time.h"
#include <algorithm>

namespace itstorm {

QueueInterrupt::QueueInterrupt(sc_core::sc_module_name name, DeviceHost& host, unsigned vector,
                               moderation& state)
    : sc_module(name), host_(host), vector_(vector), state_(state),
      due_(sim::Rank(sim::Kind::Device, host.index()))
{
    due_.calls([this] { update(); });
}

// If the interrupt has been postponed meanwhile, it waits for the rest of its time.
void QueueInterrupt::update()
{
    std::uint64_t due_ps;
    due_.cancel();
    if (!moderation_due(&state_, &due_ps))
        return;
    const std::uint64_t now_ps = sim::now_ps();
    if (due_ps > now_ps)
        return due_.notify(sim::time_of(due_ps - now_ps));
    moderation_fire(&state_, now_ps);
    host_.facts().kind.interrupt(QueueInterruptFact{ host_.index(), vector_ });
    host_.interrupt(vector_);
}

std::uint32_t RingDevice::queues_of(const FunctionConfig& config)
{
    return std::min(config.vectors, QUEUES_MAX);
}

void RingDevice::add_interrupt(moderation& state)
{
    const auto vector = static_cast<unsigned>(interrupts_.size());
    const std::string name = "queue" + std::to_string(vector);
    interrupts_.push_back(std::make_unique<QueueInterrupt>(name.c_str(), host_, vector, state));
}

} // namespace itstorm
