// SPDX-License-Identifier: Apache-2.0
// Device and collection table: how many entries GITS_BASER<n> gives them, and how its page size and
// address are decoded. BAS names conformance rows.
#include "its_bench.h"

namespace {

using namespace itstorm;

// The table of 4 KiB holds 512 entries, whatever DeviceID bits TYPER reports.
TEST(Tables, the_last_entry_of_a_table_can_be_mapped_and_the_next_cannot) // BAS-09, BAS-16
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_BASER0, 8, bit(63) | device_table);
    bench.write(GITS_BASER1, 8, bit(63) | collection_table);
    bench.enable();
    EXPECT_EQ(bench.send(its_cmd_mapd(511, 5, itt_a, true)).error, 0u);
    EXPECT_EQ(bench.send(its_cmd_mapc(511, 0, true)).error, 0u);
    EXPECT_EQ(bench.send(its_cmd_mapd(512, 5, itt_a, true)).error, 0x010801u);
    EXPECT_EQ(bench.retry_with(its_cmd_mapc(512, 0, true)).error, 0x010903u);
}

TEST(Tables, a_wide_table_is_still_bounded_by_the_id_bits)
{
    ItsConfig config = uncached();
    config.device_bits = 10;
    config.icid_bits = 4;
    ItsBench bench(config);
    bench.start();
    EXPECT_EQ(bench.send(its_cmd_mapd(1023, 5, itt_a, true)).error, 0u);
    EXPECT_EQ(bench.send(its_cmd_mapc(15, 0, true)).error, 0u);
    EXPECT_EQ(bench.send(its_cmd_mapc(16, 0, true)).error, 0x010903u);
}

TEST(Tables, a_page_size_of_3_decodes_64_kib_pages) // BAS-04
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_BASER0, 8, bit(63) | device_table | 3u << 8); // one page: 8192 entries
    bench.enable();
    EXPECT_EQ(bench.send(its_cmd_mapd(8191, 5, itt_a, true)).error, 0u);
    EXPECT_EQ(bench.send(its_cmd_mapd(8192, 5, itt_a, true)).error, 0x010801u);
}

TEST(Tables, address_bits_below_a_16_kib_page_are_taken_as_zero)
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_BASER0, 8, bit(63) | (device_table + 0x3000) | 1u << 8);
    bench.enable();
    EXPECT_EQ(bench.send(its_cmd_mapd(1, 5, itt_a, true)).error, 0u);
    EXPECT_NE(bench.word(device_table + 8), 0u);
}

// PA[51:48] = 4 is outside the memory of the bench.
TEST(Tables, bits_15_to_12_of_a_64_kib_page_address_are_bits_51_to_48) // BAS-07
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_BASER1, 8, bit(63) | (collection_table + 0x4000) | 2u << 8);
    bench.enable();
    EXPECT_EQ(bench.send(its_cmd_mapc(1, 0, true)).error, 0x0100e2u);
}

} // namespace
