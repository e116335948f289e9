// SPDX-License-Identifier: Apache-2.0
// The virtual ITS: DISCARD, MOVI and MOVALL of a vLPI that waits, is listed, pending, active, or
// both.
#include "vgic_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;
constexpr std::uint64_t itt = MiniGuest::itt;

// ---- DISCARD ----

TEST_F(VitsEvent, discard_ends_the_mapping)
{
    send(its_cmd_discard(device, 1));
    EXPECT_EQ(w.peek(itt + 8) >> 63, 0u);
    EXPECT_FALSE(vlpi(1).mapped);
    EXPECT_EQ(vlpi(1).lpi, nullptr);
    EXPECT_EQ(plpi(1).vlpi, 0u);
}

TEST_F(VitsEvent, discard_takes_a_waiting_vlpi_out_of_the_queue)
{
    receive(0);
    w.marks.clear();
    send(its_cmd_discard(device, 0));
    EXPECT_EQ(cpu().vgic->waiting, 0u);
    EXPECT_EQ(w.marked(SIM_STEP_DISCARDED), 1u);
}

TEST_F(VitsEvent, a_second_discard_is_refused)
{
    EXPECT_EQ(g.send({ its_cmd_discard(device, 0), its_cmd_discard(device, 0) }), 1u);
}

TEST_F(VitsEvent, an_arrival_after_discard_is_discarded)
{
    send(its_cmd_discard(device, 0));
    w.marks.clear();
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_DISCARDED), 1u);
    EXPECT_EQ(cpu().vgic->waiting, 0u);
}

TEST_F(VitsEvent, an_arrival_after_the_event_is_mapped_again_is_delivered)
{
    send(its_cmd_discard(device, 0));
    send(its_cmd_mapti(device, 0, vlpi0, 0));
    EXPECT_EQ(plpi(0).vlpi, vlpi0);
    list(0);
    EXPECT_EQ(find(vlpi0), 0);
}

TEST_F(VitsEvent, a_discarded_event_may_be_mapped_to_another_vlpi_and_its_vlpi_to_another_event)
{
    send(its_cmd_discard(device, 0));
    send(its_cmd_discard(device, 1));
    send(its_cmd_mapti(device, 0, vlpi0 + 1, 0));
    send(its_cmd_mapti(device, 1, vlpi0, 0));
    EXPECT_EQ(plpi(0).vlpi, vlpi0 + 1);
    EXPECT_EQ(plpi(1).vlpi, vlpi0);
}

TEST_F(VitsEvent, discard_recalls_a_vlpi_that_the_guest_has_not_acknowledged)
{
    list(0);
    send(its_cmd_discard(device, 0));
    enter();
    EXPECT_EQ(cpu().vgic->used, 0u);
}

TEST_F(VitsEvent, discard_of_a_listed_vlpi_kicks_its_vcpu_out_of_the_guest)
{
    receive(0);
    enter();
    const unsigned before = w.pes[0].sgis_sent;
    send(its_cmd_discard(device, 0));
    EXPECT_EQ(w.pes[0].sgis_sent, before + 1);
}

TEST_F(VitsEvent, discard_recalls_a_vlpi_that_is_mapped_again_before_its_vcpu_runs)
{
    list(0);
    send(its_cmd_discard(device, 0));
    send(its_cmd_mapti(device, 0, vlpi0, 0));
    enter();
    EXPECT_EQ(cpu().vgic->used, 0u);
    EXPECT_FALSE(vlpi(0).pending);
}

TEST_F(VitsEvent, discard_leaves_an_active_vlpi_to_its_eoi)
{
    listed_active(0);
    send(its_cmd_discard(device, 0));
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    eoi(0);
    leave();
    EXPECT_EQ(vlpi(0).place, VIRQ_IDLE);
}

TEST_F(VitsEvent, discard_takes_the_pending_half_of_an_active_vlpi)
{
    listed_pending_active(0);
    send(its_cmd_discard(device, 0));
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    eoi(0);
    leave();
    EXPECT_EQ(cpu().vgic->waiting, 0u);
}

TEST_F(VitsEvent, an_active_vlpi_that_is_mapped_to_another_event_becomes_pending_and_active_by_it)
{
    listed_active(0);
    send(its_cmd_discard(device, 0));
    send(its_cmd_discard(device, 1));
    send(its_cmd_mapti(device, 1, vlpi0, 0));
    receive(1);
    enter();
    EXPECT_EQ(state(0), ICH_LR_PENDING_ACTIVE);
}

TEST_F(VitsEvent, discard_in_an_unmapped_collection_keeps_the_entry_and_the_mapping)
{
    send(its_cmd_mapc(0, 0, false));
    EXPECT_EQ(g.send({ its_cmd_discard(device, 0) }), 1u);
    EXPECT_EQ(w.peek(itt) >> 63, 1u);
    EXPECT_EQ(plpi(0).vlpi, vlpi0);
}

// ---- MOVI ----

class VitsMovi : public TwoVcpus {
protected:
    VitsMovi() { g.bring_up(4); } // even events in collection 0, at vCPU 0
    void send(const its_cmd& command) { EXPECT_EQ(g.send({ command }), 0u); }
    unsigned waiting(unsigned v) { return cpu(v).vgic->waiting; }
};

TEST_F(VitsMovi, an_arrival_goes_to_the_new_vcpu)
{
    send(its_cmd_movi(device, 0, 1));
    receive(0);
    EXPECT_EQ(waiting(0), 0u);
    EXPECT_EQ(waiting(1), 1u);
}

TEST_F(VitsMovi, writes_the_new_collection_into_the_entry)
{
    const std::uint64_t before = w.peek(itt);
    send(its_cmd_movi(device, 0, 1));
    EXPECT_EQ(its_ite_load(w.peek(itt)).icid, 1u);
    send(its_cmd_movi(device, 0, 0));
    EXPECT_EQ(w.peek(itt), before);
}

TEST_F(VitsMovi, takes_a_waiting_vlpi_along)
{
    receive(0);
    send(its_cmd_movi(device, 0, 1));
    EXPECT_EQ(waiting(0), 0u);
    EXPECT_EQ(waiting(1), 1u);
}

TEST_F(VitsMovi, to_a_collection_of_the_same_vcpu_leaves_it_waiting_there)
{
    send(its_cmd_mapc(2, 0, true));
    receive(0);
    send(its_cmd_movi(device, 0, 2));
    EXPECT_EQ(waiting(0), 1u);
}

TEST_F(VitsMovi, takes_a_disabled_pending_vlpi_along)
{
    g.set_config(vlpi0, false);
    send(its_cmd_inv(device, 0));
    receive(0);
    send(its_cmd_movi(device, 0, 1));
    g.set_config(vlpi0, true);
    send(its_cmd_inv(device, 0));
    EXPECT_EQ(waiting(0), 0u);
    EXPECT_EQ(waiting(1), 1u);
}

TEST_F(VitsMovi, takes_a_listed_vlpi_along_at_the_next_entry)
{
    list(0);
    send(its_cmd_movi(device, 0, 1));
    EXPECT_EQ(waiting(1), 0u);
    enter();
    EXPECT_EQ(cpu(0).vgic->used, 0u);
    EXPECT_EQ(waiting(1), 1u);
}

TEST_F(VitsMovi, kicks_the_old_vcpu_out_of_its_guest)
{
    receive(0);
    enter();
    const unsigned before = w.pes[0].sgis_sent;
    send(its_cmd_movi(device, 0, 1));
    EXPECT_EQ(w.pes[0].sgis_sent, before + 1);
}

TEST_F(VitsMovi, away_and_back_leaves_a_vlpi_in_its_list_register)
{
    list(0);
    send(its_cmd_movi(device, 0, 1));
    send(its_cmd_movi(device, 0, 0));
    enter();
    EXPECT_EQ(state(0), ICH_LR_PENDING);
    EXPECT_EQ(waiting(1), 0u);
}

TEST_F(VitsMovi, takes_the_pending_half_of_an_active_vlpi_along_after_the_eoi)
{
    list(0);
    acknowledge(0);
    leave();
    list(0);
    send(its_cmd_movi(device, 0, 1));
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    EXPECT_TRUE(lr(0).eoi);
    EXPECT_EQ(waiting(1), 0u);
    eoi(0);
    leave();
    EXPECT_EQ(waiting(0), 0u);
    EXPECT_EQ(waiting(1), 1u);
}

TEST_F(VitsMovi, does_not_deliver_a_listed_vlpi_that_is_cleared_before_it_moves)
{
    list(0);
    send(its_cmd_movi(device, 0, 1));
    send(its_cmd_clear(device, 0));
    enter();
    EXPECT_EQ(cpu(0).vgic->used, 0u);
    EXPECT_EQ(waiting(1), 0u);
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
}

TEST_F(VitsMovi, frees_the_event_from_its_old_collection)
{
    send(its_cmd_movi(device, 0, 1));
    send(its_cmd_mapc(0, 0, false));
    receive(0);
    EXPECT_EQ(waiting(1), 1u);
    send(its_cmd_mapc(1, 0, true));
    EXPECT_EQ(waiting(0), 1u);
}

// ---- MOVALL ----

using VitsMovall = VitsMovi;

TEST_F(VitsMovall, moves_the_waiting_vlpis_of_one_vcpu_to_the_other)
{
    receive(0);
    receive(2);
    send(its_cmd_movall(0, 1));
    EXPECT_EQ(waiting(0), 0u);
    EXPECT_EQ(waiting(1), 2u);
    EXPECT_EQ(w.counter(PROBE_VITS_MOVALL, 0), 1u);
}

TEST_F(VitsMovall, leaves_vlpis_that_do_not_pend_with_their_collection)
{
    receive(0);
    send(its_cmd_movall(0, 1));
    receive(2);
    EXPECT_EQ(waiting(0), 1u);
    EXPECT_EQ(waiting(1), 1u);
}

TEST_F(VitsMovall, leaves_vlpis_that_pend_at_another_vcpu)
{
    receive(1);
    ASSERT_EQ(waiting(1), 1u);
    send(its_cmd_movall(0, 1));
    EXPECT_EQ(waiting(1), 1u);
    EXPECT_EQ(waiting(0), 0u);
}

TEST_F(VitsMovall, moves_a_listed_vlpi_at_the_next_entry)
{
    list(0);
    send(its_cmd_movall(0, 1));
    enter();
    EXPECT_EQ(cpu(0).vgic->used, 0u);
    EXPECT_EQ(waiting(1), 1u);
}

TEST_F(VitsMovall, is_undone_by_a_mapc_of_the_collection)
{
    receive(0);
    send(its_cmd_movall(0, 1));
    send(its_cmd_mapc(0, 0, true));
    EXPECT_EQ(waiting(0), 1u);
    EXPECT_EQ(waiting(1), 0u);
}

TEST_F(VitsMovall, to_the_same_vcpu_changes_nothing)
{
    receive(0);
    send(its_cmd_movall(0, 0));
    EXPECT_EQ(waiting(0), 1u);
}

TEST_F(VitsMovall, of_a_vcpu_that_does_not_exist_is_refused)
{
    receive(0);
    EXPECT_EQ(g.send({ its_cmd_movall(0, 7), its_cmd_movall(7, 0) }), 2u);
    EXPECT_EQ(waiting(0), 1u);
}

} // namespace
