/* SPDX-License-Identifier: MIT */
/*
 * GICD_* registers: offsets and fields, and the arrays that distributor and SGI_base frame have at the same offsets. Source:
 * Arm IHI 0069, Distributor register map; Redistributor register map, SGI_base frame.
 */
#pragma once
#include "bits.h"

#define GICD_FRAME_BYTES 0x10000u

#define GICD_CTLR 0x0000u
#define GICD_TYPER 0x0004u
#define GICD_IIDR 0x0008u
#define GICD_TYPER2 0x000cu
#define GICD_SETSPI_NSR 0x0040u
#define GICD_CLRSPI_NSR 0x0048u
#define GICD_SETSPI_SR 0x0050u
#define GICD_CLRSPI_SR 0x0058u
#define GICD_ITARGETSR 0x0800u
#define GICD_SGIR 0x0f00u
#define GICD_IROUTER 0x6000u /* + 8 x INTID; none below INTID 32 */
#define GICD_PIDR4 0xffd0u
#define GICD_PIDR0 0xffe0u
#define GICD_PIDR1 0xffe4u
#define GICD_PIDR2 0xffe8u
#define GICD_CIDR0 0xfff0u
#define GICD_CIDR1 0xfff4u
#define GICD_CIDR2 0xfff8u
#define GICD_CIDR3 0xfffcu

/* Of INTID 0: 1, 8 or 2 bits each. */
#define GIC_IGROUPR 0x0080u
#define GIC_ISENABLER 0x0100u
#define GIC_ICENABLER 0x0180u
#define GIC_ISPENDR 0x0200u
#define GIC_ICPENDR 0x0280u
#define GIC_ISACTIVER 0x0300u
#define GIC_ICACTIVER 0x0380u
#define GIC_IPRIORITYR 0x0400u
#define GIC_ICFGR 0x0c00u
#define GIC_IGRPMODR 0x0d00u
#define GIC_NSACR 0x0e00u

/* The same names in the Non-secure view of two Security states, but for EnableGrp0, DS (RES0). */
#define GICD_CTLR_ENABLE_GRP0 bit(0)
#define GICD_CTLR_ENABLE_GRP1 bit(1)
#define GICD_CTLR_ARE bit(4)
#define GICD_CTLR_DS bit(6)
#define GICD_CTLR_RWP bit(31)

/*      field                    hi  lo */
#define GICD_TYPER_IT_LINES       4,  0
#define GICD_TYPER_SECURITY      10, 10
#define GICD_TYPER_MBIS          16, 16 /* message-based SPIs */
#define GICD_TYPER_LPIS          17, 17
#define GICD_TYPER_IDBITS        23, 19 /* minus 1 */
#define GICD_TYPER_A3V           24, 24
#define GICD_TYPER_NO1N          25, 25
#define GICD_TYPER_RSS           26, 26 /* Aff0 above 15 */
#define GICD_SPI_INTID            9,  0 /* SETSPI, CLRSPI */
#define GICD_IROUTER_AFF0         7,  0
#define GICD_IROUTER_AFF1        15,  8
#define GICD_IROUTER_AFF2        23, 16
