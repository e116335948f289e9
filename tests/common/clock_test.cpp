// SPDX-License-Identifier: Apache-2.0
// Clock: cycles become integer picoseconds, rounded to nearest.
#include "common/clock.h"
#include <gtest/gtest.h>

namespace {

using itstorm::Clock;

TEST(Clock, one_cycle_of_a_gigahertz_is_a_thousand_picoseconds)
{
    EXPECT_EQ(Clock(1'000'000'000).cycles(1).value(), 1000u);
}

TEST(Clock, a_third_is_rounded_down_and_two_thirds_up)
{
    const Clock clock(3'000'000'000); // 333.33 ps
    EXPECT_EQ(clock.cycles(1).value(), 333u);
    EXPECT_EQ(clock.cycles(2).value(), 667u);
    EXPECT_EQ(clock.cycles(3).value(), 1000u);
}

TEST(Clock, a_half_is_rounded_up)
{
    EXPECT_EQ(Clock(400'000'000'000).cycles(1).value(), 3u); // 2.5 ps
}

TEST(Clock, many_cycles_are_rounded_once)
{
    EXPECT_EQ(Clock(3'000'000'000).cycles(3'000'000'000).value(), 1'000'000'000'000u);
}

TEST(Clock, zero_cycles_take_no_time)
{
    EXPECT_EQ(Clock(123'456'789).cycles(0), sc_core::SC_ZERO_TIME);
}

TEST(Clock, a_year_of_cycles_fits)
{
    EXPECT_EQ(Clock(2'000'000'000).cycles(2'000'000'000ull * 86'400 * 100).value(),
              8'640'000'000'000'000'000ull);
}

} // namespace
