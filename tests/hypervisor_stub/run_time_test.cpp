// SPDX-License-Identifier: Apache-2.0
// Knobs that are set while the machine runs: the new value is used from then on.
#include "mini_guest.h"
#include <gtest/gtest.h>
extern "C" {
#include <itstorm/run_time.h>
}

using namespace fake;

namespace {

unsigned row_of(const std::string& name)
{
    const knob_table* table = hv_knob_table();
    for (unsigned row = 0; row < table->count; row++)
        if (name == table->rows[row].name)
            return row;
    ADD_FAILURE() << "there is no knob " << name;
    return 0;
}

struct RunTime : testing::Test {
    World world{ make() };
    MiniGuest guest{ world };

    static Config make()
    {
        Config c;
        c.knobs = { { "storm.detect", 1 }, { "host.irq_loop", 1 } }; // inflight, count
        return c;
    }
    void SetUp() override
    {
        world.boot();
        vgic_leave(world.masked_self(), &world.dom().vcpus[0]);
        guest.bring_up(1);
    }
    void set(const char* name, std::uint64_t value)
    {
        hv_set_knob(world.hypervisor, row_of(name), value);
    }
    void fire() { lpi_receive(world.hypervisor, world.masked_self(), INTID_LPI_FIRST); }
    std::uint64_t detections() { return world.counter(PROBE_STORM_DETECTIONS, 0); }
};

TEST_F(RunTime, every_run_time_knob_is_a_knob)
{
    unsigned count = 0;
    const hv_run_time_knob* rows = hv_run_time_knobs(&count);
    ASSERT_NE(count, 0u);
    for (unsigned n = 0; n < count; n++)
        row_of(rows[n].name); // fails for an unknown name
}

TEST_F(RunTime, a_raised_max_in_flight_counts_from_the_next_interrupt)
{
    set("storm.max_in_flight", 2);
    fire();
    fire();
    EXPECT_EQ(detections(), 0u);
    fire();
    EXPECT_EQ(detections(), 1u);
}

TEST_F(RunTime, a_lowered_max_in_flight_counts_from_the_next_interrupt)
{
    set("storm.max_in_flight", 5);
    fire();
    fire();
    set("storm.max_in_flight", 1);
    EXPECT_EQ(detections(), 0u);
    fire();
    EXPECT_EQ(detections(), 1u);
}

TEST_F(RunTime, each_knob_reaches_the_layer_that_uses_it)
{
    const hv& hv = *world.hypervisor;
    set("scheduler.slice", 123'000);
    EXPECT_EQ(hv.sched.slice_ns, 123'000u);
    set("scheduler.wake_preempts", 1);
    EXPECT_TRUE(hv.sched.wake_preempts);
    set("host.burst", 7);
    EXPECT_EQ(hv.its[0].burst_commands, 7u);
    set("host.irq_loop_count", 9);
    EXPECT_EQ(hv.irq.most, 9u);
    set("storm.min_gap", 77'000);
    EXPECT_EQ(hv.storm.min_gap_ns, 77'000u);
}

TEST_F(RunTime, a_value_that_was_set_before_stays)
{
    set("scheduler.slice", 123'000);
    set("host.burst", 7);
    EXPECT_EQ(world.hypervisor->sched.slice_ns, 123'000u);
}

TEST_F(RunTime, a_time_bound_is_not_added_to_a_loop_bounded_by_count)
{
    set("host.irq_loop_time", 5'000); // the loop is bounded by a count
    EXPECT_EQ(world.hypervisor->irq.longest_ns, 0u);
}

} // namespace
