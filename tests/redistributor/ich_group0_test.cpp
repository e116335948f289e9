// SPDX-License-Identifier: Apache-2.0
// Virtual Group 0 beside Group 1, and the binary points. A list register of Group 0 is signalled as
// vFIQ and taken through ICV_IAR0.
#include "ich_bench.h"

using namespace itstorm;

namespace {

constexpr std::uint64_t group0_50 = 0x4020000000000032; // group 0, priority 0x20, vINTID 50

} // namespace

TEST(IchGroup0, a_pending_list_register_is_a_vfiq_and_no_virq)
{
    Ich v;
    v.write(ICH_LR_EL2(0), group0_50);
    EXPECT_TRUE(ich_signals(&v, 0));
    EXPECT_FALSE(ich_signals(&v, 1));
}

TEST(IchGroup0, iar0_acknowledges_a_list_register_of_group_0_and_eoir0_ends_it)
{
    Ich v;
    v.write(ICH_LR_EL2(0), group0_50);
    EXPECT_EQ(ich_acknowledge(&v, 0), 50u);
    EXPECT_EQ(v.read(ICH_AP0R0_EL2), 0x10u); // 0x20 >> 3 = bit 4
    EXPECT_EQ(v.read(ICH_AP1R0_EL2), 0u);
    EXPECT_EQ(v.read_virtual(ICC_RPR_EL1), 0x20u);
    ich_end(&v, 0, 50);
    EXPECT_EQ(v.state(0), 0u);
    EXPECT_EQ(v.read(ICH_AP0R0_EL2), 0u);
}

TEST(IchGroup0, the_other_groups_iar_returns_1023_and_changes_nothing)
{
    Ich v;
    v.write(ICH_LR_EL2(0), group0_50);
    EXPECT_EQ(ich_acknowledge(&v, 1), 1023u);
    EXPECT_EQ(v.state(0), 1u);
    EXPECT_EQ(v.read(ICH_AP0R0_EL2), 0u);
}

TEST(IchGroup0, a_list_register_of_group_1_waits_behind_a_higher_priority_of_group_0)
{
    Ich v;
    v.write(ICH_LR_EL2(0), group0_50);
    v.write(ICH_LR_EL2(1), pending_40); // group 1, 0x40
    EXPECT_EQ(v.read_virtual(ICC_HPPIR0_EL1), 50u);
    EXPECT_EQ(v.read_virtual(ICC_HPPIR1_EL1), 1023u);
    EXPECT_EQ(ich_acknowledge(&v, 1), 1023u);
    EXPECT_EQ(ich_acknowledge(&v, 0), 50u);
    EXPECT_EQ(v.read_virtual(ICC_HPPIR1_EL1), 40u);
    EXPECT_FALSE(ich_signals(&v, 1)); // 0x20 is running
}

TEST(IchGroup0, a_disabled_group_leaves_the_other_alone)
{
    Ich v;
    v.write(ICH_LR_EL2(0), group0_50);
    v.write(ICH_LR_EL2(1), pending_40);
    v.write_virtual(ICC_IGRPEN0_EL1, 0);
    EXPECT_EQ(v.read(ICH_VMCR_EL2) & 3u, 2u);
    EXPECT_FALSE(ich_signals(&v, 0));
    EXPECT_EQ(ich_acknowledge(&v, 1), 40u);
}

TEST(IchGroup0, the_other_groups_eoir_drops_the_priority_but_deactivates_nothing)
{
    Ich v;
    v.write(ICH_LR_EL2(0), group0_50);
    ich_acknowledge(&v, 0);
    ich_end(&v, 1, 50);
    EXPECT_EQ(v.state(0), 2u);
    EXPECT_EQ(v.read_virtual(ICC_RPR_EL1), 0xffu);
}

TEST(IchGroup0, at_equal_levels_the_priority_of_group_0_is_dropped_first)
{
    Ich v;
    v.write(ICH_AP0R0_EL2, 0x100);
    v.write(ICH_AP1R0_EL2, 0x100);
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.read_virtual(ICC_AP0R0_EL1), 0u);
    EXPECT_EQ(v.read_virtual(ICC_AP1R0_EL1), 0x100u);
}

TEST(IchGroup0, bpr0_splits_one_bit_lower_than_bpr1)
{
    Ich v;
    v.write_virtual(ICC_BPR0_EL1, 6); // group priority is bit 7
    v.write_virtual(ICC_BPR1_EL1, 6); // bits 7 and 6
    v.write(ICH_LR_EL2(0), 0x4060000000000032);
    ich_acknowledge(&v, 0);
    EXPECT_EQ(v.read_virtual(ICC_AP0R0_EL1), 1u);
    v.write(ICH_AP0R0_EL2, 0);
    v.write(ICH_LR_EL2(0), 0x5060000000000032);
    ich_acknowledge(&v, 1);
    EXPECT_EQ(v.read_virtual(ICC_AP1R0_EL1), 0x100u);
}

TEST(IchGroup0, with_bpr0_of_seven_nothing_preempts)
{
    Ich v;
    v.write_virtual(ICC_BPR0_EL1, 7);
    v.write(ICH_LR_EL2(0), 0x4080000000000032);
    v.write(ICH_LR_EL2(1), 0x4000000000000033);
    v.write_virtual(ICC_PMR_EL1, 0);
    EXPECT_FALSE(ich_signals(&v, 0));
    v.write_virtual(ICC_PMR_EL1, 0xf8);
    EXPECT_EQ(ich_acknowledge(&v, 0), 51u);
    EXPECT_FALSE(ich_signals(&v, 0));
}

TEST(IchGroup0, binary_points_stop_at_their_minimum)
{
    Ich v;
    v.write_virtual(ICC_BPR0_EL1, 0);
    v.write_virtual(ICC_BPR1_EL1, 0);
    EXPECT_EQ(v.read_virtual(ICC_BPR0_EL1), 2u);
    EXPECT_EQ(v.read_virtual(ICC_BPR1_EL1), 3u);
}

TEST(IchTraps, tall0_and_tall1_trap_the_registers_of_their_group)
{
    Ich v;
    v.write(ICH_HCR_EL2, 1u << 11 | 1);
    EXPECT_TRUE(ich_traps(&v, ICC_IAR0_EL1));
    EXPECT_TRUE(ich_traps(&v, ICC_IGRPEN0_EL1));
    EXPECT_FALSE(ich_traps(&v, ICC_IAR1_EL1));
    v.write(ICH_HCR_EL2, 1u << 12 | 1);
    EXPECT_TRUE(ich_traps(&v, ICC_EOIR1_EL1));
    EXPECT_FALSE(ich_traps(&v, ICC_EOIR0_EL1));
    EXPECT_FALSE(ich_traps(&v, ICC_PMR_EL1));
}

TEST(IchTraps, tc_traps_the_common_registers_and_tdir_dir_alone)
{
    Ich v;
    v.write(ICH_HCR_EL2, 1u << 10 | 1);
    EXPECT_TRUE(ich_traps(&v, ICC_PMR_EL1));
    EXPECT_TRUE(ich_traps(&v, ICC_RPR_EL1));
    EXPECT_TRUE(ich_traps(&v, ICC_CTLR_EL1));
    EXPECT_TRUE(ich_traps(&v, ICC_DIR_EL1));
    EXPECT_FALSE(ich_traps(&v, ICC_IAR1_EL1));
    v.write(ICH_HCR_EL2, 1u << 14 | 1);
    EXPECT_TRUE(ich_traps(&v, ICC_DIR_EL1));
    EXPECT_FALSE(ich_traps(&v, ICC_PMR_EL1));
}

TEST(IchTraps, hcr_keeps_its_implemented_bits_alone)
{
    Ich v;
    v.write(ICH_HCR_EL2, 0xffffffffffffffff);
    EXPECT_EQ(v.read(ICH_HCR_EL2), 0xf8005cffu); // EOIcount, TDIR, TALL1, TALL0, TC, causes, En
}
