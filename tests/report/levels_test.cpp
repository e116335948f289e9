// SPDX-License-Identifier: Apache-2.0
// Reading series.csv for a picture.
#include "report/levels.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::ElementsAre;

namespace {

const char* const heading = "time_us,interval_us,its0.cmdq.occupancy.mean,its0.cmdq.occupancy.max,"
                            "its0.cmdq.occupancy.last\n";

} // namespace

TEST(Levels, a_short_series_is_read_as_it_is)
{
    const auto levels =
        read_levels(std::string(heading) + "0.0,10.0,1.5,4,1\n10.0,5.0,2,3,2\n", 100);
    ASSERT_TRUE(levels);
    EXPECT_THAT(levels->from_us, ElementsAre(0, 10));
    EXPECT_EQ(levels->end_us, 15);
    EXPECT_THAT(levels->find("its0.cmdq.occupancy")->mean, ElementsAre(1.5, 2));
    EXPECT_THAT(levels->find("its0.cmdq.occupancy")->max, ElementsAre(4, 3));
}

TEST(Levels, a_long_series_keeps_its_peaks_and_its_means)
{
    std::string csv = heading;
    for (int n = 0; n < 1000; ++n)
        csv += std::to_string(n * 10) + ",10.0," + (n == 777 ? "50,100,0\n" : "2,2,2\n");
    const auto levels = read_levels(csv, 100);
    ASSERT_TRUE(levels);
    const auto& one = levels->all[0];
    EXPECT_LE(one.max.size(), 100u);
    EXPECT_EQ(*std::max_element(one.max.begin(), one.max.end()), 100);
    EXPECT_EQ(one.mean[0], 2);
    EXPECT_EQ(levels->end_us, 10000);
}

TEST(Levels, a_mean_is_weighted_by_the_length_of_its_interval)
{
    const auto levels = read_levels(std::string(heading) + "0.0,30.0,4,4,4\n30.0,10.0,0,0,0\n", 1);
    ASSERT_TRUE(levels);
    EXPECT_EQ(levels->all[0].mean.back(), 3);
}

TEST(Levels, a_file_that_is_no_series_is_refused)
{
    EXPECT_FALSE(read_levels("", 100));
    EXPECT_FALSE(read_levels("a,b,c\n1,2,3\n", 100));
}
