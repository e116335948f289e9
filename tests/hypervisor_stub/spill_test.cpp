// SPDX-License-Identifier: Apache-2.0
// Nested interrupts beyond the list registers: the active one of the lowest priority gives its list
// register up for one that preempts, and has it back before the guest's EOI; or its EOI is found
// out all the same.
#include "guest_cpu.h"
#include "spi_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;

// Event e has a higher priority than e - 1. 4 list registers.
class Nested : public testing::Test, public Bench {
protected:
    explicit Nested(unsigned list_registers = 4, unsigned vcpus = 1)
        : Bench(machine(list_registers, vcpus))
    {
        g.bring_up(16);
        for (unsigned n = 0; n < 16; n++)
            g.set_config(vlpi0 + n, true, static_cast<std::uint8_t>(0xb8 - 8 * n));
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
    // Each preempts the one before.
    void nest(unsigned events, unsigned stride = 1)
    {
        for (unsigned n = 0; n < events; n++) {
            arrive(n * stride);
            ASSERT_EQ(guest.acknowledge(), vlpi0 + n * stride);
        }
    }
    void end(unsigned event) { guest.end(vlpi0 + event); }
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

TEST_F(Nested, the_lowest_active_one_gives_its_list_register_to_one_that_preempts)
{
    nest(4);
    arrive(4);
    EXPECT_EQ(vlpi(0).place, VIRQ_SPILLED);
    EXPECT_EQ(find(vlpi0), -1);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 4);
    EXPECT_EQ(hcr() & ICH_HCR_UIE, ICH_HCR_UIE);
}

TEST_F(Nested, it_is_back_before_the_guest_ends_it)
{
    nest(5);
    for (unsigned n : { 4u, 3u, 2u })
        end(n);
    EXPECT_TRUE(guest.asks_for_maintenance());
    pass_el2();
    EXPECT_EQ(state(static_cast<unsigned>(find(vlpi0))), ICH_LR_ACTIVE);
    EXPECT_EQ(cpu().vgic->spilled_levels, 0u);
    end(1);
    end(0);
    EXPECT_EQ(find(vlpi0), -1) << "the guest's EOI has found it";
    expect_idle();
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 5u);
}

TEST_F(Nested, they_come_back_as_soon_as_there_is_room_the_highest_first)
{
    nest(7);
    EXPECT_EQ(cpu().vgic->spilled_levels, 7u << (0xb8 / 8 - 2)); // 0, 1 and 2
    end(6);
    pass_el2();
    EXPECT_EQ(vlpi(2).place, VIRQ_LISTED);
    EXPECT_EQ(vlpi(1).place, VIRQ_SPILLED);
    for (unsigned n : { 5u, 4u, 3u, 2u, 1u, 0u }) {
        end(n);
        pass_el2();
    }
    expect_idle();
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 7u);
}

TEST_F(Nested, an_eoi_that_comes_before_it_is_back_is_found_out_all_the_same)
{
    nest(6);
    for (unsigned n : { 5u, 4u, 3u, 2u, 1u, 0u })
        end(n); // without an exit in between
    expect_idle();
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 6u);
}

TEST_F(Nested, a_pending_one_gives_way_before_any_active_one)
{
    arrive(4);
    ASSERT_EQ(guest.acknowledge(), vlpi0 + 4);
    for (unsigned n : { 0u, 1u, 2u })
        arrive(n); // they pend below it
    arrive(5);
    EXPECT_EQ(vlpi(0).place, VIRQ_WAITING);
    EXPECT_EQ(cpu().vgic->spilled_levels, 0u);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 5);
}

TEST_F(Nested, of_two_that_preempt_none_waits_for_the_other)
{
    nest(3);
    arrive(3); // pends: the guest has interrupts masked
    arrive(4);
    EXPECT_EQ(vlpi(0).place, VIRQ_SPILLED);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 4);
    end(4);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 3) << "without an exit";
}

TEST_F(Nested, one_that_does_not_preempt_waits)
{
    nest(4, 2); // 0, 2, 4, 6
    arrive(5);
    EXPECT_EQ(cpu().vgic->spilled_levels, 0u);
    EXPECT_EQ(vlpi(5).place, VIRQ_WAITING);
}

TEST_F(Nested, what_the_binary_point_puts_into_one_group_does_not_preempt)
{
    guest.set_vmcr(bits_put(GuestCpu::vmcr, ICH_VMCR_VBPR1, 4)); // groups of 0x10
    for (unsigned n : { 1u, 3u, 5u, 7u }) {                      // 0xb0, 0xa0, 0x90, 0x80
        arrive(n);
        ASSERT_EQ(guest.acknowledge(), vlpi0 + n);
    }
    g.set_config(vlpi0 + 7, true, 0x88); // no matter: it is active
    g.set_config(vlpi0 + 8, true, 0x84);
    g.send({ its_cmd_inv(device, 8) });
    arrive(8);
    EXPECT_EQ(cpu().vgic->spilled_levels, 0u);
    g.set_config(vlpi0 + 9, true, 0x78);
    g.send({ its_cmd_inv(device, 9) });
    arrive(9);
    EXPECT_EQ(vlpi(1).place, VIRQ_SPILLED);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 9);
}

TEST_F(Nested, it_waits_below_the_spilled_ones_and_above_what_is_lower)
{
    nest(5, 2); // 0 is spilled; 2, 4, 6, 8
    arrive(1);  // above 0, below 2
    arrive(3);  // above 2
    end(8);
    pass_el2();
    EXPECT_EQ(vlpi(3).place, VIRQ_LISTED) << "of the three the highest";
    end(6);
    pass_el2();
    EXPECT_EQ(vlpi(1).place, VIRQ_LISTED);
    EXPECT_EQ(vlpi(0).place, VIRQ_SPILLED);
    end(4);
    pass_el2();
    EXPECT_EQ(vlpi(0).place, VIRQ_LISTED);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 3);
    end(3);
    end(2);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 1);
    end(1);
    end(0);
    expect_idle();
}

TEST_F(Nested, what_comes_again_for_a_spilled_one_is_delivered_after_its_eoi)
{
    nest(5);
    arrive(0);
    EXPECT_EQ(vlpi(0).place, VIRQ_SPILLED);
    EXPECT_EQ(plpi(0).in_flight.total, 2u);
    for (unsigned n : { 4u, 3u, 2u, 1u, 0u })
        end(n);
    pass_el2();
    EXPECT_EQ(plpi(0).in_flight.total, 1u);
    EXPECT_EQ(guest.acknowledge(), vlpi0);
    end(0);
    expect_idle();
}

TEST_F(Nested, a_spilled_one_comes_back_pending_and_active)
{
    nest(5);
    arrive(0);
    end(4);
    pass_el2();
    EXPECT_EQ(state(static_cast<unsigned>(find(vlpi0))), ICH_LR_PENDING_ACTIVE);
    for (unsigned n : { 3u, 2u, 1u, 0u })
        end(n);
    EXPECT_EQ(guest.acknowledge(), vlpi0);
    end(0);
    expect_idle();
}

TEST_F(Nested, the_pending_half_of_one_that_is_spilled_goes_with_it)
{
    nest(4);
    arrive(0); // pending and active
    arrive(4);
    EXPECT_EQ(vlpi(0).place, VIRQ_SPILLED);
    EXPECT_TRUE(vlpi(0).pending);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 4);
    for (unsigned n : { 4u, 3u, 2u, 1u, 0u }) {
        end(n);
        pass_el2();
    }
    EXPECT_EQ(guest.acknowledge(), vlpi0);
    end(0);
    expect_idle();
}

TEST_F(Nested, a_spilled_one_that_storms_is_watched_for_its_eoi_when_it_is_back)
{
    nest(5);
    arrive(0);
    EXPECT_FALSE(is_enabled(plpi(0)));
    end(4);
    pass_el2();
    EXPECT_TRUE(lr(static_cast<unsigned>(find(vlpi0))).eoi);
    for (unsigned n : { 3u, 2u, 1u, 0u })
        end(n);
    ASSERT_EQ(guest.acknowledge(), vlpi0);
    end(0);
    EXPECT_TRUE(guest.asks_for_maintenance());
    expect_idle();
    EXPECT_TRUE(is_enabled(plpi(0)));
}

TEST_F(Nested, clear_and_discard_leave_a_spilled_one_to_its_eoi)
{
    nest(6);
    leave();
    receive(0);
    g.send({ its_cmd_clear(device, 0), its_cmd_discard(device, 1) });
    EXPECT_EQ(plpi(0).in_flight.total, 1u);
    EXPECT_EQ(plpi(1).in_flight.total, 0u);
    enter();
    for (unsigned n : { 5u, 4u, 3u, 2u, 1u, 0u }) {
        end(n);
        pass_el2();
    }
    expect_idle();
}

TEST_F(Nested, a_spilled_one_keeps_the_priority_that_it_was_acknowledged_with)
{
    nest(5);
    leave();
    g.set_config(vlpi0, true, 0x10);
    g.send({ its_cmd_inv(device, 0) });
    enter();
    for (unsigned n : { 4u, 3u, 2u })
        end(n);
    pass_el2();
    EXPECT_EQ(lr(static_cast<unsigned>(find(vlpi0))).priority, 0xb8);
    end(1);
    end(0);
    expect_idle();
}

TEST_F(Nested, with_eoimode_1_a_vlpi_is_spilled_because_its_eoi_ends_it)
{
    guest.set_vmcr(bits_put(GuestCpu::vmcr, ICH_VMCR_VEOIM, 1));
    nest(5);
    EXPECT_EQ(vlpi(0).place, VIRQ_SPILLED);
    for (unsigned n : { 4u, 3u, 2u, 1u, 0u })
        end(n);
    expect_idle();
}

TEST_F(Nested, with_eoimode_1_an_sgi_keeps_its_list_register)
{
    guest.set_vmcr(bits_put(GuestCpu::vmcr, ICH_VMCR_VEOIM, 1));
    g.gicr(GICR_IPRIORITYR0 + 3, 0xd0, 1);
    g.gicr(GICR_ISENABLER0, 1u << 3, 4);
    leave();
    vgic_inject_private(w.masked_self(), &cpu(), 3);
    enter();
    ASSERT_EQ(guest.acknowledge(), 3u);
    nest(3);
    arrive(4);
    EXPECT_EQ(cpu().vgic->spilled_levels, 0u);
    EXPECT_EQ(vlpi(4).place, VIRQ_WAITING);
}

TEST_F(Nested, the_end_of_the_domain_takes_spilled_ones_along)
{
    nest(6);
    leave();
    const lpi* lpis = &plpi(0);
    EXPECT_EQ(domain_destroy(w.self(), &w.dom()), HVC_OK);
    for (unsigned n = 0; n < 6; n++)
        EXPECT_EQ(lpis[n].in_flight.total, 0u);
}

// A hostile guest: two are active in one group, since it has dropped the first by writing
// ICC_AP1R0_EL1. The check at the end of the test finds nothing wrong.
TEST_F(Nested, a_guest_that_writes_its_active_priorities_harms_itself_only)
{
    for (unsigned n : { 0u, 1u }) {
        leave();
        g.set_config(vlpi0 + n, true, 0xb8);
        g.send({ its_cmd_inv(device, n) });
        arrive(n);
        ASSERT_EQ(guest.acknowledge(), vlpi0 + n);
        w.pes[0].sysreg[ICH_AP1R0_EL2] = n == 0 ? 0 : w.pes[0].sysreg[ICH_AP1R0_EL2];
    }
    for (unsigned n : { 2u, 3u, 4u, 5u }) {
        arrive(n);
        guest.acknowledge();
    }
    EXPECT_EQ(hv_check(w.hypervisor), nullptr);
}

struct NestedOnTwo : Nested {
    NestedOnTwo() : Nested(4, 2) {}
};

TEST_F(NestedOnTwo, spilled_ones_move_with_their_vcpu)
{
    nest(5, 2); // even events are vCPU 0's
    leave();
    save(0, 0);
    load(0, 1);
    enter(0, 1);
    GuestCpu there{ w, 1 };
    for (unsigned n : { 8u, 6u, 4u, 2u, 0u })
        there.end(vlpi0 + n);
    leave(0, 1);
    EXPECT_EQ(cpu().vgic->spilled_levels, 0u);
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 5u);
}

TEST_F(NestedOnTwo, a_spilled_one_moves_to_another_vcpu_after_its_eoi)
{
    nest(5, 2);
    leave();
    receive(0); // comes again
    g.send({ its_cmd_movi(device, 0, 1) });
    EXPECT_EQ(vlpi(0).owner, &cpu(0));
    enter();
    for (unsigned n : { 8u, 6u, 4u, 2u, 0u })
        end(n);
    leave();
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
    EXPECT_EQ(cpu(1).vgic->waiting, 1u);
}

struct NestedInOne : Nested {
    NestedInOne() : Nested(1) {}
};

TEST_F(NestedInOne, a_single_list_register_is_enough_for_any_nesting)
{
    nest(8);
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 0u);
    for (unsigned n = 8; n-- > 0;) {
        EXPECT_EQ(find(vlpi0 + n), 0);
        end(n);
        EXPECT_EQ(guest.asks_for_maintenance(), n != 0) << n;
        pass_el2();
    }
    expect_idle();
}

// ---- linked to a physical SPI ----

class NestedSpi : public Spi {
protected:
    NestedSpi()
    {
        g.bring_up(4);
        for (unsigned n = 0; n < 4; n++)
            g.set_config(vlpi0 + n, true, static_cast<std::uint8_t>(0x98 - 8 * n));
        g.send({ its_cmd_invall(0) });
        guest.set_vmcr(GuestCpu::vmcr);
        enable();
        arrive();
        enter();
        EXPECT_EQ(guest.acknowledge(), pin);
        for (unsigned n = 0; n < 4; n++) {
            leave();
            receive(n);
            enter();
            EXPECT_EQ(guest.acknowledge(), vlpi0 + n);
        }
    }
    GuestCpu guest{ w };
};

TEST_F(NestedSpi, its_link_comes_back_with_it)
{
    ASSERT_EQ(spi().place, VIRQ_SPILLED);
    guest.end(vlpi0 + 3);
    leave();
    enter();
    EXPECT_TRUE(listed_lr().hw);
    for (unsigned n : { 2u, 1u, 0u })
        guest.end(vlpi0 + n);
    guest.end(pin);
    leave();
    EXPECT_EQ(guest.deactivated_by_hardware, std::vector<std::uint32_t>{ pin });
    EXPECT_TRUE(deactivated().empty());
    EXPECT_FALSE(spi().taken);
}

TEST_F(NestedSpi, the_hypervisor_deactivates_it_if_it_ended_without_its_list_register)
{
    for (unsigned n : { 3u, 2u, 1u, 0u })
        guest.end(vlpi0 + n);
    guest.end(pin);
    leave();
    EXPECT_TRUE(guest.deactivated_by_hardware.empty());
    EXPECT_EQ(deactivated(), std::vector<std::uint32_t>{ pin });
    EXPECT_FALSE(spi().taken);
    EXPECT_EQ(w.counter(PROBE_SPI_HANDLED, 0), 1u);
}

TEST_F(NestedSpi, the_end_of_the_domain_deactivates_it_once)
{
    leave();
    EXPECT_EQ(domain_destroy(w.self(), &w.dom()), HVC_OK);
    EXPECT_EQ(deactivated(), std::vector<std::uint32_t>{ pin });
}

} // namespace
