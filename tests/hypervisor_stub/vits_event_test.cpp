// SPDX-License-Identifier: Apache-2.0
// The virtual ITS: INT and CLEAR of a vLPI that waits, is listed, pending, active, or both; MAPI;
// and storms that end with such commands.
#include "vgic_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;
constexpr std::uint64_t itt = MiniGuest::itt;

TEST_F(VitsEvent, each_command_is_counted_under_its_name)
{
    g.send({ its_cmd_mapi(device, 1, 0), its_cmd_movi(device, 0, 0), its_cmd_int(device, 0),
             its_cmd_clear(device, 0), its_cmd_discard(device, 0) });
    for (unsigned row :
         { PROBE_VITS_MAPI, PROBE_VITS_MOVI, PROBE_VITS_INT, PROBE_VITS_CLEAR, PROBE_VITS_DISCARD })
        EXPECT_EQ(w.counter(row, 0), 1u) << row;
}

TEST_F(VitsEvent, event_commands_cause_no_host_command)
{
    w.commands.clear();
    g.send({ its_cmd_movi(device, 0, 0), its_cmd_int(device, 0), its_cmd_clear(device, 0),
             its_cmd_discard(device, 0) });
    EXPECT_TRUE(w.commands.empty());
}

// ---- INT ----

TEST_F(VitsEvent, int_delivers_the_vlpi_of_its_event)
{
    send(its_cmd_int(device, 2));
    enter();
    EXPECT_EQ(lr(0).vintid, vlpi0 + 2);
    EXPECT_EQ(state(0), ICH_LR_PENDING);
}

TEST_F(VitsEvent, int_is_an_arrival_without_a_plpi)
{
    w.marks.clear();
    send(its_cmd_int(device, 0));
    ASSERT_EQ(w.marks.size(), 2u);
    EXPECT_EQ(w.marks[0].step, SIM_STEP_RECEIVED);
    EXPECT_EQ(w.marks[1].step, SIM_STEP_QUEUED);
    for (const Mark& mark : w.marks) {
        EXPECT_EQ(mark.vlpi, vlpi0);
        EXPECT_EQ(mark.plpi, 0u);
    }
}

TEST_F(VitsEvent, int_needs_no_plpi_behind_its_event)
{
    g.set_config(vlpi0 + 100, true);
    send(its_cmd_mapti(device, 100, vlpi0 + 100, 0));
    send(its_cmd_int(device, 100));
    EXPECT_EQ(cpu().vgic->waiting, 1u);
}

TEST_F(VitsEvent, int_of_a_waiting_vlpi_merges)
{
    receive(0);
    w.marks.clear();
    send(its_cmd_int(device, 0));
    EXPECT_EQ(w.marked(SIM_STEP_MERGED), 1u);
    EXPECT_EQ(cpu().vgic->waiting, 1u);
}

TEST_F(VitsEvent, int_of_an_active_vlpi_makes_it_pending_and_active)
{
    listed_active(0);
    send(its_cmd_int(device, 0));
    enter();
    EXPECT_EQ(state(0), ICH_LR_PENDING_ACTIVE);
}

TEST_F(VitsEvent, int_of_a_disabled_vlpi_makes_it_pending)
{
    g.set_config(vlpi0, false);
    send(its_cmd_inv(device, 0));
    send(its_cmd_int(device, 0));
    EXPECT_EQ(w.marked(SIM_STEP_PENDED), 1u);
    EXPECT_TRUE(vlpi(0).pending);
}

TEST_F(VitsEvent, a_full_ring_of_ints_is_one_delivery)
{
    w.marks.clear();
    EXPECT_EQ(g.send(std::vector<its_cmd>(127, its_cmd_int(device, 0))), 0u);
    EXPECT_EQ(w.marked(SIM_STEP_QUEUED), 1u);
    EXPECT_EQ(w.marked(SIM_STEP_MERGED), 126u);
    enter();
    EXPECT_EQ(cpu().vgic->used, 1u);
}

TEST_F(VitsEvent, ints_to_a_vcpu_in_its_guest_kick_it_once)
{
    enter();
    const unsigned before = w.pes[0].sgis_sent;
    EXPECT_EQ(g.send(std::vector<its_cmd>(127, its_cmd_int(device, 0))), 0u);
    EXPECT_EQ(w.pes[0].sgis_sent, before + 1);
}

// ---- CLEAR ----

TEST_F(VitsEvent, clear_takes_a_waiting_vlpi_out_of_the_queue)
{
    send(its_cmd_int(device, 0));
    w.marks.clear();
    send(its_cmd_clear(device, 0));
    EXPECT_EQ(cpu().vgic->waiting, 0u);
    EXPECT_FALSE(vlpi(0).pending);
    EXPECT_EQ(w.marked(SIM_STEP_DISCARDED), 1u);
}

TEST_F(VitsEvent, clear_of_a_vlpi_that_is_not_pending_changes_nothing)
{
    w.marks.clear();
    send(its_cmd_clear(device, 0));
    EXPECT_TRUE(w.marks.empty());
    receive(0);
    EXPECT_EQ(cpu().vgic->waiting, 1u);
}

TEST_F(VitsEvent, clear_of_a_disabled_vlpi_ends_its_pending_state)
{
    g.set_config(vlpi0, false);
    send(its_cmd_inv(device, 0));
    receive(0);
    send(its_cmd_clear(device, 0));
    g.set_config(vlpi0, true);
    send(its_cmd_inv(device, 0));
    EXPECT_EQ(cpu().vgic->waiting, 0u);
}

TEST_F(VitsEvent, clear_recalls_a_vlpi_that_the_guest_has_not_acknowledged)
{
    list(0);
    w.marks.clear();
    send(its_cmd_clear(device, 0));
    enter();
    EXPECT_EQ(find(vlpi0), -1);
    EXPECT_EQ(cpu().vgic->used, 0u);
    EXPECT_EQ(vlpi(0).place, VIRQ_IDLE);
    EXPECT_EQ(w.marked(SIM_STEP_DISCARDED), 1u);
}

TEST_F(VitsEvent, clear_leaves_an_active_vlpi_to_its_eoi)
{
    listed_active(0);
    send(its_cmd_clear(device, 0));
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    eoi(0);
    leave();
    EXPECT_EQ(w.marked(SIM_STEP_RETIRED), 1u);
    EXPECT_EQ(cpu().vgic->waiting, 0u);
}

TEST_F(VitsEvent, clear_takes_the_pending_half_of_an_active_vlpi)
{
    listed_pending_active(0);
    send(its_cmd_clear(device, 0));
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
}

TEST_F(VitsEvent, clear_of_a_listed_vlpi_kicks_its_vcpu_out_of_the_guest)
{
    receive(0);
    enter();
    const unsigned before = w.pes[0].sgis_sent;
    send(its_cmd_clear(device, 0));
    EXPECT_EQ(w.pes[0].sgis_sent, before + 1);
}

TEST_F(VitsEvent, clear_is_too_late_for_a_vlpi_that_the_guest_acknowledges_before_its_exit)
{
    receive(0);
    enter();
    send(its_cmd_clear(device, 0));
    acknowledge(0);
    leave();
    enter();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
}

TEST_F(VitsEvent, an_arrival_between_a_clear_and_its_recall_is_delivered)
{
    list(0);
    w.marks.clear();
    send(its_cmd_clear(device, 0));
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_QUEUED), 1u) << "it does not merge with the vLPI to be recalled";
    enter();
    EXPECT_EQ(state(0), ICH_LR_PENDING);
    EXPECT_EQ(w.marked(SIM_STEP_DISCARDED), 1u);
    EXPECT_EQ(w.marked(SIM_STEP_INJECTED), 1u);
}

TEST_F(VitsEvent, a_recall_ends_with_the_eoi_of_its_vlpi)
{
    receive(0);
    enter();
    send(its_cmd_clear(device, 0));
    handle(0);
    leave();
    list(0);
    w.marks.clear();
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_MERGED), 1u) << "the next arrival is not recalled";
}

TEST_F(VitsEvent, a_recall_of_an_active_vlpi_is_over_at_the_next_entry)
{
    listed_active(0);
    send(its_cmd_clear(device, 0));
    enter();
    leave();
    list(0);
    EXPECT_EQ(state(0), ICH_LR_PENDING_ACTIVE);
    w.marks.clear();
    receive(0);
    EXPECT_EQ(w.marked(SIM_STEP_MERGED), 1u);
}

// ---- MAPI ----

TEST_F(VitsEvent, mapi_maps_an_event_to_the_vlpi_of_its_own_number)
{
    g.set_config(8200, true);
    send(its_cmd_mapd(device + 1, 14, itt + 0x1000, true));
    send(its_cmd_mapi(device + 1, 8200, 0));
    EXPECT_EQ(w.peek(itt + 0x1000 + 8 * 8200), bit(63) | 8200);
    send(its_cmd_int(device + 1, 8200));
    enter();
    EXPECT_EQ(find(8200), 0);
}

// ---- with storm detection ----

class VitsStorm : public testing::Test, public Bench {
protected:
    VitsStorm() : Bench(machine()) { g.bring_up(1); }
    static Config machine()
    {
        Config c;
        c.knobs = { { "storm.detect", 1 } };
        return c;
    }
    void storm()
    {
        receive(0);
        receive(0);
        ASSERT_FALSE(is_enabled(plpi(0)));
    }
};

TEST_F(VitsStorm, ints_are_no_storm)
{
    g.send(std::vector<its_cmd>(100, its_cmd_int(device, 0)));
    EXPECT_EQ(w.counter(PROBE_STORM_DETECTIONS, 0), 0u);
    EXPECT_EQ(plpi(0).in_flight.total, 0u);
}

TEST_F(VitsStorm, clear_enables_the_plpi_again_because_no_eoi_will_come)
{
    storm();
    g.send({ its_cmd_clear(device, 0) });
    EXPECT_TRUE(is_enabled(plpi(0)));
}

TEST_F(VitsStorm, a_recall_enables_the_plpi_again_because_no_eoi_will_come)
{
    receive(0);
    enter();
    leave();
    receive(0);
    ASSERT_FALSE(is_enabled(plpi(0)));
    g.send({ its_cmd_clear(device, 0) });
    EXPECT_FALSE(is_enabled(plpi(0))) << "the guest may acknowledge it yet";
    enter();
    EXPECT_TRUE(is_enabled(plpi(0)));
    EXPECT_EQ(plpi(0).in_flight.total, 0u);
}

TEST_F(VitsStorm, a_vlpi_disabled_in_its_list_register_keeps_its_plpi_disabled)
{
    receive(0);
    enter();
    leave();
    receive(0);
    g.set_config(vlpi0, false);
    g.send({ its_cmd_inv(device, 0) });
    enter();
    EXPECT_EQ(cpu().vgic->used, 0u);
    EXPECT_FALSE(is_enabled(plpi(0))) << "the guest has not handled the vLPI";
}

TEST_F(VitsStorm, clear_of_an_active_vlpi_leaves_its_plpi_to_the_eoi)
{
    receive(0);
    enter();
    acknowledge(0);
    leave();
    receive(0);
    ASSERT_FALSE(is_enabled(plpi(0)));
    g.send({ its_cmd_clear(device, 0) });
    enter();
    EXPECT_FALSE(is_enabled(plpi(0)));
    eoi(0);
    leave();
    EXPECT_TRUE(is_enabled(plpi(0)));
}

TEST_F(VitsStorm, mapti_to_a_mapped_collection_ends_the_storm_of_an_event_of_an_unmapped_one)
{
    g.send({ its_cmd_mapti(device, 0, vlpi0, 1) }); // collection 1 is not mapped
    storm();
    g.send({ its_cmd_mapti(device, 0, vlpi0, 0) });
    EXPECT_TRUE(is_enabled(plpi(0)));
}

TEST_F(VitsStorm, a_discarded_event_keeps_its_plpi_disabled_until_it_is_mapped_again)
{
    storm();
    g.send({ its_cmd_discard(device, 0) });
    EXPECT_FALSE(is_enabled(plpi(0)));
    g.send({ its_cmd_mapti(device, 0, vlpi0, 0) });
    EXPECT_TRUE(is_enabled(plpi(0)));
}

} // namespace
