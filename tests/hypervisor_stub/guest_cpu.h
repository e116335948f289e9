// SPDX-License-Identifier: Apache-2.0
// The guest's side of a PE's list registers: the model's virtual CPU interface (ich.h) acts on the
// registers that the hypervisor has written.
#pragma once
#include "arch/sysreg.h"
#include "fake_sim.h"
#include "redistributor/ich.h"

namespace fake {

class GuestCpu {
    template <typename Action>
    auto on_registers(Action action)
    {
        auto& sysreg = w_.pes[pe_].sysreg;
        ich v;
        ich_init(&v, w_.config.list_registers, 5, 5, 24);
        for (unsigned n = 0; n < w_.config.list_registers; n++)
            ich_write(&v, ICH_LR_EL2(n), sysreg[ICH_LR_EL2(n)]);
        v.hcr = static_cast<std::uint32_t>(sysreg[ICH_HCR_EL2]);
        v.vmcr = static_cast<std::uint32_t>(sysreg[ICH_VMCR_EL2]);
        v.apr[1] = static_cast<std::uint32_t>(sysreg[ICH_AP1R0_EL2]);
        const auto result = action(v);
        for (unsigned n = 0; n < w_.config.list_registers; n++)
            sysreg[ICH_LR_EL2(n)] = v.lr[n];
        sysreg[ICH_AP1R0_EL2] = v.apr[1];
        return result;
    }

public:
    static constexpr std::uint64_t vmcr = 0xf8000000ull | 3u << 18 | 2u << 21 | 2u; // VENG1, finest

    explicit GuestCpu(World& w, unsigned pe = 0) : w_(w), pe_(pe) {}

    // To be called before the first entry.
    void set_vmcr(std::uint64_t value) { w_.pes[pe_].sysreg[ICH_VMCR_EL2] = value; }

    std::uint32_t acknowledge() // INTID_NONE: nothing is signalled
    {
        return on_registers([](ich& v) { return ich_acknowledge(&v, 1); });
    }
    void end(std::uint32_t intid)
    {
        const std::uint32_t physical = on_registers([&](ich& v) { return ich_end(&v, 1, intid); });
        if (physical != INTID_NONE)
            deactivated_by_hardware.push_back(physical);
    }
    bool asks_for_maintenance()
    {
        return on_registers([](ich& v) { return ich_maintenance(&v); });
    }

    std::vector<std::uint32_t> deactivated_by_hardware;

private:
    World& w_;
    unsigned pe_;
};

} // namespace fake
