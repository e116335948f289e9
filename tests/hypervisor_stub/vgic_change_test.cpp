// SPDX-License-Identifier: Apache-2.0
// The virtual GIC: what becomes of an interrupt that is enabled, disabled, unmapped or moved,
// wherever it is at that moment.
#include "vgic_bench.h"

using namespace fake;

namespace {

// ---- enable ----

TEST_F(Vgic, S49_ADisabledOneIsRememberedOnce)
{
    g.bring_up(1, false);
    receive(0);
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_PENDED), 1u);
    EXPECT_EQ(w.marked(SIM_STEP_MERGED), 1u);
    enter();
    EXPECT_EQ(cpu().vgic->used, 0u);
}

TEST_F(Vgic, DisablingTakesAWaitingOneOutOfTheQueue)
{
    g.bring_up(1);
    receive(0);
    g.set_config(8192, false);
    g.send({ its_cmd_inv(MiniGuest::device, 0) });
    EXPECT_EQ(cpu().vgic->waiting, 0u);
    EXPECT_TRUE(vlpi(0).pending);
}

TEST_F(Vgic, DisablingTakesAPendingOneOutOfItsListRegister)
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

TEST_F(Vgic, DisablingOneThatIsInItsGuestKicksIt)
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

TEST_F(Vgic, DisablingTakesThePendingHalfOfAnActiveOneOutOfItsListRegister)
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

TEST_F(Vgic, EnablingAnActiveOneThatIsPendingListsItAtTheNextEntry)
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

TEST_F(Vgic, UnmappingForgetsAPendingOne)
{
    g.bring_up(1);
    receive(0);
    g.send({ its_cmd_mapd(MiniGuest::device, 1, 0, false) });
    enter();
    EXPECT_EQ(cpu().vgic->used, 0u);
    EXPECT_FALSE(vlpi(0).pending);
}

TEST_F(Vgic, WithTheDistributorOffNothingIsListed)
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

TEST_F(Vgic, AnUnmappedCollectionDiscards)
{
    g.bring_up(1);
    g.send({ its_cmd_mapc(0, 0, false) });
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_DISCARDED), 1u);
    EXPECT_EQ(cpu().vgic->waiting, 0u);
}

// ---- several vCPUs ----

TEST_F(TwoVcpus, AWaitingOneMovesWithItsCollection)
{
    g.bring_up(1);
    receive(0);
    EXPECT_EQ(cpu(0).vgic->waiting, 1u);
    g.send({ its_cmd_mapc(0, 1, true) });
    EXPECT_EQ(cpu(0).vgic->waiting, 0u);
    EXPECT_EQ(cpu(1).vgic->waiting, 1u);
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
}

TEST_F(TwoVcpus, AnActiveOneMovesAfterItsEoi)
{
    g.bring_up(1);
    list(0);
    acknowledge(0);
    leave();
    g.send({ its_cmd_mapc(0, 1, true) });
    enter();
    EXPECT_EQ(vlpi(0).owner, &cpu(0));
    EXPECT_FALSE(lr(0).eoi) << "nothing waits for it";
    eoi(0);
    leave();
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
}

TEST_F(TwoVcpus, WhatComesForAnActiveOneThatMovesWaitsForItsEoi)
{
    g.bring_up(1);
    list(0);
    acknowledge(0);
    leave();
    g.send({ its_cmd_mapc(0, 1, true) });
    receive(0);
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    EXPECT_TRUE(lr(0).eoi) << "nobody else would notice";
    EXPECT_EQ(cpu(1).vgic->waiting, 0u);
    eoi(0);
    leave();
    EXPECT_EQ(cpu(1).vgic->waiting, 1u);
}

TEST_F(TwoVcpus, APendingOneThatIsDisabledInItsListRegisterMovesWithItsCollection)
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

TEST_F(TwoVcpus, PendingOnesLeaveTheirListRegistersWithTheirCollection)
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
