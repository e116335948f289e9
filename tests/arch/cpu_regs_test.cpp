// SPDX-License-Identifier: Apache-2.0
// ICC, ICH and system register encodings against Arm IHI 0069 (encodings, ICH_LR<n>_EL2, priority
// grouping).
#include "arch/ich_regs.h"
#include "arch/sysreg.h"
#include <gtest/gtest.h>

TEST(Intid, ranges)
{
    EXPECT_TRUE(intid_is_sgi(15) && !intid_is_sgi(16));
    EXPECT_TRUE(!intid_is_ppi(15) && intid_is_ppi(16) && intid_is_ppi(31) && !intid_is_ppi(32));
    EXPECT_TRUE(!intid_is_special(1019) && intid_is_special(1020) && intid_is_special(1023) &&
                !intid_is_special(1024));
    EXPECT_TRUE(!intid_is_lpi(8191) && intid_is_lpi(8192));
    EXPECT_EQ(INTID_MAINTENANCE, 25u);
    EXPECT_EQ(INTID_TIMER_HYP, 26u);
    EXPECT_EQ(INTID_TIMER_VIRT, 27u);
}

TEST(IccLayout, priority_mask_keeps_the_upper_bits)
{
    EXPECT_EQ(icc_priority_mask(5), 0xf8);
    EXPECT_EQ(icc_priority_mask(4), 0xf0);
    EXPECT_EQ(icc_priority_mask(8), 0xff);
}

TEST(IccLayout, group_mask_is_bits_7_to_the_binary_point)
{
    EXPECT_EQ(icc_group_mask(1), 0xfe);
    EXPECT_EQ(icc_group_mask(0), 0xfe);
    EXPECT_EQ(icc_group_mask(3), 0xf8);
    EXPECT_EQ(icc_group_mask(7), 0x80);
}

TEST(IccLayout, active_priority_bit)
{
    EXPECT_EQ(icc_apr_bit(0xa0, 5), 20u);
    EXPECT_EQ(icc_apr_bit(0x00, 5), 0u);
    EXPECT_EQ(icc_apr_bit(0xf8, 5), 31u);
    EXPECT_EQ(icc_apr_bit(0x80, 4), 8u);
}

TEST(IccLayout, fields)
{
    EXPECT_EQ(bits_get(0xff002003, ICC_INTID), 0x002003u);
    EXPECT_EQ(bits_put(0, ICC_CTLR_EOIMODE, 1) | bits_put(0, ICC_CTLR_CBPR, 1) |
                  bits_put(0, ICC_CTLR_PRIBITS, 4),
              0x403u);
    EXPECT_EQ(bits_put(0, ICC_CTLR_IDBITS, 1) | bits_put(0, ICC_CTLR_RSS, 1), 0x40800u);
    EXPECT_EQ(bits_get(0x1ff, ICC_PMR_PRIORITY), 0xffu);
    EXPECT_EQ(bits_get(0xf, ICC_BPR_POINT), 7u);
}

TEST(IccLayout, sgi_fields)
{
    const std::uint64_t sgi = 0x00a101b205c30004;
    EXPECT_EQ(bits_get(sgi, ICC_SGI1R_TARGETS), 0x0004u);
    EXPECT_EQ(bits_get(sgi, ICC_SGI1R_AFF1), 0xc3u);
    EXPECT_EQ(bits_get(sgi, ICC_SGI1R_INTID), 5u);
    EXPECT_EQ(bits_get(sgi, ICC_SGI1R_AFF2), 0xb2u);
    EXPECT_EQ(bits_get(sgi, ICC_SGI1R_IRM), 1u);
    EXPECT_EQ(bits_get(sgi, ICC_SGI1R_RS), 0u);
    EXPECT_EQ(bits_get(sgi, ICC_SGI1R_AFF3), 0xa1u);
    EXPECT_EQ(bits_get(0x0000f00000000000, ICC_SGI1R_RS), 0xfu);
}

TEST(IchLayout, list_register_words)
{
    const ich_lr plain = { ICH_LR_PENDING, false, true, false, 0x40, 0, 40 };
    EXPECT_EQ(ich_lr_store(&plain), 0x5040000000000028u);
    const ich_lr eoi = { ICH_LR_ACTIVE, false, true, true, 0xa0, 0, 8192 };
    EXPECT_EQ(ich_lr_store(&eoi), 0x90a0020000002000u);
    const ich_lr hw = { ICH_LR_PENDING, true, true, false, 0x40, 80, 40 };
    EXPECT_EQ(ich_lr_store(&hw), 0x7040005000000028u);
    const ich_lr group0 = { ICH_LR_PENDING_ACTIVE, false, false, false, 0xf8, 0, 41 };
    EXPECT_EQ(ich_lr_store(&group0), 0xc0f8000000000029u);
}

TEST(IchLayout, list_register_load)
{
    const ich_lr hw = ich_lr_load(0x70401fff00000028);
    EXPECT_EQ(hw.state, ICH_LR_PENDING);
    EXPECT_TRUE(hw.hw && hw.group1 && !hw.eoi); // bit 41 belongs to pINTID
    EXPECT_EQ(hw.priority, 0x40);
    EXPECT_EQ(hw.pintid, 0x1fff);
    EXPECT_EQ(hw.vintid, 40u);
    const ich_lr eoi = ich_lr_load(0x90a0020000002000);
    EXPECT_TRUE(!eoi.hw && eoi.eoi);
    EXPECT_EQ(eoi.pintid, 0);
}

TEST(IchLayout, control_and_status_bits)
{
    EXPECT_EQ(ICH_HCR_EN | ICH_HCR_UIE | ICH_HCR_LRENPIE | ICH_HCR_NPIE, 0xfu);
    EXPECT_EQ(ICH_HCR_VGRP0EIE | ICH_HCR_VGRP0DIE | ICH_HCR_VGRP1EIE | ICH_HCR_VGRP1DIE, 0xf0u);
    EXPECT_EQ(bits_get(0xf8000000, ICH_HCR_EOICOUNT), 31u);
    EXPECT_EQ(ICH_MISR_EOI | ICH_MISR_U | ICH_MISR_LRENP | ICH_MISR_NP, 0xfu);
    EXPECT_EQ(ICH_MISR_VGRP0D, 0x20u);
}

TEST(IchLayout, vtr_and_vmcr)
{
    EXPECT_EQ(bits_put(0, ICH_VTR_PRIBITS, 4) | bits_put(0, ICH_VTR_PREBITS, 4) |
                  bits_put(0, ICH_VTR_NV4, 1) | bits_put(0, ICH_VTR_LISTREGS, 3),
              0x90100003u);
    EXPECT_EQ(bits_put(0, ICH_VTR_IDBITS, 1), 0x00800000u);
    const std::uint64_t vmcr = 0xf84c021a;
    EXPECT_EQ(bits_get(vmcr, ICH_VMCR_VPMR), 0xf8u);
    EXPECT_EQ(bits_get(vmcr, ICH_VMCR_VBPR0), 2u);
    EXPECT_EQ(bits_get(vmcr, ICH_VMCR_VBPR1), 3u);
    EXPECT_EQ(bits_get(vmcr, ICH_VMCR_VEOIM), 1u);
    EXPECT_EQ(bits_get(vmcr, ICH_VMCR_VCBPR), 1u);
    EXPECT_EQ(bits_get(vmcr, ICH_VMCR_VFIQEN), 1u);
    EXPECT_EQ(bits_get(vmcr, ICH_VMCR_VENG1), 1u);
    EXPECT_EQ(bits_get(vmcr, ICH_VMCR_VENG0), 0u);
}

TEST(Sysreg, physical_interface)
{
    EXPECT_EQ(ICC_PMR_EL1, 0xc230);
    EXPECT_EQ(ICC_AP1R0_EL1, 0xc648);
    EXPECT_EQ(ICC_DIR_EL1, 0xc659);
    EXPECT_EQ(ICC_RPR_EL1, 0xc65b);
    EXPECT_EQ(ICC_SGI1R_EL1, 0xc65d);
    EXPECT_EQ(ICC_IAR1_EL1, 0xc660);
    EXPECT_EQ(ICC_EOIR1_EL1, 0xc661);
    EXPECT_EQ(ICC_HPPIR1_EL1, 0xc662);
    EXPECT_EQ(ICC_BPR1_EL1, 0xc663);
    EXPECT_EQ(ICC_CTLR_EL1, 0xc664);
    EXPECT_EQ(ICC_SRE_EL1, 0xc665);
    EXPECT_EQ(ICC_IGRPEN1_EL1, 0xc667);
    EXPECT_EQ(ICC_SRE_EL2, 0xe64d);
}

TEST(Sysreg, virtual_interface)
{
    EXPECT_EQ(ICH_AP1R0_EL2, 0xe648);
    EXPECT_EQ(ICH_HCR_EL2, 0xe658);
    EXPECT_EQ(ICH_VTR_EL2, 0xe659);
    EXPECT_EQ(ICH_MISR_EL2, 0xe65a);
    EXPECT_EQ(ICH_EISR_EL2, 0xe65b);
    EXPECT_EQ(ICH_ELRSR_EL2, 0xe65d);
    EXPECT_EQ(ICH_VMCR_EL2, 0xe65f);
    EXPECT_EQ(ICH_LR_EL2(0), 0xe660);
    EXPECT_EQ(ICH_LR_EL2(7), 0xe667);
    EXPECT_EQ(ICH_LR_EL2(8), 0xe668);
    EXPECT_EQ(ICH_LR_EL2(15), 0xe66f);
}

TEST(Sysreg, timers)
{
    EXPECT_EQ(CNTFRQ_EL0, 0xdf00);
    EXPECT_EQ(CNTPCT_EL0, 0xdf01);
    EXPECT_EQ(CNTVCT_EL0, 0xdf02);
    EXPECT_EQ(CNTV_CTL_EL0, 0xdf19);
    EXPECT_EQ(CNTV_CVAL_EL0, 0xdf1a);
    EXPECT_EQ(CNTHP_CTL_EL2, 0xe711);
    EXPECT_EQ(CNTHP_CVAL_EL2, 0xe712);
    EXPECT_EQ(CNT_CTL_ENABLE | CNT_CTL_IMASK | CNT_CTL_ISTATUS, 7u);
}
