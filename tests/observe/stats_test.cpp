// SPDX-License-Identifier: Apache-2.0
// Statistics by name, over the run and over windows.
#include "observe_support.h"
#include <stdexcept>

namespace itstorm {
namespace {

TEST(Stats, a_level_is_weighted_by_time)
{
    Stats stats;
    Level& level = stats.level("q", "commands", "queue", 4);
    pass_ps(100); // 0
    level.set(4);
    pass_ps(60);
    level.set(2);
    pass_ps(40);
    stats.finish();
    const auto run = stats.run();
    EXPECT_DOUBLE_EQ(value_of(run, "q.mean"), (4 * 60 + 2 * 40) / 200.0);
    EXPECT_EQ(value_of(run, "q.max"), 4);
    EXPECT_EQ(value_of(run, "q.p50"), 0);
    EXPECT_EQ(value_of(run, "q.p90"), 4);
    EXPECT_EQ(value_of(run, "q.p99"), 4);
    EXPECT_DOUBLE_EQ(value_of(run, "q.full_share"), 0.3);
    EXPECT_EQ(unit_of(run, "q.mean"), "commands");
    EXPECT_EQ(unit_of(run, "q.full_share"), "1");
}

TEST(Stats, the_last_value_of_a_level_is_that_at_the_end_of_run_or_window)
{
    Stats stats;
    Level& level = stats.level("q", "commands", "");
    stats.open("first");
    stats.open("both");
    level.set(4);
    pass_ps(10);
    stats.close("first");
    level.set(7);
    pass_ps(10);
    level.set(2);
    stats.finish();
    EXPECT_EQ(value_of(stats.window("first"), "q.last"), 4);
    EXPECT_EQ(value_of(stats.window("both"), "q.last"), 2);
    EXPECT_EQ(value_of(stats.run(), "q.last"), 2);
    EXPECT_EQ(unit_of(stats.run(), "q.last"), "commands");
}

TEST(Stats, a_peak_of_no_duration_counts_for_the_maximum_only)
{
    Stats stats;
    Level& level = stats.level("q", "1", "");
    pass_ps(10);
    level.set(9);
    level.set(1);
    pass_ps(10);
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "q.max"), 9);
    EXPECT_EQ(value_of(stats.run(), "q.p999"), 1);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "q.mean"), 0.5);
}

TEST(Stats, without_a_capacity_there_is_no_full_share)
{
    Stats stats;
    stats.level("q", "1", "").set(1);
    pass_ps(1);
    EXPECT_FALSE(has(stats.run(), "q.full_share"));
}

TEST(Stats, a_counter_of_what_never_occurred_is_0_and_its_rate_in_a_window_too)
{
    Stats stats;
    stats.counter("c", "1", "");
    stats.open("w");
    pass_ps(10);
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "c"), 0);
    EXPECT_EQ(value_of(stats.window("w"), "c"), 0);
    EXPECT_EQ(stats.live("c"), 0u);
}

TEST(Stats, anything_else_that_never_occurred_is_absent)
{
    Stats stats;
    stats.level("l", "1", "");
    stats.duration("d", "");
    stats.share("s", "");
    stats.ratio("r", "");
    pass_ps(10);
    stats.finish();
    EXPECT_TRUE(stats.run().empty());
}

TEST(Stats, a_counter_is_a_number_over_the_run_and_a_rate_in_a_window)
{
    Stats stats;
    Counter& counter = stats.counter("c", "cycles", "");
    counter.add(5);
    stats.open("w");
    pass_ps(2'000'000); // 2 us
    counter.add(10);
    stats.close("w");
    counter.add(100);
    pass_ps(10);
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "c"), 115);
    EXPECT_DOUBLE_EQ(value_of(stats.window("w"), "c"), 5e6);
    EXPECT_EQ(unit_of(stats.window("w"), "c"), "cycles/s");
}

TEST(Stats, a_counter_that_rests_in_a_window_has_rate_zero)
{
    Stats stats;
    Counter& counter = stats.counter("c", "1", "");
    counter.add();
    stats.open("w");
    pass_ps(10);
    stats.close("w");
    EXPECT_EQ(value_of(stats.window("w"), "c"), 0);
}

TEST(Stats, a_level_in_a_window_starts_with_the_value_it_has)
{
    Stats stats;
    Level& level = stats.level("q", "1", "");
    level.set(50);
    pass_ps(10);
    level.set(8);
    pass_ps(10);
    stats.open("w");
    pass_ps(30);
    level.set(2);
    pass_ps(10);
    stats.close("w");
    level.set(99);
    pass_ps(100);
    stats.finish();
    const auto w = stats.window("w");
    EXPECT_DOUBLE_EQ(value_of(w, "q.mean"), (8 * 30 + 2 * 10) / 40.0);
    EXPECT_EQ(value_of(w, "q.max"), 8);
    EXPECT_EQ(value_of(w, "q.p50"), 8);
}

TEST(Stats, a_statistic_that_is_created_later_has_all_windows)
{
    Stats stats;
    stats.open("before");
    pass_ps(10);
    stats.close("before");
    stats.open("across");
    pass_ps(30);
    stats.level("q", "1", "").set(4);
    stats.counter("c", "1", "").add(3);
    pass_ps(10);
    stats.close("across");
    stats.finish();
    EXPECT_EQ(value_of(stats.window("before"), "q.mean"), 0);
    EXPECT_EQ(value_of(stats.window("before"), "c"), 0);
    EXPECT_DOUBLE_EQ(value_of(stats.window("across"), "q.mean"), 1);
    EXPECT_DOUBLE_EQ(value_of(stats.window("across"), "c"), 3 / 40e-12);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "q.mean"), 0.8);
}

TEST(Stats, windows_may_overlap)
{
    Stats stats;
    Duration& duration = stats.duration("d", "");
    stats.open("a");
    duration.add(sc_core::sc_time(5, sc_core::SC_NS));
    pass_ps(1);
    stats.open("b");
    duration.add(sc_core::sc_time(3, sc_core::SC_NS));
    pass_ps(1);
    stats.close("a");
    duration.add(sc_core::sc_time(1, sc_core::SC_NS));
    stats.close("b");
    EXPECT_EQ(value_of(stats.window("a"), "d.count"), 2);
    EXPECT_DOUBLE_EQ(value_of(stats.window("a"), "d.max"), 5e-9);
    EXPECT_EQ(value_of(stats.window("b"), "d.count"), 2);
    EXPECT_DOUBLE_EQ(value_of(stats.window("b"), "d.max"), 3e-9);
    EXPECT_DOUBLE_EQ(value_of(stats.window("b"), "d.mean"), 2e-9);
}

TEST(Stats, finish_closes_the_windows_that_are_open)
{
    Stats stats;
    Share& share = stats.share("s", "");
    stats.open("w");
    pass_ps(10);
    share.set(true);
    pass_ps(30);
    stats.finish();
    EXPECT_DOUBLE_EQ(value_of(stats.window("w"), "s"), 0.75);
}

TEST(Stats, an_unknown_window_is_empty)
{
    Stats stats;
    stats.counter("c", "1", "").add();
    EXPECT_TRUE(stats.window("nothing").empty());
}

TEST(Stats, a_duration_has_count_mean_and_maximum_exactly)
{
    Stats stats;
    Duration& duration = stats.duration("d", "");
    for (const std::uint64_t ps : { 1'000'001u, 2'000'003u, 3'000'001u })
        duration.add(sc_core::sc_time::from_value(ps));
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "d.count"), 3);
    EXPECT_DOUBLE_EQ(value_of(run, "d.mean"), 6'000'005e-12 / 3);
    EXPECT_DOUBLE_EQ(value_of(run, "d.max"), 3'000'001e-12);
    EXPECT_NEAR(value_of(run, "d.p50"), 2'000'003e-12, 2e-6 / 128);
    EXPECT_LE(value_of(run, "d.p999"), value_of(run, "d.max"));
    EXPECT_EQ(unit_of(run, "d.mean"), "s");
}

TEST(Stats, a_stretch_that_has_not_ended_counts_up_to_the_end_of_a_window)
{
    Stats stats;
    Duration& duration = stats.duration("d", "");
    pass_ps(10);
    duration.begin();
    stats.open("w");
    pass_ps(100);
    stats.close("w");
    pass_ps(50);
    stats.finish();
    EXPECT_EQ(value_of(stats.window("w"), "d.count"), 1);
    EXPECT_DOUBLE_EQ(value_of(stats.window("w"), "d.max"), 100e-12);
    EXPECT_EQ(value_of(stats.run(), "d.count"), 1);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "d.max"), 150e-12);
}

TEST(Stats, a_stretch_that_ended_is_counted_once)
{
    Stats stats;
    Duration& duration = stats.duration("d", "");
    duration.begin();
    pass_ps(10);
    duration.end();
    duration.end();
    pass_ps(10);
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "d.count"), 1);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "d.max"), 10e-12);
}

TEST(Stats, a_share_is_the_part_of_the_time_for_which_it_is_set)
{
    Stats stats;
    Share& share = stats.share("s", "");
    pass_ps(20);
    share.set(true);
    pass_ps(20);
    share.set(false);
    pass_ps(60);
    stats.finish();
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "s"), 0.2);
}

TEST(Stats, a_ratio_is_the_share_of_tries_that_succeed)
{
    Stats stats;
    Ratio& ratio = stats.ratio("r", "");
    stats.open("quiet");
    pass_ps(10);
    stats.close("quiet");
    ratio.add(true);
    stats.open("w");
    ratio.add(true);
    ratio.add(false);
    pass_ps(10);
    ratio.add(true);
    ratio.add(false);
    stats.finish();
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "r"), 0.6);
    EXPECT_DOUBLE_EQ(value_of(stats.window("w"), "r"), 0.5);
    EXPECT_FALSE(has(stats.window("quiet"), "r"));
}

TEST(Stats, results_are_sorted_by_name)
{
    Stats stats;
    stats.counter("b", "1", "").add();
    stats.level("a-b", "1", "").set(1);
    stats.level("a", "1", "").set(1); // "a.mean" comes after "a-b.mean"
    pass_ps(1);
    const auto run = stats.run();
    EXPECT_TRUE(
        std::is_sorted(run.begin(), run.end(), [](auto& x, auto& y) { return x.name < y.name; }));
    EXPECT_EQ(run.back().name, "b");
}

TEST(Stats, the_same_name_is_the_same_object)
{
    Stats stats;
    EXPECT_EQ(&stats.counter("c", "1", ""), &stats.counter("c", "1", ""));
    EXPECT_THROW(stats.level("c", "1", ""), std::logic_error);
}

TEST(Stats, a_live_value_exists_once_a_fact_has_occurred)
{
    Stats stats;
    EXPECT_EQ(stats.live("q"), std::nullopt);
    Level& level = stats.level("q", "1", "");
    EXPECT_EQ(stats.live("q"), std::nullopt);
    level.set(0);
    EXPECT_EQ(stats.live("q"), 0u);
    level.set(3);
    EXPECT_EQ(stats.live("q"), 3u);
    stats.counter("c", "1", "").add(2);
    EXPECT_EQ(stats.live("c"), 2u);
}

TEST(Stats, a_listener_is_called_for_each_change_even_if_it_came_before_the_statistic)
{
    Stats stats;
    std::vector<std::uint64_t> seen;
    stats.on_change("q", [&] { seen.push_back(*stats.live("q")); });
    Level& level = stats.level("q", "1", "");
    level.set(2);
    level.set(2);
    level.set(5);
    stats.on_change("q", [&] { seen.push_back(99); });
    level.set(0);
    EXPECT_EQ(seen, (std::vector<std::uint64_t>{ 2, 5, 0, 99 }));
}

} // namespace
} // namespace itstorm
