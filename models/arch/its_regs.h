/* SPDX-License-Identifier: MIT */
/*
 * GITS_* registers: offsets from the ITS base and fields. Source: Arm IHI 0069, ITS register map.
 */
#pragma once
#include "bits.h"

#define GITS_CONTROL_BYTES 0x10000u
#define GITS_TRANSLATION_BASE 0x10000u
#define GITS_FRAME_BYTES 0x20000u /* control + translation */

#define GITS_CTLR 0x0000u
#define GITS_IIDR 0x0004u
#define GITS_TYPER 0x0008u
#define GITS_STATUSR 0x0040u /* with UMSI */
#define GITS_UMSIR 0x0048u
#define GITS_CBASER 0x0080u
#define GITS_CWRITER 0x0088u
#define GITS_CREADR 0x0090u
#define GITS_BASER0 0x0100u /* devices */
#define GITS_BASER1 0x0108u /* collections */
#define GITS_BASERS 8u
#define GITS_PIDR4 0xffd0u
#define GITS_PIDR5 0xffd4u
#define GITS_PIDR6 0xffd8u
#define GITS_PIDR7 0xffdcu
#define GITS_PIDR0 0xffe0u
#define GITS_PIDR1 0xffe4u
#define GITS_PIDR2 0xffe8u
#define GITS_PIDR3 0xffecu
#define GITS_CIDR0 0xfff0u
#define GITS_CIDR1 0xfff4u
#define GITS_CIDR2 0xfff8u
#define GITS_CIDR3 0xfffcu
#define GITS_TRANSLATER 0x10040u

#define GITS_CTLR_ENABLED bit(0)
#define GITS_CTLR_QUIESCENT bit(31)

/*      field                     hi  lo */
#define GITS_TYPER_PHYSICAL        0,  0
#define GITS_TYPER_ITT_ENTRY       7,  4 /* bytes minus 1 */
#define GITS_TYPER_ID_BITS        12,  8 /* EventID bits minus 1 */
#define GITS_TYPER_DEVBITS        17, 13 /* DeviceID bits minus 1 */
#define GITS_TYPER_PTA            19, 19
#define GITS_TYPER_HCC            31, 24
#define GITS_TYPER_CIDBITS        35, 32
#define GITS_TYPER_CIL            36, 36
#define GITS_TYPER_UMSI           44, 44 /* STATUSR and UMSIR report MSIs without a mapping */
#define GITS_TYPER_UMSI_IRQ       45, 45
#define GITS_TYPER_INV            46, 46 /* clearing Enabled or BASER.Valid invalidates caches */

/* STATUSR: bits 0 to 5 are cleared by writing 1. */
#define GITS_STATUSR_RRD          bit(0) /* read of a reserved location */
#define GITS_STATUSR_WRD          bit(1) /* write to one */
#define GITS_STATUSR_RWOD         bit(2) /* read of a write-only register */
#define GITS_STATUSR_WROD         bit(3) /* write to a read-only one */
#define GITS_STATUSR_UMSI         bit(4) /* an MSI without a mapping: Syndrome and UMSIR say which */
#define GITS_STATUSR_OVERFLOW     bit(5) /* and another one after it */
#define GITS_STATUSR_SYNDROME      9,  6

#define GITS_UMSIR_DEVICE         63, 32
#define GITS_UMSIR_EVENT          31,  0

#define GITS_CBASER_VALID         63, 63
#define GITS_CBASER_INNER_CACHE   61, 59
#define GITS_CBASER_OUTER_CACHE   55, 53
#define GITS_CBASER_ADDRESS       51, 12
#define GITS_CBASER_SHAREABILITY  11, 10
#define GITS_CBASER_PAGES          7,  0 /* 4 KiB pages minus 1 */

#define GITS_CQ_OFFSET            19,  5 /* CWRITER and CREADR, in commands */
#define GITS_CQ_OFFSET_MASK       0xfffe0u
#define GITS_CWRITER_RETRY        bit(0)
#define GITS_CREADR_STALLED       bit(0)

#define GITS_BASER_VALID          63, 63
#define GITS_BASER_INDIRECT       62, 62
#define GITS_BASER_INNER_CACHE    61, 59
#define GITS_BASER_TYPE           58, 56
#define GITS_BASER_OUTER_CACHE    55, 53
#define GITS_BASER_ENTRY_BYTES    52, 48 /* minus 1 */
#define GITS_BASER_ADDRESS        47, 12
#define GITS_BASER_SHAREABILITY   11, 10
#define GITS_BASER_PAGE_SIZE       9,  8
#define GITS_BASER_PAGES           7,  0 /* minus 1 */

enum gits_baser_type { GITS_TABLE_NONE = 0, GITS_TABLE_DEVICES = 1, GITS_TABLE_VPES = 2, GITS_TABLE_COLLECTIONS = 4 };

enum gits_syndrome {
    GITS_SYNDROME_UNKNOWN = 0,
    GITS_SYNDROME_DEVICE_OOR = 2,
    GITS_SYNDROME_DEVICE_UNMAPPED = 3,
    GITS_SYNDROME_EVENT_OOR = 4,
    GITS_SYNDROME_EVENT_UNMAPPED = 5,
    GITS_SYNDROME_COLLECTION_UNMAPPED = 7,
};

ARCH_FN uint32_t gits_page_bytes(unsigned page_size)
{
    return page_size == 0 ? 0x1000u : page_size == 1 ? 0x4000u : 0x10000u;
}

/* Physical address in a BASER: with 64 KiB pages, field bits [15:12] are PA[51:48]; low bits are taken as 0. */
ARCH_FN uint64_t gits_baser_address(uint64_t baser)
{
    const uint64_t field = baser & bits_mask(47, 12);
    const uint32_t page = gits_page_bytes((unsigned)bits_get(baser, GITS_BASER_PAGE_SIZE));
    if (page < 0x10000u)
        return field & ~(uint64_t)(page - 1u);
    return (field & bits_mask(47, 16)) | bits_get(field, 15, 12) << 48;
}

/* Bytes of the table that a BASER describes. */
ARCH_FN uint64_t gits_baser_bytes(uint64_t baser)
{
    return (bits_get(baser, GITS_BASER_PAGES) + 1u) * gits_page_bytes((unsigned)bits_get(baser, GITS_BASER_PAGE_SIZE));
}

/* Entries in one page of a table: of a two-level one, in a page of level 2. */
ARCH_FN uint64_t gits_baser_page_entries(uint64_t baser)
{
    return gits_page_bytes((unsigned)bits_get(baser, GITS_BASER_PAGE_SIZE)) / (bits_get(baser, GITS_BASER_ENTRY_BYTES) + 1u);
}

/* Entries that a table can have: each level-1 entry (8 bytes) of a two-level one names a page of them. */
ARCH_FN uint64_t gits_baser_entries(uint64_t baser)
{
    if (bits_get(baser, GITS_BASER_INDIRECT) != 0)
        return gits_baser_bytes(baser) / 8u * gits_baser_page_entries(baser);
    return gits_baser_bytes(baser) / (bits_get(baser, GITS_BASER_ENTRY_BYTES) + 1u);
}

/* The ring's base is 64 KiB aligned: PA[15:12] are taken as 0. */
ARCH_FN uint64_t gits_cbaser_address(uint64_t cbaser)
{
    return (bits_get(cbaser, GITS_CBASER_ADDRESS) << 12) & ~0xffffULL;
}

ARCH_FN uint32_t gits_cbaser_bytes(uint64_t cbaser)
{
    return (uint32_t)(bits_get(cbaser, GITS_CBASER_PAGES) + 1u) * 4096u;
}
