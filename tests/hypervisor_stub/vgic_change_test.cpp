// SPDX-License-Identifier: Apache-2.0
// The virtual GIC: enabling, disabling, unmapping and moving an interrupt while it waits, is
// listed, pending, active, or both.
#include "vgic_bench.h"

using namespace fake;

namespace {

// ---- enable ----

TEST_F(Vgic, S49_a_disabled_vlpi_pends_once)
{
    g.bring_up(1, false);
    receive(0);
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_PENDED), 1u);
    EXPECT_EQ(w.marked(SIM_STEP_MERGED), 1u);
    enter();
    EXPECT_EQ(cpu().vgic->used, 0u);
}

TEST_F(Vgic, disabling_takes_a_waiting_vlpi_out_of_the_queue)
{
    g.bring_up(1);
    receive(0);
    g.set_config(8192, false);
    g.send({ its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_EQ(cpu().vgic->waiting, 0u);
    EXPECT_TRUE(vlpi(0).pending);
}

TEST_F(Vgic, disabling_takes_a_pending_vlpi_out_of_its_list_register)
{
    g.bring_up(1);
    receive(0);
    enter();
    leave();
    g.set_config(8192, false);
    g.send({ its_cmd_inv(MiniGuest::device, 0) });
    enter();
    EXPECT_EQ(w.lr(0), 0u);
    EXPECT_TRUE(vlpi(0).pending);
    EXPECT_EQ(vlpi(0).place, VIRQ_IDLE);
}

TEST_F(Vgic, disabling_a_listed_vlpi_kicks_a_vcpu_in_its_guest)
{
    g.bring_up(1);
    receive(0);
    enter();
    const unsigned before = w.pes[0].sgis_sent;
    g.set_config(8192, false);
    g.send({ its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_EQ(w.pes[0].sgis_sent, before + 1);
    g.send({ its_cmd_inv(MiniGuest::device, 0) }); // changes nothing
    EXPECT_EQ(w.pes[0].sgis_sent, before + 1);
}

TEST_F(Vgic, disabling_takes_the_pending_half_of_an_active_vlpi_out_of_its_list_register)
{
    g.bring_up(1);
    list(0);
    acknowledge(0);
    leave();
    list(0);
    EXPECT_EQ(state(0), ICH_LR_PENDING_ACTIVE);
    g.set_config(8192, false);
    g.send({ its_cmd_inv(MiniGuest::device, 0) });
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    EXPECT_TRUE(vlpi(0).pending);
}

TEST_F(Vgic, enabling_an_active_and_pending_vlpi_lists_it_at_the_next_entry)
{
    g.bring_up(1);
    list(0);
    acknowledge(0);
    leave();
    g.set_config(8192, false);
    g.send({ its_cmd_inv(MiniGuest::device, 0) });
    list(0);
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    g.set_config(8192, true);
    g.send({ its_cmd_inv(MiniGuest::device, 0) });
    enter();
    EXPECT_EQ(state(0), ICH_LR_PENDING_ACTIVE);
}

TEST_F(Vgic, unmapping_clears_a_pending_vlpi)
{
    g.bring_up(1);
    receive(0);
    g.send({ its_cmd_mapd(MiniGuest::device, 1, 0, false) });
    enter();
    EXPECT_EQ(cpu().vgic->used, 0u);
    EXPECT_FALSE(vlpi(0).pending);
}

TEST_F(Vgic, with_the_distributor_off_nothing_is_listed)
{
    g.bring_up(1);
    w.dom().vgic->group1_enabled = false;
    receive(0);
    enter();
    EXPECT_EQ(cpu().vgic->used, 0u);
    leave();
    w.dom().vgic->group1_enabled = true;
    enter();
    EXPECT_EQ(cpu().vgic->used, 1u);
}

TEST_F(Vgic, an_arrival_for_an_unmapped_collection_is_discarded)
{
    g.bring_up(1);
    g.send({ its_cmd_mapc(0, 0, false) });
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_DISCARDED), 1u);
    EXPECT_EQ(cpu().vgic->waiting, 0u);
}

// ---- several vCPUs ----

TEST_F(TwoVcpus, a_waiting_vlpi_moves_with_its_collection)
{
    g.bring_up(1);
    receive(0);
    EXPECT_EQ(cpu(0).vgic->waiting, 1u);
    g.send({ its_cmd_mapc(0, 1, true) });
    EXPECT_EQ(cpu(0).vgic->waiting, 0u);
    EXPECT_EQ(cpu(1).vgic->waiting, 1u);
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
}

TEST_F(TwoVcpus, an_active_vlpi_moves_after_its_eoi)
{
    g.bring_up(1);
    list(0);
    acknowledge(0);
    leave();
    g.send({ its_cmd_mapc(0, 1, true) });
    enter();
    EXPECT_EQ(vlpi(0).owner, &cpu(0));
    EXPECT_FALSE(lr(0).eoi) << "no arrival waits for the EOI";
    eoi(0);
    leave();
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
}

TEST_F(TwoVcpus, an_arrival_for_an_active_vlpi_that_moves_waits_for_its_eoi)
{
    g.bring_up(1);
    list(0);
    acknowledge(0);
    leave();
    g.send({ its_cmd_mapc(0, 1, true) });
    receive(0);
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    EXPECT_TRUE(lr(0).eoi) << "the EOI must lead to an exit";
    EXPECT_EQ(cpu(1).vgic->waiting, 0u);
    eoi(0);
    leave();
    EXPECT_EQ(cpu(1).vgic->waiting, 1u);
}

TEST_F(TwoVcpus, a_vlpi_disabled_in_its_list_register_moves_with_its_collection)
{
    g.bring_up(1);
    receive(0);
    enter();
    leave();
    g.set_config(8192, false);
    g.send({ its_cmd_inv(MiniGuest::device, 0), its_cmd_mapc(0, 1, true) });
    enter(); // takes it back out of the list register
    EXPECT_EQ(cpu(0).vgic->used, 0u);
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
    g.set_config(8192, true);
    g.send({ its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_EQ(cpu(0).vgic->waiting, 0u);
    EXPECT_EQ(cpu(1).vgic->waiting, 1u);
}

TEST_F(TwoVcpus, pending_vlpis_leave_their_list_registers_with_their_collection)
{
    g.bring_up(8); // even ones to vCPU 0
    for (unsigned n : { 0u, 2u, 4u, 6u })
        receive(n);
    enter();
    leave();
    g.send({ its_cmd_mapc(0, 1, true) });
    enter();
    EXPECT_EQ(cpu(0).vgic->used, 0u);
    EXPECT_EQ(cpu(1).vgic->waiting, 4u);
}

} // namespace
