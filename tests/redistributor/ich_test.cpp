// SPDX-License-Identifier: Apache-2.0
// The virtual CPU interface as the guest uses it: list registers, Group 1, maintenance. List
// register words are written by hand.
#include "ich_bench.h"
#include <gtest/gtest.h>

using namespace itstorm;

TEST(Ich, VIR01_APendingListRegisterIsSignalledAndAcknowledged)
{
    Ich v;
    v.write(ICH_LR_EL2(0), pending_40);
    EXPECT_TRUE(ich_signals(&v, 1));
    EXPECT_EQ(ich_acknowledge(&v, 1), 40u);
    EXPECT_EQ(v.state(0), 2u);
    EXPECT_EQ(v.read(ICH_AP1R0_EL2), 0x100u); // 0x40 >> 3 = bit 8
    EXPECT_FALSE(ich_signals(&v, 1));
}

TEST(Ich, VIR02_EndEmptiesItAndDropsThePriority)
{
    Ich v;
    v.write(ICH_LR_EL2(0), pending_40);
    ich_acknowledge(&v, 1);
    EXPECT_EQ(ich_end(&v, 1, 40), INTID_NONE);
    EXPECT_EQ(v.state(0), 0u);
    EXPECT_EQ(v.read(ICH_AP1R0_EL2), 0u);
}

TEST(Ich, VIR03_WithVeoimItStaysActiveUntilDir)
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

TEST(Ich, VIR04_EndOfAHardwareOneNamesThePhysicalIntid)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0x7040005000000028); // HW, pINTID 80
    ich_acknowledge(&v, 1);
    EXPECT_EQ(ich_end(&v, 1, 40), 80u);
}

TEST(Ich, VIR05_TheEoiBitRaisesTheMaintenanceInterrupt)
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

TEST(Ich, VIR06_AVlpiNeedsNoDirAndIsNotCounted)
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

TEST(Ich, VIR07_VIR08_EndsWithoutListRegisterAreCountedExceptVlpis)
{
    Ich v;
    v.write(ICH_AP1R0_EL2, 0x300);
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.eoicount(), 1u);
    ich_end(&v, 1, 8192);
    EXPECT_EQ(v.eoicount(), 1u);
}

TEST(Ich, AnEndWithNoActivePriorityDoesNothing)
{
    Ich v;
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.eoicount(), 0u);
}

TEST(Ich, EoicountWrapsAt32)
{
    Ich v;
    v.write(ICH_HCR_EL2, 0xf8000001);
    v.write(ICH_AP1R0_EL2, 0x1);
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.read(ICH_HCR_EL2), 1u);
}

TEST(Ich, VIR09_DirOfAVlpiIsIgnored)
{
    Ich v;
    v.write(ICH_VMCR_EL2, 0xf8000203);
    v.write(ICH_LR_EL2(0), pending_8192);
    ich_acknowledge(&v, 1);
    ich_deactivate(&v, 8192);
    EXPECT_EQ(v.state(0), 2u);
    EXPECT_EQ(v.eoicount(), 0u);
}

TEST(Ich, DirWithoutListRegisterIsCountedOnlyWithVeoim)
{
    Ich v;
    ich_deactivate(&v, 41);
    EXPECT_EQ(v.eoicount(), 0u);
    v.write(ICH_VMCR_EL2, 0xf8000203);
    ich_deactivate(&v, 41);
    EXPECT_EQ(v.eoicount(), 1u);
}

TEST(Ich, VIR10_UnderflowIsAtMostOneValidListRegister)
{
    Ich v;
    v.write(ICH_HCR_EL2, 3); // En, UIE
    v.write(ICH_LR_EL2(0), pending_40);
    EXPECT_EQ(v.read(ICH_MISR_EL2), 2u);
    v.write(ICH_LR_EL2(3), pending_41);
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0u);
}

TEST(Ich, VIR11_NoPendingListRegister)
{
    Ich v;
    v.write(ICH_HCR_EL2, 9); // En, NPIE
    EXPECT_EQ(v.read(ICH_MISR_EL2), 8u);
    v.write(ICH_LR_EL2(0), pending_40);
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0u);
    ich_acknowledge(&v, 1); // active is not pending
    EXPECT_EQ(v.read(ICH_MISR_EL2), 8u);
}

TEST(Ich, VIR12_CountedEndsRaiseLrenp)
{
    Ich v;
    v.write(ICH_HCR_EL2, 5); // En, LRENPIE
    EXPECT_EQ(v.read(ICH_MISR_EL2), 0u);
    v.write(ICH_AP1R0_EL2, 1);
    ich_end(&v, 1, 41);
    EXPECT_EQ(v.read(ICH_MISR_EL2), 4u);
}

TEST(Ich, VIR13_VIR14_GroupEnablesAreTestedEachByItself)
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

TEST(Ich, VIR15_DisabledThereIsNoMaintenanceInterrupt)
{
    Ich v;
    v.write(ICH_HCR_EL2, 2); // UIE without En
    EXPECT_EQ(v.read(ICH_MISR_EL2), 2u);
    EXPECT_FALSE(ich_maintenance(&v));
}

TEST(Ich, DisabledNothingIsSignalled)
{
    Ich v;
    v.write(ICH_HCR_EL2, 0);
    v.write(ICH_LR_EL2(0), pending_40);
    EXPECT_FALSE(ich_signals(&v, 1));
    EXPECT_EQ(ich_acknowledge(&v, 1), 1023u);
}

TEST(Ich, VIR16_TheHigherPriorityIsAcknowledgedFirst)
{
    Ich v;
    v.write(ICH_LR_EL2(0), pending_40);
    v.write(ICH_LR_EL2(2), 0x5020000000000029); // 41 at 0x20
    EXPECT_EQ(v.read_virtual(ICC_HPPIR1_EL1), 41u);
    EXPECT_EQ(ich_acknowledge(&v, 1), 41u);
}

TEST(Ich, EqualPrioritiesGoByLowestListRegister)
{
    Ich v;
    v.write(ICH_LR_EL2(1), pending_40);
    v.write(ICH_LR_EL2(0), pending_41);
    EXPECT_EQ(ich_acknowledge(&v, 1), 41u);
}

TEST(Ich, VIR17_VpmrMasksItsOwnPriority)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0x5020000000000028);
    v.write_virtual(ICC_PMR_EL1, 0x20);
    EXPECT_FALSE(ich_signals(&v, 1));
    v.write_virtual(ICC_PMR_EL1, 0x28);
    EXPECT_TRUE(ich_signals(&v, 1));
}

TEST(Ich, VIR18_PendingAndActiveWaitsForDeactivation)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0xd040000000000028); // state 3
    EXPECT_FALSE(ich_signals(&v, 1));
    v.write(ICH_AP1R0_EL2, 0x100);
    ich_end(&v, 1, 40);
    EXPECT_EQ(v.state(0), 1u);
    EXPECT_TRUE(ich_signals(&v, 1));
}

TEST(Ich, VIR19_ElrsrLeavesOutThoseThatAskForMaintenance)
{
    Ich v;
    v.write(ICH_LR_EL2(0), eoi_bit);
    v.write(ICH_LR_EL2(1), 0x2000000000000000 | eoi_bit); // HW: bit 41 is part of pINTID
    v.write(ICH_LR_EL2(3), pending_40);
    EXPECT_EQ(v.read(ICH_ELRSR_EL2), 0x6u);
    EXPECT_EQ(v.read(ICH_EISR_EL2), 0x1u);
}

TEST(Ich, VIR20_VmcrAndIcvPmrAreTwoViewsOfOneThing)
{
    Ich v;
    v.write(ICH_VMCR_EL2, 0xb8000003);
    EXPECT_EQ(v.read_virtual(ICC_PMR_EL1), 0xb8u);
    v.write_virtual(ICC_PMR_EL1, 0x50);
    EXPECT_EQ(v.read(ICH_VMCR_EL2) >> 24, 0x50u);
    EXPECT_EQ(v.read(ICH_VMCR_EL2) & 0xffffff, 0x4c000bu); // points 2 and 3, VFIQEn, both groups
}

TEST(Ich, VIR21_VtrCountsTheListRegistersAndNoMoreExist)
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

TEST(Ich, VIR22_EachEndClearsTheHighestActivePriority)
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

TEST(Ich, VIR23_ASpecialVintidIsReturnedAndForgotten)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0x50400000000003ff);
    EXPECT_EQ(ich_acknowledge(&v, 1), 1023u);
    EXPECT_EQ(v.state(0), 0u);
    EXPECT_EQ(v.read(ICH_AP1R0_EL2), 0u);
}

TEST(Ich, AnEndAtAnotherPriorityDeactivatesNothing)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0x90a0000000000028); // active at 0xA0
    v.write(ICH_AP1R0_EL2, 0x100);              // running at 0x40
    ich_end(&v, 1, 40);
    EXPECT_EQ(v.state(0), 2u);
    EXPECT_EQ(v.eoicount(), 0u); // it was found
}

TEST(Ich, AGroup0ListRegisterIsNoVirq)
{
    Ich v;
    v.write(ICH_LR_EL2(0), 0x4040000000000028);
    EXPECT_FALSE(ich_signals(&v, 1));
    EXPECT_EQ(ich_acknowledge(&v, 1), 1023u);
    EXPECT_EQ(v.state(0), 1u);
}

TEST(Ich, TheGuestSeesItsControlRegister)
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

TEST(Ich, CommonBinaryPointTakesVbpr0PlusOne)
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

TEST(Ich, UsedCountsWhatIsNotInvalid)
{
    Ich v;
    EXPECT_EQ(ich_used(&v), 0u);
    v.write(ICH_LR_EL2(0), pending_40);
    v.write(ICH_LR_EL2(3), pending_41);
    EXPECT_EQ(ich_used(&v), 2u);
}
