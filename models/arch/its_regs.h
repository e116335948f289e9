/*
 * GITS_* registers: offsets from the ITS base and fields. Source: reference "ITS registers".
 */
#pragma once
#include "bits.h"

#define GITS_CONTROL_BYTES 0x10000u
#define GITS_TRANSLATION_BASE 0x10000u
#define GITS_FRAME_BYTES 0x20000u /* control + translation */

#define GITS_CTLR 0x0000u
#define GITS_IIDR 0x0004u
#define GITS_TYPER 0x0008u
#define GITS_CBASER 0x0080u
#define GITS_CWRITER 0x0088u
#define GITS_CREADR 0x0090u
#define GITS_BASER0 0x0100u /* devices */
#define GITS_BASER1 0x0108u /* collections */
#define GITS_BASERS 8u
#define GITS_PIDR2 0xffe8u
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

/* The ring's base is 64 KiB aligned: PA[15:12] are taken as 0. */
ARCH_FN uint64_t gits_cbaser_address(uint64_t cbaser)
{
    return (bits_get(cbaser, GITS_CBASER_ADDRESS) << 12) & ~0xffffULL;
}

ARCH_FN uint32_t gits_cbaser_bytes(uint64_t cbaser)
{
    return (uint32_t)(bits_get(cbaser, GITS_CBASER_PAGES) + 1u) * 4096u;
}
