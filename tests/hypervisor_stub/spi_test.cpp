// SPDX-License-Identifier: Apache-2.0
// Delivery of SPIs: acknowledged by the hypervisor, active until the guest's EOI. Hardware
// deactivates the physical SPI through a linked list register, so these tests can only see that EL2
// does not.
#include "spi_bench.h"

using namespace fake;

namespace {

using List = std::vector<std::uint32_t>;

class SpiInOneListRegister : public Spi {
protected:
    SpiInOneListRegister() : Spi(1) {}
};

class SpiOfTwoVcpus : public Spi {
protected:
    SpiOfTwoVcpus() : Spi(4, 2) {}
};

TEST_F(Spi, at_boot_is_level_group_1_disabled_and_routed_to_the_pe_of_the_first_vcpu)
{
    EXPECT_EQ(physical(GIC_IGROUPR + word), mask);
    EXPECT_EQ(physical(GIC_ICFGR + pin / 16 * 4) >> pin % 16 * 2 & 3, 0u);
    EXPECT_EQ(physical(GIC_IPRIORITYR + pin), 0xa0u);
    EXPECT_EQ(physical(GICD_IROUTER + 8 * pin), 0u);
    EXPECT_EQ(physical(GIC_ICENABLER + word), mask);
    EXPECT_EQ(physical(GIC_ISENABLER + word), 0u);
}

TEST_F(Spi, an_arrival_goes_into_a_linked_list_register)
{
    listed();
    EXPECT_TRUE(listed_lr().hw);
    EXPECT_EQ(listed_lr().pintid, pin);
    EXPECT_EQ(listed_lr().state, ICH_LR_PENDING);
    EXPECT_EQ(w.counter(PROBE_SPI_ACCEPTED, 0), 1u);
}

TEST_F(Spi, in_the_interrupt_loop_has_its_priority_dropped_and_is_not_deactivated)
{
    enable();
    w.raise(0, pin);
    hv_interrupt_loop(w.hypervisor, w.masked_self());
    EXPECT_EQ(w.pes[0].eois, List{ pin });
    EXPECT_EQ(deactivated(), List{});
    pass_guest();
    EXPECT_TRUE(listed_lr().hw);
}

TEST_F(Spi, the_guests_end_needs_no_deactivation_at_el2)
{
    listed();
    handle(static_cast<unsigned>(find(pin)));
    leave();
    EXPECT_FALSE(spi().taken);
    EXPECT_EQ(spi().place, VIRQ_IDLE);
    EXPECT_EQ(deactivated(), List{});
    EXPECT_EQ(w.counter(PROBE_SPI_HANDLED, 0), 1u);
}

TEST_F(Spi, a_disabled_spi_stays_active_until_it_is_enabled)
{
    arrive();
    pass_guest();
    EXPECT_EQ(find(pin), -1);
    EXPECT_TRUE(spi().taken);
    EXPECT_EQ(deactivated(), List{});
    enable();
    pass_guest();
    EXPECT_TRUE(listed_lr().hw);
}

TEST_F(Spi, without_a_free_list_register_waits_active)
{
    g.gicr(GICR_ISENABLER0, 0xf, 4);
    for (unsigned n = 0; n < 4; n++)
        vgic_send_sgi(w.self(), &cpu(), n << 24 | 1u);
    pass_guest();
    enable();
    arrive();
    pass_guest();
    EXPECT_EQ(find(pin), -1);
    EXPECT_EQ(deactivated(), List{});
    handle(0);
    leave();
    pass_guest();
    EXPECT_TRUE(listed_lr().hw);
}

TEST_F(Spi, pushed_out_by_a_higher_priority_stays_active)
{
    listed();
    g.gicr(GICR_IPRIORITYR0, 0x20202020, 4);
    g.gicr(GICR_ISENABLER0, 0xf, 4);
    for (unsigned n = 0; n < 4; n++)
        vgic_send_sgi(w.self(), &cpu(), n << 24 | 1u);
    pass_guest();
    EXPECT_EQ(find(pin), -1);
    EXPECT_TRUE(spi().taken);
    EXPECT_EQ(deactivated(), List{});
}

// ---- without the link ----

TEST_F(SpiInOneListRegister, is_not_linked_and_the_hypervisor_deactivates_it_at_its_end)
{
    listed();
    EXPECT_FALSE(listed_lr().hw);
    EXPECT_TRUE(listed_lr().eoi);
    handle(0);
    leave();
    EXPECT_EQ(deactivated(), List{ pin });
    EXPECT_FALSE(spi().taken);
}

TEST_F(Spi, pended_by_the_guest_is_not_linked)
{
    enable();
    pend();
    pass_guest();
    EXPECT_FALSE(listed_lr().hw);
    handle(static_cast<unsigned>(find(pin)));
    leave();
    EXPECT_EQ(deactivated(), List{});
    EXPECT_EQ(w.counter(PROBE_SPI_HANDLED, 0), 0u);
}

TEST_F(Spi, a_physical_arrival_links_a_pending_list_register)
{
    enable();
    pend();
    pass_guest();
    arrive();
    pass_guest();
    EXPECT_TRUE(listed_lr().hw);
    EXPECT_FALSE(spi().pending);
}

TEST_F(Spi, a_physical_arrival_while_active_is_delivered_after_the_end)
{
    enable();
    pend();
    pass_guest();
    const auto n = static_cast<unsigned>(find(pin));
    acknowledge(n);
    leave();
    arrive();
    pass_guest();
    EXPECT_EQ(state(n), ICH_LR_ACTIVE);
    EXPECT_FALSE(lr(n).hw);
    EXPECT_TRUE(lr(n).eoi); // so that its end is an exit
    eoi(n);
    leave();
    EXPECT_EQ(deactivated(), List{});
    pass_guest();
    EXPECT_TRUE(listed_lr().hw);
}

TEST_F(Spi, pended_by_the_guest_while_a_linked_one_is_active_is_delivered_after_it_without_a_link)
{
    listed();
    const auto n = static_cast<unsigned>(find(pin));
    acknowledge(n);
    leave();
    pend();
    pass_guest();
    EXPECT_EQ(state(n), ICH_LR_ACTIVE); // never pending and active with HW=1
    EXPECT_TRUE(lr(n).hw);
    eoi(n);
    leave();
    pass_guest();
    EXPECT_FALSE(listed_lr().hw);
    EXPECT_EQ(deactivated(), List{});
}

// ---- taken back ----

TEST_F(Spi, clearing_the_pending_bit_deactivates_the_physical_spi)
{
    enable();
    arrive();
    gicd(GIC_ICPENDR + word, mask);
    EXPECT_EQ(deactivated(), List{ pin });
    pass_guest();
    EXPECT_EQ(find(pin), -1);
}

TEST_F(Spi, cleared_in_its_list_register_is_deactivated_at_the_next_entry)
{
    listed();
    gicd(GIC_ICPENDR + word, mask);
    EXPECT_EQ(deactivated(), List{});
    pass_guest();
    EXPECT_EQ(find(pin), -1);
    EXPECT_EQ(deactivated(), List{ pin });
}

TEST_F(Spi, of_no_domain_is_disabled_and_deactivated)
{
    arrive(pin + 1);
    EXPECT_EQ(physical(GIC_ICENABLER + word), mask << 1);
    EXPECT_EQ(deactivated(), List{ pin + 1 });
    EXPECT_EQ(w.counter(PROBE_SPI_ACCEPTED, 0), 0u);
}

TEST_F(Spi, beyond_every_pin_is_disabled_as_well)
{
    arrive(1019);
    EXPECT_EQ(physical(GIC_ICENABLER + 1019 / 32 * 4), 1u << 1019 % 32);
    EXPECT_EQ(deactivated(), List{ 1019 });
}

TEST_F(Spi, the_end_of_the_domain_unlinks_saved_list_registers)
{
    listed();
    vgic_forget_spis(w.self(), &w.dom());
    EXPECT_EQ(deactivated(), List{ pin });
    EXPECT_EQ(bits_get(cpu().vgic->lr[find(pin)], ICH_LR_HW), 0u);
}

TEST_F(Spi, the_end_of_the_domain_disables_and_deactivates_the_spi)
{
    enable();
    arrive();
    vgic_forget_spis(w.self(), &w.dom());
    EXPECT_EQ(physical(GIC_ICENABLER + word), mask);
    EXPECT_EQ(deactivated(), List{ pin });
    arrive(); // it was on its way
    EXPECT_EQ(deactivated(), (List{ pin, pin }));
    EXPECT_FALSE(spi().pending);
}

// ---- elsewhere ----

TEST_F(SpiOfTwoVcpus, a_linked_list_register_moves_with_its_vcpu)
{
    listed();
    save(0, 0);
    load(0, 1);
    enter(0, 1);
    EXPECT_TRUE(listed_lr(1).hw);
    EXPECT_EQ(listed_lr(1).pintid, pin);
    EXPECT_EQ(deactivated(), List{});
    EXPECT_EQ(deactivated(1), List{});
}

TEST_F(SpiOfTwoVcpus, a_new_route_is_copied_to_the_physical_spi)
{
    load(1, 1);
    enable();
    arrive();
    gicd(GICD_IROUTER + 8 * pin, 1, 8);
    EXPECT_EQ(physical(GICD_IROUTER + 8 * pin), 1u);
    pass_guest(0);
    pass_guest(1);
    EXPECT_EQ(find(pin, 0), -1);
    EXPECT_TRUE(listed_lr(1).hw);
}

} // namespace
