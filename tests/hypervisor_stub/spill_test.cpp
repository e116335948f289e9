// SPDX-License-Identifier: Apache-2.0
// More nested interrupts than list registers: the active one of the lowest priority gives up its
// list register to one that preempts (it is spilled). It gets one back before the guest's EOI, or
// the hypervisor finds the EOI at the next exit.
#include "spill_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;

TEST_F(Nested, the_lowest_active_vlpi_gives_its_list_register_to_one_that_preempts)
{
    nest(4);
    arrive(4);
    EXPECT_EQ(vlpi(0).place, VIRQ_SPILLED);
    EXPECT_EQ(find(vlpi0), -1);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 4);
    EXPECT_EQ(hcr() & ICH_HCR_UIE, ICH_HCR_UIE);
}

TEST_F(Nested, a_spilled_vlpi_is_back_before_the_guest_ends_it)
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

TEST_F(Nested, spilled_vlpis_come_back_by_priority_as_soon_as_there_is_room)
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

TEST_F(Nested, an_eoi_while_spilled_is_found_at_the_next_exit)
{
    nest(6);
    for (unsigned n : { 5u, 4u, 3u, 2u, 1u, 0u })
        end(n); // without an exit in between
    expect_idle();
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 6u);
}

TEST_F(Nested, a_pending_vlpi_gives_way_before_any_active_one)
{
    arrive(4);
    ASSERT_EQ(guest.acknowledge(), vlpi0 + 4);
    for (unsigned n : { 0u, 1u, 2u })
        arrive(n); // pend at lower priorities
    arrive(5);
    EXPECT_EQ(vlpi(0).place, VIRQ_WAITING);
    EXPECT_EQ(cpu().vgic->spilled_levels, 0u);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 5);
}

TEST_F(Nested, two_vlpis_that_preempt_are_both_listed)
{
    nest(3);
    arrive(3); // pends: the guest has interrupts masked
    arrive(4);
    EXPECT_EQ(vlpi(0).place, VIRQ_SPILLED);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 4);
    end(4);
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 3) << "without an exit";
}

TEST_F(Nested, a_vlpi_that_does_not_preempt_waits)
{
    nest(4, 2); // 0, 2, 4, 6
    arrive(5);
    EXPECT_EQ(cpu().vgic->spilled_levels, 0u);
    EXPECT_EQ(vlpi(5).place, VIRQ_WAITING);
}

TEST_F(Nested, a_vlpi_of_the_same_group_priority_does_not_preempt)
{
    guest.set_vmcr(bits_put(GuestCpu::vmcr, ICH_VMCR_VBPR1, 4)); // groups of 0x10
    for (unsigned n : { 1u, 3u, 5u, 7u }) {                      // 0xb0, 0xa0, 0x90, 0x80
        arrive(n);
        ASSERT_EQ(guest.acknowledge(), vlpi0 + n);
    }
    g.set_config(vlpi0 + 7, true, 0x88); // without effect while vLPI 7 is active
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

TEST_F(Nested, waiting_and_spilled_vlpis_are_listed_in_order_of_priority)
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

} // namespace
