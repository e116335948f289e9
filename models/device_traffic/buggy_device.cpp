// SPDX-License-Identifier: Apache-2.0
// BuggyDevice: see buggy_device.h.
#include "buggy_device.h"
#include "common/simulated_time.h"
#include <boost/random/bernoulli_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>

namespace itstorm {

namespace {

constexpr std::size_t forged_messages_waiting = 16;

} // namespace

BuggyDevice::BuggyDevice(sc_core::sc_module_name name, DeviceHost& host)
    : sc_module(name), host_(host), config_(host.config().buggy),
      random_(host.random_stream("faults")), seen_(host.config().vectors),
      repeat_(sim::Rank(sim::Kind::Device, host.index()))
{
    repeat_.calls([this] { repeat_stuck(); });
}

void BuggyDevice::report(DeviceFault fault)
{
    host_.facts().kind.fault(DeviceFaultFact{ host_.index(), fault });
}

// Draws a number only for a fault that is on, so a fault that is off changes nothing.
bool BuggyDevice::chance(double probability)
{
    return probability > 0 && boost::random::bernoulli_distribution<>(probability)(random_);
}

// ---- events ----

void BuggyDevice::arrival(unsigned vector)
{
    if (chance(config_.lost))
        report(DeviceFault::Lost);
    else
        send(vector);
    if (chance(config_.spurious))
        raise_another(vector);
    if (++events_ == config_.stuck_after)
        become_stuck(vector);
}

void BuggyDevice::raise_another(unsigned vector)
{
    const unsigned vectors = host_.config().vectors;
    if (vectors == 1)
        return;
    const auto distance =
        boost::random::uniform_int_distribution<unsigned>(1, vectors - 1)(random_);
    report(DeviceFault::Spurious);
    send((vector + distance) % vectors);
}

void BuggyDevice::become_stuck(unsigned vector)
{
    stuck_ = vector;
    repeat_.notify(sim::time_of(config_.stuck_gap_ps));
}

void BuggyDevice::repeat_stuck()
{
    if (!stuck_)
        return;
    report(DeviceFault::Stuck);
    send(*stuck_);
    repeat_.notify(sim::time_of(config_.stuck_gap_ps));
}

void BuggyDevice::reset()
{
    if (config_.after_disable)
        return; // the device has not noticed the change
    stuck_.reset();
    events_ = 0;
    seen_.assign(seen_.size(), std::nullopt);
}

// ---- messages ----

void BuggyDevice::send(unsigned vector)
{
    VectorState state = host_.vector_state(vector);
    if (!state.is_enabled)
        return send_disabled(vector);
    seen_[vector] = state;
    if (state.is_masked && !config_.ignores_mask)
        return host_.interrupt(vector);
    if (!state.is_masked && config_.event_offset == 0)
        return host_.interrupt(vector);
    state.data += config_.event_offset;
    forge(state, state.is_masked ? DeviceFault::IgnoredMask : DeviceFault::WrongEvent);
}

void BuggyDevice::send_disabled(unsigned vector)
{
    if (!config_.after_disable || !seen_[vector])
        return host_.interrupt(vector);
    forge(*seen_[vector], DeviceFault::AfterDisable);
}

void BuggyDevice::forge(const VectorState& message, DeviceFault fault)
{
    if (host_.writes_waiting() >= forged_messages_waiting)
        return;
    report(fault);
    host_.forge_message(message.address, message.data, host_.config().device_id);
}

// ---- the pin ----

std::uint32_t BuggyDevice::causes_to_clear(std::uint32_t bits)
{
    if (!config_.stuck_line || bits == 0)
        return bits;
    report(DeviceFault::StuckLine);
    return 0;
}

} // namespace itstorm
