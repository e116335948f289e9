/* SPDX-License-Identifier: MIT */
/*
 * LPI configuration and pending tables in memory. Source: Arm IHI 0069, "LPI Configuration tables", "LPI Pending tables".
 */
#pragma once
#include "intid.h"

#define LPI_CONFIG_ENABLE 0x01u
#define LPI_CONFIG_RES1 0x02u
#define LPI_CONFIG_PRIORITY_MASK 0xfcu
#define LPI_ID_BITS_MIN 14u

ARCH_FN uint8_t lpi_config(uint8_t priority, bool enable)
{
    return (uint8_t)((priority & LPI_CONFIG_PRIORITY_MASK) | LPI_CONFIG_RES1 | (enable ? LPI_CONFIG_ENABLE : 0u));
}

ARCH_FN uint8_t lpi_config_priority(uint8_t config)
{
    return config & LPI_CONFIG_PRIORITY_MASK;
}

ARCH_FN bool lpi_config_enabled(uint8_t config)
{
    return (config & LPI_CONFIG_ENABLE) != 0;
}

/* Byte of an LPI in the configuration table. */
ARCH_FN uint64_t lpi_config_address(uint64_t table, uint32_t intid)
{
    return table + (intid - INTID_LPI_FIRST);
}

/* Pending table: one bit per INTID, INTID 0 first; byte INTID / 8, bit INTID mod 8. */
ARCH_FN uint64_t lpi_pending_address(uint64_t table, uint32_t intid)
{
    return table + intid / 8u;
}

ARCH_FN unsigned lpi_pending_bit(uint32_t intid)
{
    return intid % 8u;
}

ARCH_FN uint64_t lpi_config_table_bytes(unsigned id_bits)
{
    return (1ULL << id_bits) - INTID_LPI_FIRST;
}

ARCH_FN uint64_t lpi_pending_table_bytes(unsigned id_bits)
{
    return (1ULL << id_bits) / 8u;
}

/* Is this INTID an LPI that `id_bits` INTID bits can name? */
ARCH_FN bool lpi_in_range(uint64_t intid, unsigned id_bits)
{
    return intid >= INTID_LPI_FIRST && id_bits < 64u && intid < (1ULL << id_bits);
}
