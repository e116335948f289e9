// SPDX-License-Identifier: Apache-2.0
// The two histograms, without time.
#include "common/random_stream.h"
#include "observe/duration_histogram.h"
#include "observe/level_histogram.h"
#include <algorithm>
#include <gtest/gtest.h>

namespace itstorm {
namespace {

TEST(LevelHistogram, percentiles_are_exact_by_value)
{
    LevelHistogram h;
    h.add(0, 500);
    h.add(7, 400);
    h.add(100'000, 99); // beyond the dense part
    h.add(3, 1);
    EXPECT_EQ(h.percentile(500), 0u);
    EXPECT_EQ(h.percentile(501), 3u);
    EXPECT_EQ(h.percentile(502), 7u);
    EXPECT_EQ(h.percentile(901), 7u);
    EXPECT_EQ(h.percentile(902), 100'000u);
    EXPECT_EQ(h.percentile(1000), 100'000u);
}

TEST(LevelHistogram, the_mean_is_weighted_by_time)
{
    LevelHistogram h;
    h.add(10, 1);
    h.add(0, 3);
    EXPECT_DOUBLE_EQ(h.mean(), 2.5);
    EXPECT_EQ(h.at_least_ps(10), 1u);
    EXPECT_EQ(h.at_least_ps(11), 0u);
}

TEST(LevelHistogram, a_difference_is_what_happened_in_between)
{
    LevelHistogram early;
    early.add(1, 10);
    early.add(70'000, 5);
    LevelHistogram late = early;
    late.add(1, 2);
    late.add(2, 6);
    const LevelHistogram between = late.since(early);
    EXPECT_EQ(between.total_ps(), 8u);
    EXPECT_DOUBLE_EQ(between.mean(), 14.0 / 8);
    EXPECT_EQ(between.percentile(1000), 2u);
}

TEST(DurationHistogram, lengths_below_128_picoseconds_are_exact)
{
    for (std::uint64_t ps = 0; ps < 128; ++ps) {
        DurationHistogram h;
        h.add(ps);
        ASSERT_EQ(h.percentile_ps(500), ps);
    }
}

TEST(DurationHistogram, any_length_is_off_by_less_than_one_256th_of_itself)
{
    RandomStream random = random_stream(1, "lengths");
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t ps = random() >> (random() % 64);
        DurationHistogram h;
        h.add(ps);
        const std::uint64_t answer = h.percentile_ps(500);
        const std::uint64_t off = answer > ps ? answer - ps : ps - answer;
        ASSERT_LE(off, ps / 256 + (ps < 128 ? 0 : 1)) << ps;
    }
}

TEST(DurationHistogram, percentiles_count_from_the_shortest)
{
    DurationHistogram h;
    for (std::uint64_t ps = 1; ps <= 100; ++ps)
        h.add(ps);
    EXPECT_EQ(h.percentile_ps(500), 50u);
    EXPECT_EQ(h.percentile_ps(900), 90u);
    EXPECT_EQ(h.percentile_ps(990), 99u);
    EXPECT_EQ(h.percentile_ps(999), 100u);
    EXPECT_DOUBLE_EQ(h.mean_ps(), 50.5);
}

TEST(DurationHistogram, the_longest_possible_length_fits)
{
    DurationHistogram h;
    h.add(~0ull);
    h.add(~0ull);
    EXPECT_EQ(h.count(), 2u);
    EXPECT_NEAR(static_cast<double>(h.percentile_ps(500)), 0x1p64, 0x1p56);
    EXPECT_DOUBLE_EQ(h.mean_ps(), 0x1p64);
}

} // namespace
} // namespace itstorm
