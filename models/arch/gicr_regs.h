/* SPDX-License-Identifier: MIT */
/*
 * GICR_* registers: frames, offsets, fields. Source: Arm IHI 0069, Redistributor register map.
 */
#pragma once
#include "gicd_regs.h"

#define GICR_STRIDE 0x20000u /* RD_base and SGI_base, 64 KiB each */
#define GICR_SGI_BASE 0x10000u

#define GICR_CTLR 0x0000u
#define GICR_IIDR 0x0004u
#define GICR_TYPER 0x0008u
#define GICR_WAKER 0x0014u
#define GICR_SETLPIR 0x0040u
#define GICR_CLRLPIR 0x0048u
#define GICR_PROPBASER 0x0070u
#define GICR_PENDBASER 0x0078u
#define GICR_INVLPIR 0x00a0u
#define GICR_INVALLR 0x00b0u
#define GICR_SYNCR 0x00c0u
#define GICR_PIDR4 0xffd0u
#define GICR_PIDR0 0xffe0u
#define GICR_PIDR1 0xffe4u
#define GICR_PIDR2 0xffe8u
#define GICR_CIDR0 0xfff0u
#define GICR_CIDR1 0xfff4u
#define GICR_CIDR2 0xfff8u
#define GICR_CIDR3 0xfffcu

/* from RD_base: the arrays of GICD, private interrupts only */
#define GICR_IGROUPR0 (GICR_SGI_BASE + GIC_IGROUPR)
#define GICR_ISENABLER0 (GICR_SGI_BASE + GIC_ISENABLER)
#define GICR_ICENABLER0 (GICR_SGI_BASE + GIC_ICENABLER)
#define GICR_ISPENDR0 (GICR_SGI_BASE + GIC_ISPENDR)
#define GICR_ICPENDR0 (GICR_SGI_BASE + GIC_ICPENDR)
#define GICR_ISACTIVER0 (GICR_SGI_BASE + GIC_ISACTIVER)
#define GICR_ICACTIVER0 (GICR_SGI_BASE + GIC_ICACTIVER)
#define GICR_IPRIORITYR0 (GICR_SGI_BASE + GIC_IPRIORITYR)
#define GICR_ICFGR0 (GICR_SGI_BASE + GIC_ICFGR)
#define GICR_ICFGR1 (GICR_SGI_BASE + GIC_ICFGR + 4u)

#define GICR_CTLR_ENABLE_LPIS bit(0)
#define GICR_CTLR_CES bit(1)
#define GICR_CTLR_IR bit(2)
#define GICR_CTLR_RWP bit(3)
#define GICR_SYNCR_BUSY bit(0)
#define GICR_WAKER_PROCESSOR_SLEEP bit(1)
#define GICR_WAKER_CHILDREN_ASLEEP bit(2)

/*      field                        hi  lo */
#define GICR_TYPER_PLPIS              0,  0
#define GICR_TYPER_DIRECT_LPI         3,  3
#define GICR_TYPER_LAST               4,  4
#define GICR_TYPER_PROCESSOR_NUMBER  23,  8
#define GICR_TYPER_AFFINITY          63, 32

#define GICR_PROPBASER_OUTER_CACHE   58, 56
#define GICR_PROPBASER_ADDRESS       51, 12
#define GICR_PROPBASER_SHAREABILITY  11, 10
#define GICR_PROPBASER_INNER_CACHE    9,  7
#define GICR_PROPBASER_IDBITS         4,  0 /* minus 1 */

#define GICR_PENDBASER_PTZ           62, 62
#define GICR_PENDBASER_ADDRESS       51, 16

#define GICR_INV_V                   63, 63 /* INVLPIR, INVALLR: of a vPE */
