// SPDX-License-Identifier: Apache-2.0
// A priority that the guest changes while the interrupt is in a list register.
#include "guest_cpu.h"
#include "spi_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;

class Priority : public Spi {
protected:
    Priority()
    {
        g.bring_up(4);
        guest.set_vmcr(GuestCpu::vmcr);
        w.marks.clear();
    }
    void set_priority(unsigned event, std::uint8_t priority)
    {
        g.set_config(vlpi0 + event, true, priority);
        g.send({ its_cmd_inv(device, event) });
    }
    std::uint8_t priority_of(std::uint32_t intid)
    {
        return lr(static_cast<unsigned>(find(intid))).priority;
    }
    unsigned kicks() const { return w.pes[0].sgis_sent; }
    void list(unsigned event)
    {
        receive(event);
        pass_guest();
    }
    GuestCpu guest{ w };
};

TEST_F(Priority, of_a_pending_vlpi_is_written_back_at_the_next_entry)
{
    list(0);
    set_priority(0, 0x40);
    enter();
    EXPECT_EQ(priority_of(vlpi0), 0x40);
    EXPECT_EQ(state(0), ICH_LR_PENDING);
}

TEST_F(Priority, is_written_back_by_invall_as_well)
{
    list(0);
    g.set_config(vlpi0, true, 0x40);
    g.send({ its_cmd_invall(0) });
    enter();
    EXPECT_EQ(priority_of(vlpi0), 0x40);
}

TEST_F(Priority, decides_which_of_two_listed_vlpis_comes_first)
{
    receive(0);
    receive(1);
    pass_guest();
    set_priority(1, 0x40);
    enter();
    EXPECT_EQ(guest.acknowledge(), vlpi0 + 1);
}

TEST_F(Priority, kicks_a_vcpu_that_is_in_its_guest)
{
    receive(0);
    enter();
    const unsigned before = kicks();
    set_priority(0, 0x40);
    EXPECT_EQ(kicks(), before + 1);
    set_priority(0, 0x40); // no change
    set_priority(0, 0x44); // no change of the upper 5 bits
    EXPECT_EQ(kicks(), before + 1);
}

TEST_F(Priority, that_is_lowered_makes_room_for_a_higher_one)
{
    for (unsigned n = 0; n < 4; n++)
        receive(n);
    pass_guest();
    g.gicr(GICR_IPRIORITYR0 + 3, 0xa8, 1);
    g.gicr(GICR_ISENABLER0, 1u << 3, 4);
    vgic_inject_private(w.masked_self(), &cpu(), 3);
    pass_guest();
    ASSERT_EQ(find(3), -1);
    set_priority(2, 0xc0);
    enter();
    EXPECT_GE(find(3), 0);
    EXPECT_EQ(vlpi(2).place, VIRQ_WAITING);
}

TEST_F(Priority, of_an_active_vlpi_stays_until_its_eoi)
{
    receive(0);
    enter();
    ASSERT_EQ(guest.acknowledge(), vlpi0);
    leave();
    set_priority(0, 0x40);
    enter();
    EXPECT_EQ(priority_of(vlpi0), 0xa0);
    guest.end(vlpi0);
    leave();
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 1u);
    list(0);
    EXPECT_EQ(priority_of(vlpi0), 0x40);
}

TEST_F(Priority,
       of_a_pending_half_takes_it_out_of_the_list_register_until_the_active_half_has_ended)
{
    receive(0);
    enter();
    ASSERT_EQ(guest.acknowledge(), vlpi0);
    leave();
    list(0);
    ASSERT_EQ(state(0), ICH_LR_PENDING_ACTIVE);
    set_priority(0, 0x40);
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    EXPECT_TRUE(lr(0).eoi) << "the EOI must lead to an exit";
    guest.end(vlpi0);
    EXPECT_TRUE(guest.asks_for_maintenance());
    leave();
    enter();
    EXPECT_EQ(priority_of(vlpi0), 0x40);
    EXPECT_EQ(state(0), ICH_LR_PENDING);
}

TEST_F(Priority, of_an_sgi_is_written_back)
{
    g.gicr(GICR_IPRIORITYR0 + 3, 0xa0, 1);
    g.gicr(GICR_ISENABLER0, 1u << 3, 4);
    vgic_inject_private(w.masked_self(), &cpu(), 3);
    enter();
    const unsigned before = kicks();
    g.gicr(GICR_IPRIORITYR0 + 3, 0x40, 1);
    EXPECT_EQ(kicks(), before + 1);
    leave();
    enter();
    EXPECT_EQ(priority_of(3), 0x40);
}

TEST_F(Priority, of_an_spi_is_written_back)
{
    enable();
    arrive();
    enter();
    const unsigned before = kicks();
    gicd(GIC_IPRIORITYR + pin, 0x40, 1);
    EXPECT_EQ(kicks(), before + 1);
    leave();
    enter();
    EXPECT_EQ(listed_lr().priority, 0x40);
    EXPECT_TRUE(listed_lr().hw);
}

} // namespace
