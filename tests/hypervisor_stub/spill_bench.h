// SPDX-License-Identifier: Apache-2.0
// The bench of nested interrupts: a guest whose vLPIs preempt each other, on the model's virtual
// CPU interface (GuestCpu).
#pragma once
#include "guest_cpu.h"
#include "hv_bench.h"

namespace fake {

// Event e has a higher priority than e - 1. 4 list registers.
class Nested : public testing::Test, public Bench {
protected:
    explicit Nested(unsigned list_registers = 4, unsigned vcpus = 1)
        : Bench(machine(list_registers, vcpus))
    {
        g.bring_up(16);
        for (unsigned n = 0; n < 16; n++)
            g.set_config(INTID_LPI_FIRST + n, true, static_cast<std::uint8_t>(0xb8 - 8 * n));
        g.send({ its_cmd_invall(0), its_cmd_invall(1) });
        load();
        guest.set_vmcr(GuestCpu::vmcr);
        w.marks.clear();
    }
    static Config machine(unsigned list_registers, unsigned vcpus)
    {
        Config c;
        c.pes = vcpus;
        c.list_registers = list_registers;
        c.domains = { { vcpus, { 16 } } };
        for (unsigned n = 0; n < vcpus; n++)
            c.domains[0].pins.push_back(static_cast<std::uint16_t>(n));
        c.knobs = { { "storm.detect", 1 }, { "storm.max_in_flight", 1 } };
        return c;
    }
    void pass_el2()
    {
        leave();
        enter();
    }
    void arrive(unsigned event)
    {
        leave();
        receive(event);
        enter();
    }
    // Makes each event preempt the one before it.
    void nest(unsigned events, unsigned stride = 1)
    {
        for (unsigned n = 0; n < events; n++) {
            arrive(n * stride);
            ASSERT_EQ(guest.acknowledge(), INTID_LPI_FIRST + n * stride);
        }
    }
    void end(unsigned event) { guest.end(INTID_LPI_FIRST + event); }
    void expect_idle()
    {
        leave();
        EXPECT_EQ(cpu().vgic->used, 0u);
        EXPECT_EQ(cpu().vgic->spilled_levels, 0u);
        EXPECT_EQ(w.pes[0].sysreg[ICH_AP1R0_EL2], 0u);
        for (unsigned n = 0; n < 16; n++) {
            EXPECT_EQ(vlpi(n).place, VIRQ_IDLE) << n;
            EXPECT_EQ(plpi(n).in_flight.total, 0u) << n;
        }
    }
    GuestCpu guest{ w };
};

} // namespace fake
