// SPDX-License-Identifier: Apache-2.0
// The physical CPU interface by itself: masks, priorities, binary points, ends. CPU and RDS name
// conformance rows.
#include "icc_bench.h"
#include <gtest/gtest.h>

using itstorm::Icc;

TEST(Icc, after_reset_nothing_is_signalled)
{
    icc c;
    icc_init(&c, 5, 5, 16, false);
    EXPECT_FALSE(icc_signals(&c, { 8195, 0 }));
    c.enabled = IRQ_GROUP1;
    EXPECT_FALSE(icc_signals(&c, { 8195, 0 })); // PMR = 0
}

TEST(Icc, CPU02_CPU03_pmr_masks_its_own_priority_and_below)
{
    Icc c;
    c.write(ICC_PMR_EL1, 0xa0);
    EXPECT_FALSE(c.signals(0xa0));
    c.write(ICC_PMR_EL1, 0xa8);
    EXPECT_TRUE(c.signals(0xa0));
}

TEST(Icc, RDS30_the_lowest_priority_is_never_below_pmr)
{
    Icc c;
    EXPECT_EQ(c.read(ICC_PMR_EL1), 0xf8u);
    EXPECT_FALSE(c.signals(0xf8));
    EXPECT_TRUE(c.signals(0xf0));
}

TEST(Icc, CPU17_ap1r0_after_acknowledge_at_a0_has_bit20)
{
    Icc c;
    icc_acknowledge(&c, { 8195, 0xa0 });
    EXPECT_EQ(c.read(ICC_AP1R0_EL1), 0x00100000u);
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0xa0u);
}

TEST(Icc, CPU16_idle_running_priority_is_ff)
{
    EXPECT_EQ(Icc().read(ICC_RPR_EL1), 0xffu);
}

TEST(Icc, CPU10_nested_ends_drop_the_highest_first)
{
    Icc c;
    icc_acknowledge(&c, { 8195, 0xa0 });
    EXPECT_FALSE(c.signals(0xa0)); // equal does not preempt
    EXPECT_TRUE(c.signals(0x40));
    icc_acknowledge(&c, { 8195, 0x40 });
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0x40u);
    icc_end(&c, 1, 40);
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0xa0u);
    icc_end(&c, 1, 8195);
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0xffu);
}

TEST(Icc, CPU11_priorities_of_one_group_do_not_preempt)
{
    Icc c;
    c.write(ICC_BPR1_EL1, 7);
    icc_acknowledge(&c, { 8195, 0xa0 });
    EXPECT_FALSE(c.signals(0x80));
    EXPECT_TRUE(c.signals(0x78));
    icc_end(&c, 1, 8195);
    EXPECT_TRUE(c.signals(0x80));
}

TEST(Icc, the_binary_point_has_a_minimum)
{
    Icc c;
    EXPECT_EQ(c.read(ICC_BPR1_EL1), 3u);
    c.write(ICC_BPR1_EL1, 0);
    EXPECT_EQ(c.read(ICC_BPR1_EL1), 3u);
    c.write(ICC_BPR1_EL1, 5);
    EXPECT_EQ(c.read(ICC_BPR1_EL1), 5u);
}

TEST(Icc, CPU12_end_of_a_special_intid_is_ignored)
{
    Icc c;
    icc_acknowledge(&c, { 8195, 0xa0 });
    EXPECT_FALSE(icc_end(&c, 1, 1023));
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0xa0u);
}

TEST(Icc, CPU07_eoi_mode_splits_end_and_deactivation)
{
    Icc c;
    icc_acknowledge(&c, { 8195, 0xa0 });
    EXPECT_TRUE(icc_end(&c, 1, 27));
    EXPECT_FALSE(icc_deactivates(&c, 27)); // DIR is ignored with EOImode=0
    c.write(ICC_CTLR_EL1, 2);
    icc_acknowledge(&c, { 8195, 0xa0 });
    EXPECT_FALSE(icc_end(&c, 1, 27));
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0xffu);
    EXPECT_TRUE(icc_deactivates(&c, 27));
}

TEST(Icc, CPU09_dir_of_an_lpi_has_no_effect)
{
    Icc c;
    c.write(ICC_CTLR_EL1, 2);
    EXPECT_FALSE(icc_deactivates(&c, 8195));
    EXPECT_FALSE(icc_deactivates(&c, 1023));
}

TEST(Icc, end_with_nothing_active_changes_nothing)
{
    Icc c;
    icc_end(&c, 1, 8195);
    EXPECT_EQ(c.read(ICC_AP1R0_EL1), 0u);
}

TEST(Icc, ctlr_and_sre_have_their_fixed_bits)
{
    Icc c;
    EXPECT_EQ(c.read(ICC_CTLR_EL1), 0x40400u); // 5 priority bits, 16 INTID bits, RSS
    c.write(ICC_CTLR_EL1, ~0ull);
    EXPECT_EQ(c.read(ICC_CTLR_EL1), 0x40403u); // only EOImode and CBPR are writable
    EXPECT_EQ(c.read(ICC_SRE_EL1), 7u);
    EXPECT_EQ(c.read(ICC_SRE_EL2), 0xfu);
    std::uint64_t value;
    EXPECT_FALSE(icc_read(&c, ICC_IAR1_EL1, &value)); // an acknowledge, not a read
}
