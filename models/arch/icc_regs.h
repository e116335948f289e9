/* SPDX-License-Identifier: MIT */
/*
 * Fields of the physical CPU interface and the arithmetic of group priorities. Source: Arm IHI 0069, ICC_* registers,
 * "Priority grouping".
 */
#pragma once
#include "intid.h"

#define ICC_PRIORITY_IDLE 0xffu

/*      field                hi  lo */
#define ICC_INTID            23,  0 /* IAR, EOIR, HPPIR, DIR */
#define ICC_PMR_PRIORITY      7,  0
#define ICC_BPR_POINT         2,  0
#define ICC_CTLR_CBPR         0,  0
#define ICC_CTLR_EOIMODE      1,  1
#define ICC_CTLR_PRIBITS     10,  8 /* minus 1 */
#define ICC_CTLR_IDBITS      13, 11
#define ICC_CTLR_RSS         18, 18 /* SGI1R.RS is used: Aff0 above 15 */
#define ICC_IGRPEN_ENABLE     0,  0

#define ICC_SGI1R_TARGETS    15,  0
#define ICC_SGI1R_AFF1       23, 16
#define ICC_SGI1R_INTID      27, 24
#define ICC_SGI1R_AFF2       39, 32
#define ICC_SGI1R_IRM        40, 40
#define ICC_SGI1R_RS         47, 44
#define ICC_SGI1R_AFF3       55, 48

/* The INTID in a value read from or written to IAR, EOIR, HPPIR, DIR. */
ARCH_FN uint32_t icc_intid(uint64_t value)
{
    return (uint32_t)bits_get(value, ICC_INTID);
}

/* Bits of a priority that `pri_bits` implemented bits keep (5 bits: [7:3]). */
ARCH_FN uint8_t icc_priority_mask(unsigned pri_bits)
{
    return (uint8_t)(0xffu << (8u - pri_bits));
}

/* Group-priority mask of a Non-secure Group 1 interrupt under binary point `bpr` (1..7): bits [7:bpr]; 0 counts as 1. */
ARCH_FN uint8_t icc_group_mask(unsigned bpr)
{
    return (uint8_t)(0xffu << (bpr == 0 ? 1u : bpr));
}

/* Group-priority mask of a Group 0 interrupt (bpr 0..7): bits [7:bpr+1]; with 7 all priorities are
 * in one group. */
ARCH_FN uint8_t icc_group0_mask(unsigned bpr)
{
    return (uint8_t)(0xffu << (bpr + 1u));
}

/* Two Security states: Non-secure software has the lower half of the priorities, and sees it as all of them. */
#define GIC_PRIORITY_NS_FIRST 0x80u

ARCH_FN uint8_t gic_priority_from_ns(uint8_t written)
{
    return (uint8_t)(GIC_PRIORITY_NS_FIRST | written >> 1);
}

ARCH_FN uint8_t gic_priority_to_ns(uint8_t priority)
{
    return (uint8_t)(priority << 1);
}

/* Bit of an active-priorities register (one register: up to 32 levels, `pre_bits` <= 5) for a group priority. */
ARCH_FN unsigned icc_apr_bit(uint8_t group_priority, unsigned pre_bits)
{
    return (unsigned)group_priority >> (8u - pre_bits);
}
