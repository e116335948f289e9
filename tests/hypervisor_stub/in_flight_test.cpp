// SPDX-License-Identifier: Apache-2.0
// The counter of a pLPI's arrivals in flight goes up at each arrival, and down at each of the
// guest's EOIs by the number of arrivals that the ended delivery stood for. It always equals the
// arrivals that are still to be delivered or ended.
#include "vgic_bench.h"

using namespace fake;

namespace {

constexpr std::uint32_t device = MiniGuest::device, vlpi0 = INTID_LPI_FIRST;

// One vCPU, 4 list registers, up to 3 may be in flight.
class InFlight : public testing::Test, public Bench {
protected:
    explicit InFlight(unsigned vcpus = 1) : Bench(machine(vcpus)) { g.bring_up(8); }
    static Config machine(unsigned vcpus)
    {
        Config c;
        c.domains = { { vcpus, { 8 } } };
        c.knobs = { { "storm.detect", 1 }, { "storm.max_in_flight", 3 } };
        return c;
    }
    std::uint32_t total(unsigned event = 0) { return plpi(event).in_flight.total; }
    std::uint64_t detections() { return w.counter(PROBE_STORM_DETECTIONS, 0); }
    void send(const its_cmd& command) { EXPECT_EQ(g.send({ command }), 0u); }
};

TEST_F(InFlight, goes_down_by_the_arrivals_that_the_ended_delivery_stood_for)
{
    receive(0);
    receive(0); // merges
    EXPECT_EQ(total(), 2u);
    list(0); // merges in the list register
    EXPECT_EQ(total(), 3u);
    handle(0);
    leave();
    EXPECT_EQ(total(), 0u);
}

TEST_F(InFlight, goes_down_at_the_eoi_that_leaves_the_list_register_pending)
{
    listed_pending_active(0);
    receive(0); // merges with the pending half
    EXPECT_EQ(total(), 3u);
    eoi(0);
    leave();
    EXPECT_EQ(state(0), ICH_LR_PENDING);
    EXPECT_EQ(total(), 2u);
    handle(0);
    leave();
    EXPECT_EQ(total(), 0u);
}

TEST_F(InFlight, goes_down_twice_if_both_halves_ended_before_the_exit)
{
    listed_pending_active(0);
    eoi(0);
    handle(0);
    leave();
    EXPECT_EQ(total(), 0u);
}

TEST_F(InFlight, goes_down_at_the_eoi_if_the_pending_half_is_active_by_now)
{
    listed_pending_active(0);
    eoi(0);
    acknowledge(0);
    leave();
    EXPECT_EQ(total(), 1u);
}

TEST_F(InFlight, a_stream_that_the_guest_keeps_up_with_is_no_storm)
{
    listed_active(0);
    for (int n = 0; n < 100; n++) { // the list register is never empty at an exit
        list(0);
        eoi(0);
        acknowledge(0);
        leave();
        EXPECT_EQ(total(), 1u);
    }
    EXPECT_EQ(detections(), 0u);
}

TEST_F(InFlight, keeps_an_arrival_that_came_while_the_vcpu_was_in_its_guest)
{
    receive(0);
    enter();
    receive(0); // the hypervisor cannot know whether the guest has acknowledged by now
    handle(0);
    leave();
    EXPECT_EQ(total(), 1u);
    enter();
    handle(0);
    leave();
    EXPECT_EQ(total(), 0u);
}

TEST_F(InFlight, is_zero_at_the_end_of_a_storm_with_the_last_eoi)
{
    listed_active(0);
    for (int n = 0; n < 3; n++)
        receive(0);
    EXPECT_EQ(detections(), 1u);
    enter();
    eoi(0);
    leave();
    EXPECT_EQ(total(), 3u);
    EXPECT_FALSE(is_enabled(plpi(0)));
    handle(0);
    leave();
    EXPECT_EQ(total(), 0u);
    EXPECT_TRUE(is_enabled(plpi(0)));
    EXPECT_FALSE(vlpi(0).watch_eoi);
}

TEST_F(InFlight, does_not_count_an_int_of_the_guest)
{
    receive(0);
    send(its_cmd_int(device, 0)); // merges
    EXPECT_EQ(total(), 1u);
    enter();
    handle(0);
    leave();
    send(its_cmd_int(device, 0));
    EXPECT_EQ(total(), 0u);
}

TEST_F(InFlight, goes_down_by_the_waiting_arrivals_at_a_clear_and_not_by_the_active_one)
{
    listed_active(0);
    receive(0);
    send(its_cmd_clear(device, 0));
    EXPECT_EQ(total(), 1u);
    enter();
    eoi(0);
    leave();
    EXPECT_EQ(total(), 0u);
}

TEST_F(InFlight, goes_down_by_the_pending_arrivals_of_a_list_register_once_a_clear_has_recalled_it)
{
    listed_pending_active(0);
    send(its_cmd_clear(device, 0));
    enter();
    leave();
    EXPECT_EQ(state(0), ICH_LR_ACTIVE);
    EXPECT_EQ(total(), 1u);
    eoi(0);
    leave();
    EXPECT_EQ(total(), 0u);
}

TEST_F(InFlight, keeps_an_arrival_between_a_clear_and_its_recall)
{
    list(0);
    send(its_cmd_clear(device, 0));
    receive(0);
    enter();
    EXPECT_EQ(total(), 1u);
    handle(0);
    leave();
    EXPECT_EQ(total(), 0u);
}

TEST_F(InFlight, is_zero_after_a_discard)
{
    listed_pending_active(0);
    send(its_cmd_discard(device, 0));
    EXPECT_EQ(total(), 0u);
    enter();
    eoi(0);
    leave();
    EXPECT_EQ(total(), 0u);
}

TEST_F(InFlight, is_zero_for_every_event_of_a_device_after_a_mapd)
{
    receive(0);
    listed_active(1);
    send(its_cmd_mapd(device, 3, MiniGuest::itt, false));
    EXPECT_EQ(total(0), 0u);
    EXPECT_EQ(total(1), 0u);
}

TEST_F(InFlight, is_zero_after_the_end_of_the_domain)
{
    receive(0);
    listed_pending_active(1);
    cpu(0).sched.state = VCPU_BLOCKED; // a vCPU must be off its PE when its domain ends
    const lpi *first = &plpi(0), *second = &plpi(1);
    EXPECT_EQ(domain_destroy(w.self(), &w.dom()), HVC_OK);
    EXPECT_EQ(first->in_flight.total, 0u);
    EXPECT_EQ(second->in_flight.total, 0u);
}

TEST_F(InFlight, does_not_go_down_at_the_eoi_of_an_earlier_mapping_of_the_vlpi)
{
    listed_active(0);
    send(its_cmd_discard(device, 0));
    send(its_cmd_mapti(device, 1, vlpi0, 0));
    receive(1); // the vLPI is active still
    EXPECT_EQ(total(1), 1u);
    enter();
    eoi(0);
    leave();
    EXPECT_EQ(total(1), 1u);
    handle(0);
    leave();
    EXPECT_EQ(total(1), 0u);
}

TEST_F(InFlight, keeps_a_vlpi_that_gives_up_its_list_register_to_a_higher_priority)
{
    for (unsigned n = 0; n < 4; n++)
        receive(n);
    enter();
    leave();
    g.set_config(vlpi0 + 7, true, 0x40);
    send(its_cmd_inv(device, 7));
    receive(7);
    enter();
    leave();
    ASSERT_EQ(cpu().vgic->waiting, 1u);
    for (unsigned n : { 0u, 1u, 2u, 3u, 7u })
        EXPECT_EQ(total(n), 1u);
    for (unsigned n = 0; n < 4; n++)
        handle(n);
    leave();
    enter();
    handle(0);
    leave();
    for (unsigned n : { 0u, 1u, 2u, 3u, 7u })
        EXPECT_EQ(total(n), 0u);
}

TEST_F(InFlight, keeps_a_vlpi_that_is_disabled_in_its_list_register)
{
    list(0);
    g.set_config(vlpi0, false);
    send(its_cmd_inv(device, 0));
    enter();
    leave();
    EXPECT_EQ(total(), 1u);
}

TEST_F(InFlight, does_not_count_an_arrival_for_an_unmapped_collection)
{
    send(its_cmd_mapc(0, 0, false));
    receive(0);
    EXPECT_EQ(total(), 0u);
    EXPECT_EQ(plpi(0).strays, 1u);
    send(its_cmd_mapc(0, 0, true));
    EXPECT_EQ(plpi(0).strays, 0u);
}

struct InFlightOfTwo : InFlight {
    InFlightOfTwo() : InFlight(2) {}
};

TEST_F(InFlightOfTwo, survives_movi_and_movall)
{
    list(0);
    send(its_cmd_movi(device, 0, 1));
    enter(0); // takes it back out of the list register
    leave(0);
    ASSERT_EQ(cpu(1).vgic->waiting, 1u);
    EXPECT_EQ(total(), 1u);
    send(its_cmd_movall(1, 0));
    ASSERT_EQ(cpu(0).vgic->waiting, 1u);
    EXPECT_EQ(total(), 1u);
    enter(0);
    handle(0);
    leave(0);
    EXPECT_EQ(total(), 0u);
}

// ---- the invariant of hv_check ----

TEST_F(InFlight, is_checked_to_be_zero_when_its_vlpi_is_idle)
{
    plpi(0).in_flight.total = 1;
    EXPECT_STREQ(hv_check(w.hypervisor), "storm: a pLPI is in flight whose vLPI is idle");
    plpi(0).in_flight.total = 0;
}

TEST_F(InFlight, is_checked_to_be_no_less_than_the_list_registers_stand_for)
{
    listed_pending_active(0);
    plpi(0).in_flight.total = 1;
    EXPECT_STREQ(hv_check(w.hypervisor),
                 "storm: fewer pLPIs are in flight than list registers stand for");
    plpi(0).in_flight.total = 2;
}

} // namespace
