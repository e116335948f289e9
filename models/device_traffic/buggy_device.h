// SPDX-License-Identifier: Apache-2.0
// A device with the faults that its scenario chooses (buggy_config.h). Otherwise it is a plain one:
// each arrival is an interrupt on its vector, and it has no registers.
//
// Choice: messages that break the rules wait while the link is busy, up to 16 of them; further ones
// are not sent.
#pragma once
#include "common/event.h"
#include "device_kind.h"
#include <optional>
#include <systemc>
#include <vector>

namespace itstorm {

class BuggyDevice final : public sc_core::sc_module, public DeviceKind {
public:
    BuggyDevice(sc_core::sc_module_name name, DeviceHost& host);

    std::uint64_t read(std::uint32_t, unsigned) override { return 0; }
    void write(std::uint32_t, unsigned, std::uint64_t) override {}
    void reset() override;
    void arrival(unsigned vector) override;
    std::uint32_t causes_to_clear(std::uint32_t bits) override;

private:
    void repeat_stuck();
    void become_stuck(unsigned vector);
    void raise_another(unsigned vector);
    bool chance(double probability);
    void send(unsigned vector);
    void send_disabled(unsigned vector);
    void forge(const VectorState& message, DeviceFault fault);
    void report(DeviceFault fault);

    DeviceHost& host_;
    const BuggyConfig& config_;
    RandomStream random_;
    std::vector<std::optional<VectorState>> seen_; // by vector, when it was enabled last
    std::uint64_t events_ = 0;
    std::optional<unsigned> stuck_;
    sim::Event repeat_;
};

} // namespace itstorm
