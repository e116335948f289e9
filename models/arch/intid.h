/* SPDX-License-Identifier: MIT */
/*
 * INTID ranges and the INTIDs that this platform wires. Source: Arm IHI 0069, "INTIDs"; PPI numbers follow SBSA (Arm DEN 0029).
 */
#pragma once
#include "bits.h"

#define INTID_SGIS 16u
#define INTID_PPI_FIRST 16u
#define INTID_SPI_FIRST 32u
#define INTID_SPECIAL_FIRST 1020u
#define INTID_NONE 1023u /* nothing pending, spurious, or "no doorbell" */
#define INTID_LPI_FIRST 8192u

#define INTID_MAINTENANCE 25u /* ICH_HCR.En and ICH_MISR != 0 */
#define INTID_TIMER_HYP 26u   /* CNTHP */
#define INTID_TIMER_VIRT 27u  /* CNTV */

ARCH_FN bool intid_is_sgi(uint32_t intid)
{
    return intid < INTID_SGIS;
}

ARCH_FN bool intid_is_ppi(uint32_t intid)
{
    return intid >= INTID_PPI_FIRST && intid < INTID_SPI_FIRST;
}

ARCH_FN bool intid_is_special(uint32_t intid)
{
    return intid >= INTID_SPECIAL_FIRST && intid <= INTID_NONE;
}

ARCH_FN bool intid_is_lpi(uint32_t intid)
{
    return intid >= INTID_LPI_FIRST;
}
