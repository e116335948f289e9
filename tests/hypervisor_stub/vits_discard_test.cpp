// SPDX-License-Identifier: Apache-2.0
// The virtual ITS: DISCARD, MOVI and MOVALL on an interrupt in every place where it can be.
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

TEST_F(VitsEvent, discard_of_one_that_waits_takes_it_out_of_the_queue)
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

TEST_F(VitsEvent, what_arrives_after_discard_is_thrown_away)
{
    send(its_cmd_discard(device, 0));
    w.marks.clear();
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_DISCARDED), 1u);
    EXPECT_EQ(cpu().vgic->waiting, 0u);
}

TEST_F(VitsEvent, what_arrives_once_the_event_is_mapped_again_is_delivered)
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

TEST_F(VitsEvent, discard_recalls_one_that_the_guest_has_not_acknowledged)
{
    list(0);
    send(its_cmd_discard(device, 0));
    enter();
    EXPECT_EQ(cpu().vgic->used, 0u);
}

TEST_F(VitsEvent, discard_of_one_in_a_list_register_kicks_its_vcpu_out_of_the_guest)
{
    receive(0);
    enter();
    const unsigned before = w.pes[0].sgis_sent;
    send(its_cmd_discard(device, 0));
    EXPECT_EQ(w.pes[0].sgis_sent, before + 1);
}

TEST_F(VitsEvent, discard_recalls_it_even_if_it_is_mapped_again_before_its_vcpu_runs)
{
    list(0);
    send(its_cmd_discard(device, 0));
    send(its_cmd_mapti(device, 0, vlpi0, 0));
    enter();
    EXPECT_EQ(cpu().vgic->used, 0u);
    EXPECT_FALSE(vlpi(0).pending);
}

TEST_F(VitsEvent, discard_leaves_an_active_one_to_its_eoi)
{
    listed_active(0);
    send(its_cmd_discard(device, 0));
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    eoi(0);
    leave();
    EXPECT_EQ(vlpi(0).place, VIRQ_IDLE);
}

TEST_F(VitsEvent, discard_takes_the_pending_half_of_an_active_one)
{
    listed_pending_active(0);
    send(its_cmd_discard(device, 0));
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    eoi(0);
    leave();
    EXPECT_EQ(cpu().vgic->waiting, 0u);
}

TEST_F(VitsEvent, an_active_vlpi_that_is_given_to_another_event_delivers_that_after_its_eoi)
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

TEST_F(VitsMovi, one_that_waits_goes_along)
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

TEST_F(VitsMovi, a_disabled_one_that_is_pending_goes_along)
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

TEST_F(VitsMovi, one_that_the_guest_has_not_acknowledged_leaves_its_list_register_at_the_next_entry)
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

TEST_F(VitsMovi, one_that_moves_away_and_back_stays_in_its_list_register)
{
    list(0);
    send(its_cmd_movi(device, 0, 1));
    send(its_cmd_movi(device, 0, 0));
    enter();
    EXPECT_EQ(state(0), ICH_LR_PENDING);
    EXPECT_EQ(waiting(1), 0u);
}

TEST_F(VitsMovi, the_pending_half_of_an_active_one_goes_to_the_new_vcpu_after_the_eoi)
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

TEST_F(VitsMovi, what_is_cleared_on_its_way_does_not_arrive)
{
    list(0);
    send(its_cmd_movi(device, 0, 1));
    send(its_cmd_clear(device, 0));
    enter();
    EXPECT_EQ(cpu(0).vgic->used, 0u);
    EXPECT_EQ(waiting(1), 0u);
    EXPECT_EQ(vlpi(0).owner, &cpu(1));
}

TEST_F(VitsMovi, the_old_collection_means_nothing_to_it_afterwards)
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

TEST_F(VitsMovall, what_waits_at_one_vcpu_waits_at_the_other)
{
    receive(0);
    receive(2);
    send(its_cmd_movall(0, 1));
    EXPECT_EQ(waiting(0), 0u);
    EXPECT_EQ(waiting(1), 2u);
    EXPECT_EQ(w.counter(PROBE_VITS_MOVALL, 0), 1u);
}

TEST_F(VitsMovall, what_does_not_pend_stays_where_its_collection_is)
{
    receive(0);
    send(its_cmd_movall(0, 1));
    receive(2);
    EXPECT_EQ(waiting(0), 1u);
    EXPECT_EQ(waiting(1), 1u);
}

TEST_F(VitsMovall, what_pends_elsewhere_is_left_alone)
{
    receive(1);
    ASSERT_EQ(waiting(1), 1u);
    send(its_cmd_movall(0, 1));
    EXPECT_EQ(waiting(1), 1u);
    EXPECT_EQ(waiting(0), 0u);
}

TEST_F(VitsMovall, what_is_listed_leaves_its_list_register_at_the_next_entry)
{
    list(0);
    send(its_cmd_movall(0, 1));
    enter();
    EXPECT_EQ(cpu(0).vgic->used, 0u);
    EXPECT_EQ(waiting(1), 1u);
}

TEST_F(VitsMovall, mapc_brings_it_back_to_its_collection)
{
    receive(0);
    send(its_cmd_movall(0, 1));
    send(its_cmd_mapc(0, 0, true));
    EXPECT_EQ(waiting(0), 1u);
    EXPECT_EQ(waiting(1), 0u);
}

TEST_F(VitsMovall, to_the_same_vcpu_it_changes_nothing)
{
    receive(0);
    send(its_cmd_movall(0, 0));
    EXPECT_EQ(waiting(0), 1u);
}

TEST_F(VitsMovall, of_a_vcpu_that_is_not_there_it_is_refused)
{
    receive(0);
    EXPECT_EQ(g.send({ its_cmd_movall(0, 7), its_cmd_movall(7, 0) }), 2u);
    EXPECT_EQ(waiting(0), 1u);
}

} // namespace
