// SPDX-License-Identifier: Apache-2.0
// The virtual GIC: from the arrival of a pLPI to the list registers, and to the guest's EOI.
#include "vgic_bench.h"
#include <set>

using namespace fake;

namespace {

TEST_F(Vgic, a_plpi_becomes_a_pending_list_register_at_the_next_entry)
{
    g.bring_up(1);
    receive(0);
    EXPECT_EQ(vlpi(0).place, VIRQ_WAITING);
    enter();
    EXPECT_EQ(w.lr(0), 0x50a0000000002000ull); // pending, group 1, priority 0xa0, vINTID 8192
    EXPECT_EQ(vlpi(0).place, VIRQ_LISTED);
    EXPECT_EQ(w.marked(SIM_STEP_INJECTED), 1u);
}

TEST_F(Vgic, the_guests_eoi_retires_the_vlpi)
{
    g.bring_up(1);
    receive(0);
    enter();
    acknowledge(0);
    eoi(0);
    leave();
    EXPECT_EQ(vlpi(0).place, VIRQ_IDLE);
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 1u);
    EXPECT_EQ(cpu().vgic->used, 0u);
}

TEST_F(Vgic, one_vlpi_takes_its_lock_three_times_from_reception_to_retirement)
{
    g.bring_up(1);
    const unsigned before = w.lock("vgic").takes;
    receive(0);
    enter();
    acknowledge(0);
    leave(); // still active: no lock
    enter();
    eoi(0);
    leave();
    EXPECT_EQ(w.lock("vgic").takes - before, 3u);
}

TEST_F(Vgic, a_second_plpi_while_it_waits_merges)
{
    g.bring_up(1);
    receive(0);
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_MERGED), 1u);
    enter();
    EXPECT_EQ(cpu().vgic->used, 1u);
}

TEST_F(Vgic, a_second_plpi_while_pending_in_the_list_register_merges)
{
    g.bring_up(1);
    receive(0);
    enter();
    leave();
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_MERGED), 1u);
    enter();
    EXPECT_EQ(state(0), ICH_LR_PENDING);
    EXPECT_EQ(cpu().vgic->used, 1u);
}

TEST_F(Vgic, a_second_plpi_while_active_makes_it_pending_and_active)
{
    g.bring_up(1);
    receive(0);
    enter();
    acknowledge(0);
    leave();
    receive(0);
    enter();
    EXPECT_EQ(state(0), ICH_LR_PENDING_ACTIVE);
    eoi(0);
    leave();
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 1u);
    acknowledge(0);
    eoi(0);
    leave();
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 2u);
    EXPECT_EQ(w.marked(SIM_STEP_INJECTED), 2u);
    EXPECT_EQ(vlpi(0).place, VIRQ_IDLE);
}

TEST_F(Vgic, both_eois_of_a_pending_and_active_vlpi_are_counted_at_one_exit)
{
    g.bring_up(1);
    receive(0);
    enter();
    acknowledge(0);
    leave();
    receive(0);
    enter();
    w.lr(0) = bits_put(w.lr(0), ICH_LR_STATE, ICH_LR_INVALID);
    leave();
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 2u);
}

TEST_F(Vgic, an_arrival_between_eoi_and_exit_is_delivered_again)
{
    g.bring_up(1);
    receive(0);
    enter();
    receive(0); // the hypervisor cannot know whether the guest has acknowledged by now
    EXPECT_EQ(w.marked(SIM_STEP_MERGED), 0u);
    acknowledge(0);
    eoi(0);
    leave();
    EXPECT_EQ(vlpi(0).place, VIRQ_WAITING);
    enter();
    EXPECT_EQ(state(0), ICH_LR_PENDING);
    EXPECT_EQ(w.marked(SIM_STEP_INJECTED), 2u);
}

TEST_F(Vgic, an_arrival_while_in_guest_merges_if_the_guest_had_not_acknowledged)
{
    g.bring_up(1);
    receive(0);
    enter();
    receive(0);
    leave();
    enter();
    EXPECT_EQ(state(0), ICH_LR_PENDING);
    EXPECT_EQ(w.marked(SIM_STEP_MERGED), 1u);
    EXPECT_FALSE(vlpi(0).pending);
}

// ---- overflow ----

TEST_F(Vgic, vlpis_beyond_the_list_registers_wait_and_request_underflow_maintenance)
{
    g.bring_up(6);
    for (unsigned n = 0; n < 6; n++)
        receive(n);
    enter();
    EXPECT_EQ(cpu().vgic->used, 0xfu);
    EXPECT_EQ(cpu().vgic->waiting, 2u);
    EXPECT_EQ(hcr(), 3u); // En, UIE
}

TEST_F(Vgic, free_list_registers_are_filled_and_underflow_maintenance_is_off_again)
{
    g.bring_up(6);
    for (unsigned n = 0; n < 6; n++)
        receive(n);
    enter();
    for (unsigned n = 0; n < 3; n++) {
        acknowledge(n);
        eoi(n);
    }
    leave();
    EXPECT_EQ(hcr(), 1u);
    enter();
    EXPECT_EQ(cpu().vgic->waiting, 0u);
    EXPECT_EQ(hcr(), 1u);
    EXPECT_EQ(lr(0).vintid, 8196u);
    EXPECT_EQ(lr(1).vintid, 8197u);
}

TEST_F(Vgic, waiting_vlpis_are_listed_by_priority_and_then_by_arrival)
{
    g.bring_up(8);
    g.set_config(8192 + 7, true, 0x40);
    g.send({ its_cmd_inv(MiniGuest::device, 7) });
    for (unsigned n : { 2u, 1u, 7u, 3u, 0u })
        receive(n);
    enter();
    EXPECT_EQ(lr(0).vintid, 8199u);
    EXPECT_EQ(lr(1).vintid, 8194u);
    EXPECT_EQ(lr(2).vintid, 8193u);
    EXPECT_EQ(lr(3).vintid, 8195u);
}

TEST_F(Vgic, a_higher_priority_takes_the_list_register_of_a_lower_pending_one)
{
    g.bring_up(8);
    g.set_config(8192 + 7, true, 0x40);
    g.send({ its_cmd_inv(MiniGuest::device, 7) });
    for (unsigned n = 0; n < 4; n++)
        receive(n);
    enter();
    acknowledge(0); // active: must stay
    leave();
    receive(7);
    enter();
    EXPECT_EQ(lr(0).vintid, 8192u);
    unsigned found = 0;
    for (unsigned n = 1; n < 4; n++)
        found += lr(n).vintid == 8199u;
    EXPECT_EQ(found, 1u);
    EXPECT_EQ(cpu().vgic->waiting, 1u);
}

class OneListRegister : public Vgic {
protected:
    OneListRegister() : Vgic(8, 1) {}
};

TEST_F(OneListRegister, sets_the_eoi_bit_instead_of_underflow_maintenance)
{
    g.bring_up(2);
    receive(0);
    receive(1);
    enter();
    EXPECT_EQ(w.lr(0) >> 41 & 1, 1u);
    EXPECT_EQ(hcr(), 1u);
    acknowledge(0);
    eoi(0);
    leave();
    EXPECT_EQ(w.lr(0), 0u); // otherwise ICH_EISR would stay set
    enter();
    EXPECT_EQ(lr(0).vintid, 8193u);
}

TEST_F(Vgic, no_vintid_is_in_two_list_registers)
{
    g.bring_up(3);
    for (unsigned round = 0; round < 50; round++) {
        receive(round % 3);
        receive(round * 7 % 3);
        enter();
        std::set<std::uint32_t> seen;
        for (unsigned n = 0; n < w.config.list_registers; n++)
            if (state(n) != ICH_LR_INVALID) {
                EXPECT_TRUE(seen.insert(lr(n).vintid).second) << lr(n).vintid;
            }
        if (state(round % 4) == ICH_LR_PENDING)
            acknowledge(round % 4);
        else if (state(round % 4) != ICH_LR_INVALID)
            eoi(round % 4);
        leave();
    }
}

} // namespace
