// SPDX-License-Identifier: Apache-2.0
// Stage2: translating, mapping and unmapping.
#include <gtest/gtest.h>
#include <platform/stage2.h>

namespace itstorm {

namespace {

TEST(Stage2, translates_inside_a_mapping)
{
    Stage2 s;
    ASSERT_TRUE(s.map(0x4000'0000, 0x1'0000'0000, 0x10000, false));
    EXPECT_EQ(s.translate(0x4000'1234, 8)->pa, 0x1'0000'1234u);
    EXPECT_FALSE(s.translate(0x4000'1234, 8)->is_device);
}

TEST(Stage2, does_not_translate_across_the_end)
{
    Stage2 s;
    ASSERT_TRUE(s.map(0x1000, 0x9000, 0x1000, true));
    EXPECT_TRUE(s.translate(0x1ffc, 4));
    EXPECT_FALSE(s.translate(0x1ffd, 4));
    EXPECT_FALSE(s.translate(0x2000, 1));
    EXPECT_FALSE(s.translate(0xfff, 1));
    EXPECT_FALSE(s.translate(UINT64_MAX, 8));
}

TEST(Stage2, refuses_overlapping_mappings)
{
    Stage2 s;
    ASSERT_TRUE(s.map(0x2000, 0, 0x2000, false));
    EXPECT_FALSE(s.map(0x1000, 0, 0x2000, false));
    EXPECT_FALSE(s.map(0x3000, 0, 0x1000, false));
    EXPECT_TRUE(s.map(0x1000, 0, 0x1000, false));
    EXPECT_TRUE(s.map(0x4000, 0, 0x1000, false));
}

TEST(Stage2, refuses_ranges_that_are_not_whole_granules)
{
    Stage2 s;
    EXPECT_FALSE(s.map(0x1000, 0x800, 0x1000, false));
    EXPECT_FALSE(s.map(0x1000, 0, 0x1800, false));
    EXPECT_FALSE(s.map(0x1000, 0, 0, false));
    EXPECT_FALSE(s.map(~0xfffull, 0, 0x2000, false));
}

TEST(Stage2, unmaps_only_a_whole_mapping)
{
    Stage2 s;
    ASSERT_TRUE(s.map(0x1000, 0, 0x2000, false));
    EXPECT_FALSE(s.unmap(0x1000, 0x1000));
    EXPECT_FALSE(s.unmap(0x2000, 0x1000));
    EXPECT_TRUE(s.unmap(0x1000, 0x2000));
    EXPECT_FALSE(s.translate(0x1000, 4));
}

} // namespace

} // namespace itstorm
