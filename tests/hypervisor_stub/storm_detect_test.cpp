// SPDX-License-Identifier: Apache-2.0
// The detectors of storms (knob storm.detect), each with its own knobs. S names what-ifs.
#include "storm_bench.h"

using namespace fake;

TEST(StormDetect, S34_the_second_arrival_for_a_disabled_vlpi_is_a_storm)
{
    StormBench b({ { "storm.detect", PendingAndDisabled } }, 1, false);
    b.fire(0);
    EXPECT_EQ(b.detections(), 0u);
    b.fire(0);
    EXPECT_EQ(b.detections(), 1u);
    EXPECT_FALSE(b.enabled(0));
}

TEST(StormDetect, S41_pending_and_disabled_detects_no_storm_of_an_enabled_vlpi)
{
    StormBench b({ { "storm.detect", PendingAndDisabled } }, 1);
    b.fire(0, 100);
    EXPECT_EQ(b.detections(), 0u);
}

TEST(StormDetect, a_set_of_detectors_detects_by_its_window)
{
    StormBench enabled({ { "storm.detect", PendingAndDisabled | Window } }, 1);
    enabled.fire(0, 501);
    EXPECT_EQ(enabled.detections(), 1u);
}

TEST(StormDetect, a_set_of_detectors_detects_by_pending_and_disabled)
{
    StormBench disabled({ { "storm.detect", PendingAndDisabled | Window } }, 1, false);
    disabled.fire(0, 2);
    EXPECT_EQ(disabled.detections(), 1u);
}

TEST(StormDetect, S29_one_more_than_the_burst_is_a_storm)
{
    StormBench b(
        { { "storm.detect", Rate }, { "storm.rate_limit", 1000 }, { "storm.rate_burst", 3 } });
    b.fire(0, 3);
    EXPECT_EQ(b.detections(), 0u);
    b.fire(0);
    EXPECT_EQ(b.detections(), 1u);
}

TEST(StormDetect, S29_tokens_come_back_at_the_limit)
{
    StormBench b(
        { { "storm.detect", Rate }, { "storm.rate_limit", 1000 }, { "storm.rate_burst", 3 } });
    b.fire(0, 3);
    b.pass(1000000);
    b.fire(0);
    EXPECT_EQ(b.detections(), 0u);
    b.fire(0);
    EXPECT_EQ(b.detections(), 1u);
}

TEST(StormDetect, S29_no_more_tokens_than_the_burst_are_saved)
{
    StormBench b(
        { { "storm.detect", Rate }, { "storm.rate_limit", 1000 }, { "storm.rate_burst", 3 } });
    b.pass(1000000000);
    b.fire(0, 4);
    EXPECT_EQ(b.detections(), 1u);
}

TEST(StormDetect, S29_with_a_higher_limit_tokens_come_back_sooner)
{
    StormBench b(
        { { "storm.detect", Rate }, { "storm.rate_limit", 1000000 }, { "storm.rate_burst", 3 } });
    for (int n = 0; n < 10; n++) {
        b.fire(0, 3);
        b.pass(3000);
    }
    EXPECT_EQ(b.detections(), 0u);
}

TEST(StormDetect, S29_each_plpi_has_a_bucket_of_its_own)
{
    StormBench b(
        { { "storm.detect", Rate }, { "storm.rate_limit", 1000 }, { "storm.rate_burst", 3 } });
    b.fire(0, 3);
    b.fire(1, 3);
    EXPECT_EQ(b.detections(), 0u);
}

TEST(StormDetect, one_more_than_the_limit_of_a_window_is_a_storm)
{
    StormBench b({ { "storm.detect", Window }, { "storm.window_limit", 5 } });
    b.fire(0, 5);
    EXPECT_EQ(b.detections(), 0u);
    b.fire(0);
    EXPECT_EQ(b.detections(), 1u);
}

TEST(StormDetect, a_new_window_starts_at_zero)
{
    StormBench b(
        { { "storm.detect", Window }, { "storm.window_limit", 5 }, { "storm.window", 2000000 } });
    b.fire(0, 5);
    b.pass(2000000);
    b.fire(0, 5);
    EXPECT_EQ(b.detections(), 0u);
}

TEST(StormDetect, a_window_that_is_not_over_goes_on_counting)
{
    StormBench b(
        { { "storm.detect", Window }, { "storm.window_limit", 5 }, { "storm.window", 2000000 } });
    b.fire(0, 5);
    b.pass(1000000);
    b.fire(0);
    EXPECT_EQ(b.detections(), 1u);
}

// ---- the budget: each interrupt takes some 10 ns here ----

TEST(StormDetect, a_plpi_that_uses_up_the_budget_is_disabled_until_the_period_ends)
{
    StormBench b({ { "storm.detect", Budget },
                   { "storm.budget", 2000 },
                   { "storm.budget_period", 10000000 },
                   { "storm.budget_loop", 1000000 } });
    b.loop(0, 500);
    EXPECT_EQ(b.detections(), 1u);
    b.answer();
    EXPECT_FALSE(b.enabled(0));
    ASSERT_TRUE(b.tick());
    EXPECT_EQ(b.w.now / 10000000, 1u);
    EXPECT_TRUE(b.enabled(0));
}

TEST(StormDetect, a_larger_budget_is_not_used_up)
{
    StormBench b({ { "storm.detect", Budget },
                   { "storm.budget", 1000000 },
                   { "storm.budget_loop", 1000000 } });
    b.loop(0, 500);
    EXPECT_EQ(b.detections(), 0u);
}

TEST(StormDetect, a_new_period_has_a_new_budget)
{
    StormBench b({ { "storm.detect", Budget },
                   { "storm.budget", 20000 },
                   { "storm.budget_period", 1000000 } });
    for (int n = 0; n < 50; n++) {
        b.loop(0, 100);
        b.pass(1000000);
    }
    EXPECT_EQ(b.detections(), 0u);
}

TEST(StormDetect, one_interrupt_loop_gets_its_part_of_the_budget_only)
{
    StormBench b(
        { { "storm.detect", Budget }, { "storm.budget", 1000000 }, { "storm.budget_loop", 2000 } });
    b.loop(0, 500);
    EXPECT_EQ(b.detections(), 1u);
}

TEST(StormDetect, as_many_interrupts_in_short_loops_are_no_storm)
{
    StormBench b(
        { { "storm.detect", Budget }, { "storm.budget", 1000000 }, { "storm.budget_loop", 2000 } });
    for (int n = 0; n < 50; n++)
        b.loop(0, 10);
    EXPECT_EQ(b.detections(), 0u);
}

namespace {

// Two devices of one domain.
struct TwoDevices : Bench {
    TwoDevices() : Bench(machine()) { g.bring_up(1); }
    static Config machine()
    {
        Config c;
        c.domains = { { 1, { 1, 1 } } };
        c.knobs = { { "storm.detect", Budget }, { "storm.budget", 5000 } };
        return c;
    }
    void loop(unsigned device, unsigned times)
    {
        for (unsigned n = 0; n < times; n++)
            w.raise(0, plpi(0, device).intid);
        hv_interrupt_loop(w.hypervisor, w.masked_self());
    }
};

} // namespace

TEST(StormDetect,
     the_plpi_that_used_most_of_the_budget_storms_and_not_the_one_that_used_the_last_of_it)
{
    TwoDevices b;
    assign_device(b.w.self(), &b.w.hypervisor->domains.devices[1]);
    const std::uint64_t start = b.w.now;
    while (b.w.now - start < 4500)
        b.loop(0, 1);
    while (b.w.now - start < 8000)
        b.loop(1, 1);
    b.loop(0, 1);
    EXPECT_FALSE(b.is_enabled(b.plpi(0, 0)));
    EXPECT_TRUE(b.is_enabled(b.plpi(0, 1)));
}
