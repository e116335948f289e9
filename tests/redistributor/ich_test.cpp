// SPDX-License-Identifier: Apache-2.0
// The virtual CPU interface as the guest uses it: list registers, Group 1, maintenance. List
// register words are written by hand.
#include "ich_bench.h"
#include <gtest/gtest.h>

using namespace itstorm;

TEST(Ich, VIR01_a_pending_list_register_is_signalled_and_acknowledged)
{
    Ich v;
    v.write(ICH_LR_EL2(0), pending_40);
    EXPECT_TRUE(ich_signals(&v, 1));
    EXPECT_EQ(ich_acknowledge(&v, 1), 40u);
    EXPECT_EQ(v.state(0), 2u);
    EXPECT_EQ(v.read(ICH_AP1R0_EL2), 0x100u); // 0x40 >> 3 = bit 8
    EXPECT_FALSE(ich_signals(&v, 1));
}

TEST(Ich, VIR02_an_end_empties_the_list_register_and_drops_the_priority)
{
    Ich v;
    v.write(ICH_LR_EL2(0), pending_40);
    ich_acknowledge(&v, 1);
    EXPECT_EQ(ich_end(&v, 1, 40), INTID_NONE);
    EXPECT_EQ(v.state(0), 0u);
    EXPECT_EQ(v.read(ICH_AP1R0_EL2), 0u);
}

TEST(Ich, VIR03_with_veoim_a_list_register_stays_active_until_dir)
{
    Ich v;
    v.write(ICH_VMCR_EL2, 0xf8000203);
    v.write(ICH_LR_EL2(0), pending_40);
    ich_acknowledge(&v, 1);
    ich_end(&v, 1, 40);
    EXPECT_EQ(v.state(0), 2u);
    EXPECT_EQ(v.read(ICH_AP1R0_EL2), 0u);
    ich_deactivate(&v, 40);
    EXPECT_EQ(v.state(0), 0u);
}

TEST(Ich, VIR04_an_end_of_a_hw_list_register_returns_the_physical_intid)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0x7040005000000028); // HW, pINTID 80
    ich_acknowledge(&v, 1);
    EXPECT_EQ(ich_end(&v, 1, 40), 80u);
}

TEST(Ich, VIR05_the_eoi_bit_raises_the_maintenance_interrupt)
{
    Ich v;
    v.write(ICH_LR_EL2(1), pending_40 | eoi_bit);
    ich_acknowledge(&v, 1);
    EXPECT_FALSE(ich_maintenance(&v));
    ich_end(&v, 1, 40);
    EXPECT_EQ(v.read(ICH_EISR_EL2), 2u);
    EXPECT_EQ(v.read(ICH_MISR_EL2), 1u);
    EXPECT_TRUE(ich_maintenance(&v));
}

TEST(Ich, VIR06_a_vlpi_needs_no_dir_and_is_not_counted)
{
    Ich v;
    v.write(ICH_VMCR_EL2, 0xf8000203); // VEOIM
    v.write(ICH_LR_EL2(0), pending_8192);
    EXPECT_EQ(ich_acknowledge(&v, 1), 8192u);
    EXPECT_EQ(v.state(0), 2u);
    ich_end(&v, 1, 8192);
    EXPECT_EQ(v.state(0), 0u);
    EXPECT_EQ(v.eoicount(), 0u);
}

TEST(Ich, VIR07_VIR08_ends_without_list_register_are_counted_except_vlpis)
{
    Ich v;
    v.write(ICH_AP1R0_EL2, 0x300);
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.eoicount(), 1u);
    ich_end(&v, 1, 8192);
    EXPECT_EQ(v.eoicount(), 1u);
}

TEST(Ich, an_end_with_no_active_priority_does_nothing)
{
    Ich v;
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.eoicount(), 0u);
}

TEST(Ich, eoicount_wraps_at_32)
{
    Ich v;
    v.write(ICH_HCR_EL2, 0xf8000001);
    v.write(ICH_AP1R0_EL2, 0x1);
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.read(ICH_HCR_EL2), 1u);
}

TEST(Ich, VIR09_dir_of_a_vlpi_is_ignored)
{
    Ich v;
    v.write(ICH_VMCR_EL2, 0xf8000203);
    v.write(ICH_LR_EL2(0), pending_8192);
    ich_acknowledge(&v, 1);
    ich_deactivate(&v, 8192);
    EXPECT_EQ(v.state(0), 2u);
    EXPECT_EQ(v.eoicount(), 0u);
}

TEST(Ich, dir_without_list_register_is_counted_only_with_veoim)
{
    Ich v;
    ich_deactivate(&v, 41);
    EXPECT_EQ(v.eoicount(), 0u);
    v.write(ICH_VMCR_EL2, 0xf8000203);
    ich_deactivate(&v, 41);
    EXPECT_EQ(v.eoicount(), 1u);
}

TEST(Ich, VIR10_underflow_is_at_most_one_valid_list_register)
{
    Ich v;
    v.write(ICH_HCR_EL2, 3); // En, UIE
    v.write(ICH_LR_EL2(0), pending_40);
    EXPECT_EQ(v.read(ICH_MISR_EL2), 2u);
    v.write(ICH_LR_EL2(3), pending_41);
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0u);
}

TEST(Ich, VIR11_np_is_raised_while_no_list_register_is_pending)
{
    Ich v;
    v.write(ICH_HCR_EL2, 9); // En, NPIE
    EXPECT_EQ(v.read(ICH_MISR_EL2), 8u);
    v.write(ICH_LR_EL2(0), pending_40);
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0u);
    ich_acknowledge(&v, 1); // active is not pending
    EXPECT_EQ(v.read(ICH_MISR_EL2), 8u);
}

TEST(Ich, VIR12_counted_ends_raise_lrenp)
{
    Ich v;
    v.write(ICH_HCR_EL2, 5); // En, LRENPIE
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0u);
    v.write(ICH_AP1R0_EL2, 1);
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.read(ICH_MISR_EL2), 4u);
}

TEST(Ich, VIR13_VIR14_group_enables_are_tested_each_by_itself)
{
    Ich v;
    v.write(ICH_HCR_EL2, 0x81); // VGrp1DIE
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0u);
    v.write(ICH_VMCR_EL2, 0xf8000001); // VENG1=0
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0x80u);
    v.write(ICH_HCR_EL2, 0x21); // VGrp0DIE
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0u);
    v.write(ICH_VMCR_EL2, 0xf8000002); // VENG0=0, VENG1=1
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0x20u);
    v.write(ICH_HCR_EL2, 0x51); // VGrp0EIE, VGrp1EIE
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0x40u);
}

TEST(Ich, VIR15_with_en_0_there_is_no_maintenance_interrupt)
{
    Ich v;
    v.write(ICH_HCR_EL2, 2); // UIE without En
    EXPECT_EQ(v.read(ICH_MISR_EL2), 2u);
    EXPECT_FALSE(ich_maintenance(&v));
}

TEST(Ich, with_en_0_nothing_is_signalled)
{
    Ich v;
    v.write(ICH_HCR_EL2, 0);
    v.write(ICH_LR_EL2(0), pending_40);
    EXPECT_FALSE(ich_signals(&v, 1));
    EXPECT_EQ(ich_acknowledge(&v, 1), 1023u);
}

TEST(Ich, VIR16_the_higher_priority_is_acknowledged_first)
{
    Ich v;
    v.write(ICH_LR_EL2(0), pending_40);
    v.write(ICH_LR_EL2(2), 0x5020000000000029); // 41 at 0x20
    EXPECT_EQ(v.read_virtual(ICC_HPPIR1_EL1), 41u);
    EXPECT_EQ(ich_acknowledge(&v, 1), 41u);
}

TEST(Ich, equal_priorities_go_by_lowest_list_register)
{
    Ich v;
    v.write(ICH_LR_EL2(1), pending_40);
    v.write(ICH_LR_EL2(0), pending_41);
    EXPECT_EQ(ich_acknowledge(&v, 1), 41u);
}

TEST(Ich, VIR17_vpmr_masks_its_own_priority)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0x5020000000000028);
    v.write_virtual(ICC_PMR_EL1, 0x20);
    EXPECT_FALSE(ich_signals(&v, 1));
    v.write_virtual(ICC_PMR_EL1, 0x28);
    EXPECT_TRUE(ich_signals(&v, 1));
}

TEST(Ich, VIR18_pending_and_active_waits_for_deactivation)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0xd040000000000028); // state 3
    EXPECT_FALSE(ich_signals(&v, 1));
    v.write(ICH_AP1R0_EL2, 0x100);
    ich_end(&v, 1, 40);
    EXPECT_EQ(v.state(0), 1u);
    EXPECT_TRUE(ich_signals(&v, 1));
}

TEST(Ich, VIR19_elrsr_leaves_out_list_registers_that_request_maintenance)
{
    Ich v;
    v.write(ICH_LR_EL2(0), eoi_bit);
    v.write(ICH_LR_EL2(1), 0x2000000000000000 | eoi_bit); // HW: bit 41 is part of pINTID
    v.write(ICH_LR_EL2(3), pending_40);
    EXPECT_EQ(v.read(ICH_ELRSR_EL2), 0x6u);
    EXPECT_EQ(v.read(ICH_EISR_EL2), 0x1u);
}

TEST(Ich, VIR20_vmcr_and_icv_pmr_are_two_views_of_one_mask)
{
    Ich v;
    v.write(ICH_VMCR_EL2, 0xb8000003);
    EXPECT_EQ(v.read_virtual(ICC_PMR_EL1), 0xb8u);
    v.write_virtual(ICC_PMR_EL1, 0x50);
    EXPECT_EQ(v.read(ICH_VMCR_EL2) >> 24, 0x50u);
    EXPECT_EQ(v.read(ICH_VMCR_EL2) & 0xffffff, 0x4c000bu); // points 2 and 3, VFIQEn, both groups
}

TEST(Ich, VIR21_vtr_counts_the_list_registers_and_no_more_exist)
{
    Ich v(6);
    EXPECT_EQ(v.read(ICH_VTR_EL2), 0x90180005u);
    std::uint64_t value;
    EXPECT_TRUE(ich_read(&v, ICH_LR_EL2(5), &value));
    EXPECT_FALSE(ich_read(&v, ICH_LR_EL2(6), &value));
    EXPECT_FALSE(ich_write(&v, ICH_LR_EL2(6), 0));
    EXPECT_FALSE(ich_write(&v, ICH_MISR_EL2, 0)); // read-only
    Ich most(16);
    most.write(ICH_LR_EL2(15), pending_40);
    EXPECT_EQ(ich_acknowledge(&most, 1), 40u);
}

TEST(Ich, VIR22_each_end_clears_the_highest_active_priority)
{
    Ich v;
    v.write(ICH_AP1R0_EL2, 0x00100100);
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.read(ICH_AP1R0_EL2), 0x00100000u);
    EXPECT_EQ(v.read_virtual(ICC_RPR_EL1), 0xa0u);
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.read(ICH_AP1R0_EL2), 0u);
    EXPECT_EQ(v.read_virtual(ICC_RPR_EL1), 0xffu);
}

TEST(Ich, VIR23_a_special_vintid_is_returned_and_its_list_register_emptied)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0x50400000000003ff);
    EXPECT_EQ(ich_acknowledge(&v, 1), 1023u);
    EXPECT_EQ(v.state(0), 0u);
    EXPECT_EQ(v.read(ICH_AP1R0_EL2), 0u);
}

TEST(Ich, an_end_at_another_priority_deactivates_nothing)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0x90a0000000000028); // active at 0xA0
    v.write(ICH_AP1R0_EL2, 0x100);              // running at 0x40
    ich_end(&v, 1, 40);
    EXPECT_EQ(v.state(0), 2u);
    EXPECT_EQ(v.eoicount(), 0u); // a list register holds vINTID 40
}

TEST(Ich, a_group_0_list_register_is_no_virq)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0x4040000000000028);
    EXPECT_FALSE(ich_signals(&v, 1));
    EXPECT_EQ(ich_acknowledge(&v, 1), 1023u);
    EXPECT_EQ(v.state(0), 1u);
}

TEST(Ich, icv_ctlr_and_igrpen1_are_views_of_vmcr)
{
    Ich v;
    EXPECT_EQ(v.read_virtual(ICC_CTLR_EL1), 0x400u);
    v.write_virtual(ICC_CTLR_EL1, 2);
    EXPECT_EQ(v.read_virtual(ICC_CTLR_EL1), 0x402u);
    EXPECT_EQ(v.read(ICH_VMCR_EL2) & 0x200, 0x200u);
    v.write_virtual(ICC_IGRPEN1_EL1, 0);
    v.write(ICH_LR_EL2(0), pending_40);
    EXPECT_FALSE(ich_signals(&v, 1));
    EXPECT_EQ(v.read_virtual(ICC_SRE_EL1), 7u);
}

TEST(Ich, common_binary_point_takes_vbpr0_plus_one)
{
    Ich v;
    v.write(ICH_VMCR_EL2, 0xf8000013 | 6u << 21); // VCBPR, VBPR0=6: group is bit 7
    EXPECT_EQ(v.read_virtual(ICC_BPR1_EL1), 7u);
    v.write(ICH_LR_EL2(0), 0x50a0000000000028);
    v.write(ICH_LR_EL2(1), 0x5080000000000029);
    EXPECT_EQ(ich_acknowledge(&v, 1), 41u);
    EXPECT_FALSE(ich_signals(&v, 1)); // same group priority
    v.write_virtual(ICC_BPR1_EL1, 3);
    EXPECT_EQ(v.read_virtual(ICC_BPR1_EL1), 7u);
}

TEST(Ich, in_use_names_the_list_registers_that_are_not_invalid)
{
    Ich v;
    EXPECT_EQ(ich_in_use(&v), 0u);
    v.write(ICH_LR_EL2(0), pending_40);
    v.write(ICH_LR_EL2(3), pending_41);
    EXPECT_EQ(ich_in_use(&v), 9u);
}
