/* SPDX-License-Identifier: MIT */
/*
 * Entries of the ITS tables in memory, decoded. The formats are this model's, but for level 1, which is architected; an all-zero
 * word is an invalid entry. Raw words exist only at the edge: *_load and *_store. Source of
 * level 1: Arm IHI 0069, GITS_BASER<n>.
 */
#pragma once
#include "bits.h"

#define ITS_L1_BYTES 8u /* level 1 of a two-level table */
#define ITS_DTE_BYTES 8u
#define ITS_ITE_BYTES 8u
#define ITS_CTE_BYTES 8u
#define ITS_ITT_ALIGN 256u

/*      field            hi  lo */
#define ITS_L1_VALID     63, 63
#define ITS_L1_PAGE      51, 12
#define ITS_DTE_VALID    63, 63
#define ITS_DTE_SIZE     56, 52
#define ITS_DTE_ITT      51,  8
#define ITS_ITE_VALID    63, 63
#define ITS_ITE_ICID     47, 32
#define ITS_ITE_INTID    31,  0
#define ITS_CTE_VALID    63, 63
#define ITS_CTE_RDBASE   51, 16

struct its_l1 {
    bool valid;
    uint64_t page; /* address of a page of level 2 */
};

struct its_dte {
    bool valid;
    uint8_t event_bits; /* EventIDs 0 .. 2^event_bits - 1 */
    uint64_t itt;       /* address of the ITT, 256-byte aligned */
};

struct its_ite {
    bool valid;
    uint16_t icid;
    uint32_t intid;
};

struct its_cte {
    bool valid;
    uint64_t rdbase; /* PTA=0: processor number */
};

/* Address bits below the size of a page are RES0. */
ARCH_FN struct its_l1 its_l1_load(uint64_t word, uint32_t page_bytes)
{
    struct its_l1 e = { bits_get(word, ITS_L1_VALID) != 0, (bits_get(word, ITS_L1_PAGE) << 12) & ~(uint64_t)(page_bytes - 1u) };
    return e;
}

ARCH_FN uint64_t its_l1_store(const struct its_l1 *e)
{
    return e->valid ? bit(63) | e->page : 0;
}

ARCH_FN struct its_dte its_dte_load(uint64_t word)
{
    struct its_dte e = { bits_get(word, ITS_DTE_VALID) != 0, (uint8_t)(bits_get(word, ITS_DTE_SIZE) + 1u),
                         bits_get(word, ITS_DTE_ITT) << 8 };
    return e;
}

ARCH_FN uint64_t its_dte_store(const struct its_dte *e)
{
    if (!e->valid)
        return 0;
    return bit(63) | bits_put(0, ITS_DTE_SIZE, e->event_bits - 1u) | bits_put(0, ITS_DTE_ITT, e->itt >> 8);
}

ARCH_FN struct its_ite its_ite_load(uint64_t word)
{
    struct its_ite e = { bits_get(word, ITS_ITE_VALID) != 0, (uint16_t)bits_get(word, ITS_ITE_ICID),
                         (uint32_t)bits_get(word, ITS_ITE_INTID) };
    return e;
}

ARCH_FN uint64_t its_ite_store(const struct its_ite *e)
{
    return e->valid ? bit(63) | bits_put(0, ITS_ITE_ICID, e->icid) | e->intid : 0;
}

ARCH_FN struct its_cte its_cte_load(uint64_t word)
{
    struct its_cte e = { bits_get(word, ITS_CTE_VALID) != 0, bits_get(word, ITS_CTE_RDBASE) };
    return e;
}

ARCH_FN uint64_t its_cte_store(const struct its_cte *e)
{
    return e->valid ? bit(63) | bits_put(0, ITS_CTE_RDBASE, e->rdbase) : 0;
}
