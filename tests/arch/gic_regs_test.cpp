// SPDX-License-Identifier: Apache-2.0
// GITS, GICR, GICD and MSI-X: offsets and fields against Arm IHI 0069's register maps and PCIe's
// MSI-X.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/its_regs.h"
#include "arch/msix.h"
#include <gtest/gtest.h>

TEST(Bits, mask_get_put)
{
    EXPECT_EQ(bits_mask(63, 0), ~0ull);
    EXPECT_EQ(bits_mask(51, 12), 0x000ffffffffff000u);
    EXPECT_EQ(bits_get(0x1234, 11, 4), 0x23u);
    EXPECT_EQ(bits_put(0xffff, 11, 4, 0x100), 0xf00fu); // what does not fit is dropped
}

TEST(Gits, offsets)
{
    EXPECT_EQ(GITS_TYPER, 0x8u);
    EXPECT_EQ(GITS_CBASER, 0x80u);
    EXPECT_EQ(GITS_CWRITER, 0x88u);
    EXPECT_EQ(GITS_CREADR, 0x90u);
    EXPECT_EQ(GITS_BASER0, 0x100u);
    EXPECT_EQ(GITS_BASER1, 0x108u);
    EXPECT_EQ(GITS_TRANSLATER, 0x10040u);
    EXPECT_EQ(GITS_FRAME_BYTES, 0x20000u);
    EXPECT_EQ(GITS_CTLR_QUIESCENT, 0x80000000u);
}

TEST(Gits, typer_of_a_known_implementation)
{
    const std::uint64_t typer = 0x0000001f0001efb1; // QEMU's, GICv3
    EXPECT_EQ(bits_get(typer, GITS_TYPER_PHYSICAL), 1u);
    EXPECT_EQ(bits_get(typer, GITS_TYPER_ITT_ENTRY) + 1, 12u);
    EXPECT_EQ(bits_get(typer, GITS_TYPER_ID_BITS) + 1, 16u);
    EXPECT_EQ(bits_get(typer, GITS_TYPER_DEVBITS) + 1, 16u);
    EXPECT_EQ(bits_get(typer, GITS_TYPER_PTA), 0u);
    EXPECT_EQ(bits_get(typer, GITS_TYPER_HCC), 0u);
    EXPECT_EQ(bits_get(typer, GITS_TYPER_CIDBITS) + 1, 16u);
    EXPECT_EQ(bits_get(typer, GITS_TYPER_CIL), 1u);
}

TEST(Gits, baser_address_depends_on_the_page_size)
{
    EXPECT_EQ(gits_baser_address(0x80001000), 0x80001000u); // 4 KiB
    EXPECT_EQ(gits_baser_address(0x80005100), 0x80004000u); // 16 KiB: low bits taken as 0
    EXPECT_EQ(gits_baser_address(0x0000123456785200),
              0x0005123456780000u); // 64 KiB: [15:12] is PA[51:48]
    EXPECT_EQ(gits_baser_address(0x0000123456785300),
              0x0005123456780000u); // reserved size acts as 64 KiB
}

TEST(Gits, baser_bytes)
{
    EXPECT_EQ(gits_baser_bytes(0x207), 0x80000u);
    EXPECT_EQ(gits_baser_bytes(0x100), 0x4000u);
    EXPECT_EQ(gits_baser_bytes(0x0ff), 0x100000u);
}

TEST(Gits, baser_entries_of_one_and_of_two_levels)
{
    EXPECT_EQ(gits_baser_entries(0x0107000000000000), 512u);          // 1 page of 4 KiB, 8 bytes
    EXPECT_EQ(gits_baser_entries(0x0107000000000207), 65536u);        // 8 pages of 64 KiB
    EXPECT_EQ(gits_baser_entries(0x4107000000000000), 512u * 512u);   // level 1: 512 pages
    EXPECT_EQ(gits_baser_entries(0x4103000000000001), 1024u * 1024u); // 2 pages, 4-byte entries
    EXPECT_EQ(gits_baser_page_entries(0x4107000000000200), 8192u);
}

TEST(Gits, statusr_fields)
{
    EXPECT_EQ(GITS_STATUSR_UMSI, 0x10u);
    EXPECT_EQ(GITS_STATUSR_OVERFLOW, 0x20u);
    EXPECT_EQ(bits_get(0x3d0, GITS_STATUSR_SYNDROME), 15u);
    EXPECT_EQ(bits_get(0x0000000600000003, GITS_UMSIR_DEVICE), 6u);
    EXPECT_EQ(bits_get(0x0000000600000003, GITS_UMSIR_EVENT), 3u);
    EXPECT_EQ(bits_put(0, GITS_TYPER_UMSI, 1), 0x100000000000u);
    EXPECT_EQ(bits_put(0, GITS_TYPER_INV, 1), 0x400000000000u);
}

TEST(Gits, baser_fields)
{
    const std::uint64_t baser = 0x8107000080000407 | 0x200;
    EXPECT_EQ(bits_get(baser, GITS_BASER_VALID), 1u);
    EXPECT_EQ(bits_get(baser, GITS_BASER_INDIRECT), 0u);
    EXPECT_EQ(bits_get(baser, GITS_BASER_TYPE), 1u); // devices
    EXPECT_EQ(bits_get(baser, GITS_BASER_ENTRY_BYTES) + 1, 8u);
    EXPECT_EQ(bits_get(baser, GITS_BASER_SHAREABILITY), 1u);
    EXPECT_EQ(bits_get(baser, GITS_BASER_PAGE_SIZE), 2u);
    EXPECT_EQ(bits_get(baser, GITS_BASER_PAGES) + 1, 8u);
    EXPECT_EQ(GITS_TABLE_COLLECTIONS, 4);
}

TEST(Gits, cbaser_is_64_kib_aligned_and_counts_pages)
{
    EXPECT_EQ(gits_cbaser_address(0x800000008001500f), 0x80010000u);
    EXPECT_EQ(gits_cbaser_bytes(0x800000008001500f), 0x10000u);
    EXPECT_EQ(gits_cbaser_bytes(0x80000000800100ff), 0x100000u);
    EXPECT_EQ(bits_get(0x800000008001500f, GITS_CBASER_VALID), 1u);
}

TEST(Gits, queue_offsets_are_bits_19_to_5)
{
    EXPECT_EQ(bits_get(0x000fffe1, GITS_CQ_OFFSET), 0x7fffu);
    EXPECT_EQ(GITS_CQ_OFFSET_MASK, bits_mask(19, 5));
    EXPECT_EQ(GITS_CWRITER_RETRY, 1u);
    EXPECT_EQ(GITS_CREADR_STALLED, 1u);
}

TEST(Gicr, offsets)
{
    EXPECT_EQ(GICR_STRIDE, 0x20000u);
    EXPECT_EQ(GICR_WAKER, 0x14u);
    EXPECT_EQ(GICR_PROPBASER, 0x70u);
    EXPECT_EQ(GICR_PENDBASER, 0x78u);
    EXPECT_EQ(GICR_SYNCR, 0xc0u);
    EXPECT_EQ(GICR_IGROUPR0, 0x10080u);
    EXPECT_EQ(GICR_ISENABLER0, 0x10100u);
    EXPECT_EQ(GICR_ICENABLER0, 0x10180u);
    EXPECT_EQ(GICR_ISPENDR0, 0x10200u);
    EXPECT_EQ(GICR_ICPENDR0, 0x10280u);
    EXPECT_EQ(GICR_ISACTIVER0, 0x10300u);
    EXPECT_EQ(GICR_ICACTIVER0, 0x10380u);
    EXPECT_EQ(GICR_IPRIORITYR0, 0x10400u);
    EXPECT_EQ(GICR_ICFGR1, 0x10c04u);
}

TEST(Gicr, typer_fields)
{
    const std::uint64_t typer = 0x0000000300000311; // affinity 0.0.0.3, processor 3, last, LPIs
    EXPECT_EQ(bits_get(typer, GICR_TYPER_PLPIS), 1u);
    EXPECT_EQ(bits_get(typer, GICR_TYPER_LAST), 1u);
    EXPECT_EQ(bits_get(typer, GICR_TYPER_PROCESSOR_NUMBER), 3u);
    EXPECT_EQ(bits_get(typer, GICR_TYPER_AFFINITY), 3u);
}

TEST(Gicr, ctlr_and_waker_bits)
{
    EXPECT_EQ(GICR_CTLR_ENABLE_LPIS, 1u);
    EXPECT_EQ(GICR_CTLR_CES, 2u);
    EXPECT_EQ(GICR_CTLR_IR, 4u);
    EXPECT_EQ(GICR_CTLR_RWP, 8u);
    EXPECT_EQ(GICR_WAKER_PROCESSOR_SLEEP | GICR_WAKER_CHILDREN_ASLEEP, 6u);
}

TEST(Gicr, table_bases)
{
    const std::uint64_t prop = 0x070000009000078f;
    EXPECT_EQ(bits_get(prop, GICR_PROPBASER_ADDRESS) << 12, 0x90000000u);
    EXPECT_EQ(bits_get(prop, GICR_PROPBASER_IDBITS) + 1, 16u);
    EXPECT_EQ(bits_get(prop, GICR_PROPBASER_OUTER_CACHE), 7u);
    EXPECT_EQ(bits_get(prop, GICR_PROPBASER_SHAREABILITY), 1u);
    EXPECT_EQ(bits_get(prop, GICR_PROPBASER_INNER_CACHE), 7u);
    EXPECT_EQ(bits_get(0x4000000090010000, GICR_PENDBASER_PTZ), 1u);
    EXPECT_EQ(bits_get(0x4000000090010000, GICR_PENDBASER_ADDRESS) << 16, 0x90010000u);
}

TEST(Gicd, ctlr_and_typer)
{
    EXPECT_EQ(GICD_CTLR_ENABLE_GRP0 | GICD_CTLR_ENABLE_GRP1 | GICD_CTLR_ARE | GICD_CTLR_DS, 0x53u);
    EXPECT_EQ(GICD_CTLR_RWP, 0x80000000u);
    EXPECT_EQ(bits_put(0, GICD_TYPER_LPIS, 1) | bits_put(0, GICD_TYPER_IDBITS, 15) |
                  bits_put(0, GICD_TYPER_NO1N, 1),
              0x027a0000u);
    EXPECT_EQ(bits_put(0, GICD_TYPER_A3V, 1) | bits_put(0, GICD_TYPER_RSS, 1), 0x05000000u);
    EXPECT_EQ(bits_get(0x1f, GICD_TYPER_IT_LINES), 31u);
    EXPECT_EQ(GICD_PIDR2, 0xffe8u);
}

TEST(Msix, entry_and_bar)
{
    EXPECT_EQ(MSIX_ADDRESS_HI, 4u);
    EXPECT_EQ(MSIX_DATA, 8u);
    EXPECT_EQ(MSIX_CONTROL, 12u);
    EXPECT_EQ(MSIX_CONTROL_MASK, 1u);
    EXPECT_EQ(MSIX_VECTORS_MAX * MSIX_ENTRY_BYTES,
              MSIX_PBA_OFFSET); // the largest table ends where the PBA begins
}
