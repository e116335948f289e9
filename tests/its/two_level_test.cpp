// SPDX-License-Identifier: Apache-2.0
// The two-level device table: where entries are, what an invalid level-1 entry means to commands
// and MSIs, and how many table reads a look-up takes. Level 1 is one page of 4 KiB at
// `device_table`; its entry n covers the 512 DeviceIDs from 512 n.
#include "its_bench.h"

namespace {

using namespace itstorm;

constexpr std::uint64_t page_0 = 0x8050'0000, page_1 = 0x8051'0000;

// Level 1 has an entry for DeviceIDs 0 to 511, and none for the others.
struct TwoLevel {
    ItsBench bench;
    const ItsConfig& c = bench.config;

    explicit TwoLevel(const ItsConfig& config = uncached(), std::uint64_t page_size = 0)
        : bench(config)
    {
        bench.start(1, false);
        bench.write(GITS_BASER0, 8, bit(63) | bit(62) | device_table | page_size << 8);
        bench.set_word(device_table, bit(63) | page_0);
        bench.enable();
        bench.map_fixture();
    }
    sc_core::sc_time command(unsigned reads, unsigned writes)
    {
        return bench.cycles(c.command_fetch + c.command_decode + reads * c.table_read +
                            writes * c.table_write);
    }
};

TEST(ItsTwoLevel, a_device_has_its_entry_in_the_page_that_level_1_names)
{
    TwoLevel t;
    EXPECT_EQ(t.bench.word(page_0 + 5 * 8), 0x8040'0000'8040'0000u); // Size 4, itt_a
    t.bench.set_word(device_table + 8, bit(63) | page_1);
    EXPECT_EQ(t.bench.send(its_cmd_mapd(515, 1, itt_b, true)).error, 0u);
    EXPECT_EQ(t.bench.word(page_1 + 3 * 8), 0x8000'0000'8041'0000u);
}

TEST(ItsTwoLevel, pages_of_64_kib_hold_8192_devices)
{
    TwoLevel t(uncached(), 2);
    t.bench.set_word(device_table + 7 * 8, bit(63) | page_1);
    EXPECT_EQ(t.bench.send(its_cmd_mapd(65535, 1, itt_b, true)).error, 0u);
    EXPECT_EQ(t.bench.word(page_1 + 0xfff8), 0x8000'0000'8041'0000u);
    EXPECT_EQ(t.bench.word(page_0 + 5 * 8), 0x8040'0000'8040'0000u);
}

TEST(ItsTwoLevel, a_device_under_an_invalid_entry_cannot_be_mapped_and_nothing_is_written) // BAS-10
{
    TwoLevel t;
    EXPECT_EQ(t.bench.send(its_cmd_mapd(512, 1, itt_b, true)).error, 0x010801u);
    EXPECT_EQ(t.bench.word(device_table + 8), 0u);
    EXPECT_EQ(t.bench.word(0x8000'0000), 0u);
}

TEST(ItsTwoLevel, a_mapd_under_an_invalid_entry_is_skipped_in_skip_mode)
{
    ItsConfig config = uncached();
    config.error_mode = ErrorMode::Skip;
    TwoLevel t(config);
    EXPECT_EQ(t.bench.send(its_cmd_mapd(512, 1, itt_b, true)).error, 0x010801u);
    EXPECT_EQ(t.bench.ledger.commands_skipped, 1u);
    EXPECT_EQ(t.bench.creadr(), t.bench.cwriter);
}

TEST(ItsTwoLevel, other_commands_find_a_device_under_an_invalid_entry_unmapped)
{
    TwoLevel t;
    EXPECT_EQ(t.bench.send(its_cmd_inv(512, 0)).error, 0x010c04u);
}

TEST(ItsTwoLevel, msis_of_a_device_under_an_invalid_entry_are_dropped) // BAS-12
{
    TwoLevel t;
    t.bench.msi(512, 0);
    t.bench.run();
    EXPECT_EQ(t.bench.dropped(Drop::UnmappedDevice), 1u);
}

TEST(ItsTwoLevel, a_level_1_entry_outside_memory_is_a_table_fault)
{
    TwoLevel t;
    t.bench.set_word(device_table + 8, bit(63) | 0x4000'0000);
    t.bench.msi(512, 0);
    EXPECT_EQ(t.bench.send(its_cmd_mapd(512, 1, itt_b, true)).error, 0x0100e2u);
    EXPECT_EQ(t.bench.dropped(Drop::TableFault), 1u);
}

TEST(ItsTwoLevel, a_level_1_outside_memory_is_a_table_fault)
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_BASER0, 8, bit(63) | bit(62) | 0x4000'0000);
    bench.enable();
    bench.msi(5, 3);
    EXPECT_EQ(bench.send(its_cmd_mapd(5, 5, itt_a, true)).error, 0x0100e2u);
    EXPECT_EQ(bench.dropped(Drop::TableFault), 1u);
}

TEST(ItsTwoLevel, an_msi_reads_both_levels_one_after_the_other)
{
    TwoLevel t;
    const sc_core::sc_time before = sc_core::sc_time_stamp();
    t.bench.msi(5, 3);
    t.bench.run();
    EXPECT_EQ(t.bench.redistributors.lpis.back().when - before,
              t.bench.cycles(4 * t.c.table_read + t.c.xlate_latency));
}

TEST(ItsTwoLevel, mapd_reads_level_1_and_mapti_both_levels)
{
    TwoLevel t;
    EXPECT_EQ(t.bench.send(its_cmd_mapd(5, 5, itt_a, true)).service, t.command(1, 1));
    EXPECT_EQ(t.bench.send(its_cmd_mapti(5, 3, 8195, 1)).service, t.command(2, 1));
}

TEST(ItsTwoLevel, a_cached_device_needs_no_read_of_level_1)
{
    TwoLevel t{ ItsConfig{} };
    t.bench.send(its_cmd_mapti(5, 3, 8195, 1));
    EXPECT_EQ(t.bench.send(its_cmd_mapti(5, 3, 8195, 1)).service, t.command(0, 1));
    EXPECT_EQ(t.bench.send(its_cmd_mapd(5, 5, itt_a, true)).service, t.command(0, 1));
    EXPECT_EQ(t.bench.send(its_cmd_mapd(5, 5, itt_a, true)).service,
              t.command(1, 1)); // MAPD dropped it
}

TEST(ItsTwoLevel, device_ids_are_limited_by_level_1_and_by_the_width)
{
    ItsConfig config = uncached();
    config.device_bits = 20;
    config.error_mode = ErrorMode::Skip;
    TwoLevel t(config); // 512 level-1 entries of 512 devices
    EXPECT_EQ(t.bench.send(its_cmd_mapd(512 * 512 - 1, 1, itt_b, true)).service, t.command(1, 0));
    EXPECT_EQ(t.bench.send(its_cmd_mapd(512 * 512, 1, itt_b, true)).service, t.command(0, 0));
    EXPECT_EQ(t.bench.commands.back().error, 0x010801u);
}

} // namespace
