// SPDX-License-Identifier: Apache-2.0
// The physical CPU interface's arithmetic; rows of the conformance list (CPU) where they need no
// redistributor.
#include "icc_bench.h"
#include <gtest/gtest.h>

using itstorm::Icc;

TEST(Icc, AfterResetNothingIsSignalled)
{
    icc c;
    icc_init(&c, 5, 5, 16, false);
    EXPECT_FALSE(icc_signals(&c, { 8195, 0 }));
    c.enabled = IRQ_GROUP1;
    EXPECT_FALSE(icc_signals(&c, { 8195, 0 })); // PMR = 0
}

TEST(Icc, CPU02_CPU03_PmrMasksItsOwnPriorityAndBelow)
{
    Icc c;
    c.write(ICC_PMR_EL1, 0xa0);
    EXPECT_FALSE(c.signals(0xa0));
    c.write(ICC_PMR_EL1, 0xa8);
    EXPECT_TRUE(c.signals(0xa0));
}

TEST(Icc, RDS30_TheLowestPriorityIsNeverBelowPmr)
{
    Icc c;
    EXPECT_EQ(c.read(ICC_PMR_EL1), 0xf8u);
    EXPECT_FALSE(c.signals(0xf8));
    EXPECT_TRUE(c.signals(0xf0));
}

TEST(Icc, CPU17_Ap1r0AfterAcknowledgeAtA0HasBit20)
{
    Icc c;
    icc_acknowledge(&c, { 8195, 0xa0 });
    EXPECT_EQ(c.read(ICC_AP1R0_EL1), 0x00100000u);
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0xa0u);
}

TEST(Icc, CPU16_IdleRunningPriorityIsFF)
{
    EXPECT_EQ(Icc().read(ICC_RPR_EL1), 0xffu);
}

TEST(Icc, CPU10_NestedEndsDropTheHighestFirst)
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

TEST(Icc, CPU11_PrioritiesOfOneGroupDoNotPreempt)
{
    Icc c;
    c.write(ICC_BPR1_EL1, 7);
    icc_acknowledge(&c, { 8195, 0xa0 });
    EXPECT_FALSE(c.signals(0x80));
    EXPECT_TRUE(c.signals(0x78));
    icc_end(&c, 1, 8195);
    EXPECT_TRUE(c.signals(0x80));
}

TEST(Icc, TheBinaryPointHasAMinimum)
{
    Icc c;
    EXPECT_EQ(c.read(ICC_BPR1_EL1), 3u);
    c.write(ICC_BPR1_EL1, 0);
    EXPECT_EQ(c.read(ICC_BPR1_EL1), 3u);
    c.write(ICC_BPR1_EL1, 5);
    EXPECT_EQ(c.read(ICC_BPR1_EL1), 5u);
}

TEST(Icc, CPU12_EndOfASpecialIntidIsIgnored)
{
    Icc c;
    icc_acknowledge(&c, { 8195, 0xa0 });
    EXPECT_FALSE(icc_end(&c, 1, 1023));
    EXPECT_EQ(c.read(ICC_RPR_EL1), 0xa0u);
}

TEST(Icc, CPU07_EoiModeSplitsEndAndDeactivation)
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

TEST(Icc, CPU09_DirOfAnLpiHasNoEffect)
{
    Icc c;
    c.write(ICC_CTLR_EL1, 2);
    EXPECT_FALSE(icc_deactivates(&c, 8195));
    EXPECT_FALSE(icc_deactivates(&c, 1023));
}

TEST(Icc, EndWithNothingActiveChangesNothing)
{
    Icc c;
    icc_end(&c, 1, 8195);
    EXPECT_EQ(c.read(ICC_AP1R0_EL1), 0u);
}

TEST(Icc, ConstantsOfTheControlRegisters)
{
    Icc c;
    EXPECT_EQ(c.read(ICC_CTLR_EL1), 0x40400u); // 5 priority bits, 16 INTID bits, RSS
    c.write(ICC_CTLR_EL1, ~0ull);
    EXPECT_EQ(c.read(ICC_CTLR_EL1), 0x40403u); // only EOImode and CBPR are writable
    EXPECT_EQ(c.read(ICC_SRE_EL1), 7u);
    EXPECT_EQ(c.read(ICC_SRE_EL2), 0xfu);
    std::uint64_t value;
    EXPECT_FALSE(icc_read(&c, ICC_IAR1_EL1, &value)); // its owner's business
}
