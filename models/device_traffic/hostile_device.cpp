// SPDX-License-Identifier: Apache-2.0
// HostileDevice: see hostile_device.h.
#include "hostile_device.h"
#include "common/simulated_time.h"
#include "pcie_link.h"

namespace itstorm {

namespace {

constexpr unsigned unbounded_gap_ns = 10;
constexpr std::size_t raw_messages_waiting = 16;

} // namespace

HostileDevice::HostileDevice(sc_core::sc_module_name name, DeviceHost& host)
    : sc_module(name), host_(host), is_bounded_(link_bounds_rate(host.config().link)),
      due_(sim::Rank(sim::Kind::Device, host.index()))
{
    hostile_reset(&hostile_);
    due_.calls([this] { gap_over(); });
}

void HostileDevice::reset()
{
    hostile_reset(&hostile_);
    due_.cancel();
}

// ---- registers ----

std::uint32_t HostileDevice::read32(std::uint32_t offset)
{
    return hostile_read32(&hostile_, offset);
}

void HostileDevice::write32(std::uint32_t offset, std::uint32_t value)
{
    const bool ran = hostile_runs(&hostile_);
    hostile_write32(&hostile_, offset, value);
    if (offset != HOSTILE_CONTROL && offset != HOSTILE_GAP_NS)
        return;
    if (!hostile_runs(&hostile_) || at_link_rate())
        due_.cancel();
    else
        due_.notify(ran ? gap() : sc_core::SC_ZERO_TIME);
    if (hostile_runs(&hostile_) && at_link_rate())
        host_.offers();
}

// ---- time ----

bool HostileDevice::at_link_rate() const
{
    return is_bounded_ && hostile_gap_ns(&hostile_) == 0;
}

sc_core::sc_time HostileDevice::gap() const
{
    const std::uint32_t ns = hostile_gap_ns(&hostile_);
    return sim::time_of(1000ull * (ns != 0 ? ns : unbounded_gap_ns));
}

bool HostileDevice::offer()
{
    return hostile_runs(&hostile_) && at_link_rate() && send_next();
}

void HostileDevice::gap_over()
{
    if (!hostile_runs(&hostile_) || at_link_rate())
        return;
    send(hostile_next(&hostile_, host_.config().vectors));
    if (hostile_runs(&hostile_))
        due_.notify(gap());
}

// ---- messages ----

// Sends the next message at link rate. Skips vectors on which an event waits already; false: events
// wait on all of them.
bool HostileDevice::send_next()
{
    const unsigned vectors = host_.config().vectors;
    const std::uint32_t round = hostile_round(&hostile_, vectors);
    for (std::uint32_t n = 0; n < round; ++n) {
        const hostile_message message = hostile_next(&hostile_, vectors);
        if (message.is_raw || !host_.interrupt_waits(message.vector))
            return send(message);
    }
    return false;
}

bool HostileDevice::send(const hostile_message& message)
{
    const FunctionConfig& config = host_.config();
    if (message.is_raw && host_.writes_waiting() >= raw_messages_waiting)
        return false;
    hostile_sent(&hostile_);
    if (message.is_raw)
        host_.forge_message(message.address, message.data,
                            message.is_forged ? message.device_id : config.device_id);
    else
        host_.interrupt(message.vector);
    return true;
}

} // namespace itstorm
