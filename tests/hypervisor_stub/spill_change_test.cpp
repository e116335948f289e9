// SPDX-License-Identifier: Apache-2.0
// Changes while an interrupt is spilled, that is active without a list register: it arrives again,
// storms, moves, is cleared or ends with its domain; and spilled interrupts with a physical SPI.
#include "spi_bench.h"
#include "spill_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;

TEST_F(Nested, an_arrival_for_a_spilled_vlpi_is_delivered_after_its_eoi)
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

TEST_F(Nested, a_spilled_vlpi_that_arrived_again_comes_back_pending_and_active)
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

TEST_F(Nested, a_vlpi_is_spilled_with_its_pending_half)
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

TEST_F(Nested, a_spilled_vlpi_that_storms_requests_maintenance_when_it_is_back)
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

TEST_F(Nested, clear_and_discard_leave_a_spilled_vlpi_to_its_eoi)
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

TEST_F(Nested, a_spilled_vlpi_keeps_the_priority_that_it_was_acknowledged_with)
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

TEST_F(Nested, the_end_of_the_domain_clears_spilled_vlpis)
{
    nest(6);
    leave();
    const lpi* lpis = &plpi(0);
    EXPECT_EQ(domain_destroy(w.self(), &w.dom()), HVC_OK);
    for (unsigned n = 0; n < 6; n++)
        EXPECT_EQ(lpis[n].in_flight.total, 0u);
}

// A hostile guest: two vLPIs of one group priority are active, since it has dropped the priority of
// the first by a write of ICC_AP1R0_EL1.
TEST_F(Nested, a_guest_that_writes_its_active_priorities_breaks_no_invariant)
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

TEST_F(NestedOnTwo, spilled_vlpis_move_with_their_vcpu)
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

TEST_F(NestedOnTwo, a_spilled_vlpi_moves_to_another_vcpu_after_its_eoi)
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

TEST_F(NestedSpi, comes_back_with_its_link)
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

TEST_F(NestedSpi, is_deactivated_by_the_hypervisor_if_it_ended_while_spilled)
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

TEST_F(NestedSpi, is_deactivated_once_at_the_end_of_the_domain)
{
    leave();
    EXPECT_EQ(domain_destroy(w.self(), &w.dom()), HVC_OK);
    EXPECT_EQ(deactivated(), std::vector<std::uint32_t>{ pin });
}

} // namespace
