// SPDX-License-Identifier: Apache-2.0
// The physical CPU interface with two groups, the common binary point, and the Non-secure view of
// two Security states.
#include "icc_bench.h"
#include <gtest/gtest.h>

using itstorm::Icc;

namespace {

candidate group0(std::uint8_t priority)
{
    return { 40, priority, true };
}

candidate group1(std::uint8_t priority)
{
    return { 41, priority, false };
}

} // namespace

TEST(IccGroup0, each_group_has_its_own_enable)
{
    Icc c;
    EXPECT_FALSE(icc_signals(&c, group0(0xa0)));
    c.write(ICC_IGRPEN0_EL1, 1);
    EXPECT_TRUE(icc_signals(&c, group0(0xa0)));
    c.write(ICC_IGRPEN1_EL1, 0);
    EXPECT_TRUE(icc_signals(&c, group0(0xa0)));
    EXPECT_FALSE(icc_signals(&c, group1(0xa0)));
}

TEST(IccGroup0, the_running_priority_is_the_highest_of_both_groups)
{
    Icc c;
    icc_acknowledge(&c, group1(0xa0));
    icc_acknowledge(&c, group0(0x40));
    EXPECT_EQ(c.read(ICC_AP1R0_EL1), 0x00100000u);
    EXPECT_EQ(c.read(ICC_AP0R0_EL1), 0x00000100u);
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0x40u);
    icc_end(&c, 0, 40);
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0xa0u);
}

TEST(IccGroup0, an_end_of_one_group_drops_no_priority_of_the_other)
{
    Icc c;
    icc_acknowledge(&c, group0(0x40));
    icc_end(&c, 1, 40);
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0x40u);
}

TEST(IccGroup0, bpr0_splits_one_bit_lower_than_bpr1)
{
    Icc c;
    c.write(ICC_IGRPEN0_EL1, 1);
    EXPECT_EQ(c.read(ICC_BPR0_EL1), 2u); // minimum: bits [7:3]
    c.write(ICC_BPR0_EL1, 0);
    EXPECT_EQ(c.read(ICC_BPR0_EL1), 2u);
    c.write(ICC_BPR0_EL1, 6); // bit 7
    icc_acknowledge(&c, group0(0xa0));
    EXPECT_FALSE(icc_signals(&c, group0(0x80)));
    EXPECT_TRUE(icc_signals(&c, group0(0x78)));
}

TEST(IccGroup0, with_binary_point_seven_nothing_preempts)
{
    Icc c;
    c.write(ICC_IGRPEN0_EL1, 1);
    c.write(ICC_BPR0_EL1, 7);
    icc_acknowledge(&c, group0(0xa0));
    EXPECT_FALSE(icc_signals(&c, group0(0x00)));
    icc_end(&c, 0, 40);
    EXPECT_TRUE(icc_signals(&c, group0(0x00)));
}

TEST(IccGroup0, cbpr_gives_group_1_the_binary_point_of_group_0)
{
    Icc c;
    c.write(ICC_BPR1_EL1, 5);
    c.write(ICC_BPR0_EL1, 6);
    c.write(ICC_CTLR_EL1, 1);
    EXPECT_EQ(c.read(ICC_BPR1_EL1), 7u); // BPR0 + 1
    c.write(ICC_BPR1_EL1, 3);            // ignored
    icc_acknowledge(&c, group1(0xa0));
    EXPECT_FALSE(icc_signals(&c, group1(0x80)));
    c.write(ICC_CTLR_EL1, 0);
    EXPECT_EQ(c.read(ICC_BPR1_EL1), 5u); // as it was
}

TEST(IccGroup0, with_cbpr_bpr1_reads_at_most_7)
{
    Icc c;
    c.write(ICC_BPR0_EL1, 7);
    c.write(ICC_CTLR_EL1, 1);
    EXPECT_EQ(c.read(ICC_BPR1_EL1), 7u);
}

TEST(IccGroup0, split_deactivation_is_for_both_groups)
{
    Icc c;
    c.write(ICC_CTLR_EL1, 2);
    icc_acknowledge(&c, group0(0x40));
    EXPECT_FALSE(icc_end(&c, 0, 40));
    EXPECT_TRUE(icc_deactivates(&c, 40));
}

TEST(IccFourBits, of_priority_give_sixteen_levels)
{
    icc c;
    icc_init(&c, 4, 4, 16, false);
    std::uint64_t value = 0;
    ASSERT_TRUE(icc_write(&c, ICC_PMR_EL1, 0xff) && icc_read(&c, ICC_PMR_EL1, &value));
    EXPECT_EQ(value, 0xf0u);
    ASSERT_TRUE(icc_read(&c, ICC_BPR1_EL1, &value));
    EXPECT_EQ(value, 4u);
    icc_acknowledge(&c, group1(0xa0));
    ASSERT_TRUE(icc_read(&c, ICC_AP1R0_EL1, &value));
    EXPECT_EQ(value, 1u << 10);
    ASSERT_TRUE(icc_write(&c, ICC_AP1R0_EL1, ~0ull) && icc_read(&c, ICC_AP1R0_EL1, &value));
    EXPECT_EQ(value, 0xffffu);
}

TEST(IccNonSecure, pmr_shows_the_lower_half_of_the_priorities_shifted_left)
{
    icc reset;
    icc_init(&reset, 5, 5, 16, true);
    std::uint64_t value = 1;
    ASSERT_TRUE(icc_read(&reset, ICC_PMR_EL1, &value));
    EXPECT_EQ(value, 0u);
    Icc c(true);
    EXPECT_EQ(c.read(ICC_PMR_EL1), 0xf0u); // 0xF8 shifted
    c.write(ICC_PMR_EL1, 0x40);            // 0xA0
    EXPECT_EQ(c.read(ICC_PMR_EL1), 0x40u);
    EXPECT_TRUE(icc_signals(&c, group1(0x98)));
    EXPECT_FALSE(icc_signals(&c, group1(0xa0)));
}

TEST(IccNonSecure, rpr_is_shifted_left_and_reads_ff_when_idle)
{
    Icc c(true);
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0xffu);
    icc_acknowledge(&c, group1(0xa0));
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0x40u);
}

TEST(IccNonSecure, has_no_group_0_registers_and_no_cbpr)
{
    Icc c(true);
    std::uint64_t value;
    for (const std::uint16_t sysreg : { ICC_BPR0_EL1, ICC_AP0R0_EL1, ICC_IGRPEN0_EL1 }) {
        EXPECT_FALSE(icc_read(&c, sysreg, &value));
        EXPECT_FALSE(icc_write(&c, sysreg, 1));
    }
    c.write(ICC_CTLR_EL1, 3);
    EXPECT_EQ(c.read(ICC_CTLR_EL1) & 3, 2u);
}
