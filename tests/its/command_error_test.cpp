// SPDX-License-Identifier: Apache-2.0
// Each way in which a command can be wrong: its architectural code, the table reads before the
// check that fails, that the ring stalls on the command, that nothing is written, and that Retry
// goes on after software has replaced the command. Codes are those of the GIC-600 TRM (Arm 100336).
#include "its_bench.h"
#include <algorithm>

namespace {

using namespace itstorm;

struct Wrong {
    const char* name;
    its_cmd command;
    std::uint32_t code;
    unsigned reads; // table reads until the check that fails
};

void PrintTo(const Wrong& wrong, std::ostream* out)
{
    *out << wrong.name;
}

const Wrong wrongs[] = {
    { "MapdDeviceOutOfRange", its_cmd_mapd(65536, 5, itt_a, true), 0x010801, 0 },
    { "MapdDeviceOutOfRangeWithoutValid", its_cmd_mapd(65536, 5, itt_a, false), 0x010801, 0 },
    { "MapdIttSizeOutOfRange", its_cmd_mapd(5, 17, itt_a, true), 0x010802, 0 },
    { "MapcTargetOutOfRange", its_cmd_mapc(1, 4, true), 0x010902, 0 },
    { "MapcTargetBeyond32Bits", its_cmd_mapc(1, 1ull << 16, true), 0x010902, 0 },
    { "MapcCollectionOutOfRange", its_cmd_mapc(8192, 0, true), 0x010903, 0 },
    { "MaptiDeviceOutOfRange", its_cmd_mapti(65536, 3, 8195, 1), 0x010a01, 0 },
    { "MaptiCollectionOutOfRange", its_cmd_mapti(5, 3, 8195, 0xffff), 0x010a03, 0 },
    { "MaptiUnmappedDevice", its_cmd_mapti(9, 3, 8195, 1), 0x010a04, 1 },
    { "MaptiEventOutOfRange", its_cmd_mapti(5, 32, 8195, 1), 0x010a05, 1 },
    { "MaptiIntidBelowLpis", its_cmd_mapti(5, 3, 8191, 1), 0x010a06, 1 },
    { "MaptiIntidBeyondLpis", its_cmd_mapti(5, 3, 65536, 1), 0x010a06, 1 },
    { "MapiDeviceOutOfRange", its_cmd_mapi(65536, 8192, 1), 0x010b01, 0 },
    { "MapiCollectionOutOfRange", its_cmd_mapi(5, 3, 8192), 0x010b03, 0 },
    { "MapiUnmappedDevice", its_cmd_mapi(9, 8192, 1), 0x010b04, 1 },
    { "MapiEventOutOfRange", its_cmd_mapi(5, 8192, 1), 0x010b05, 1 },
    { "MapiEventBelowLpis", its_cmd_mapi(5, 3, 1), 0x010b06, 1 }, // MAP-20
    { "MoviDeviceOutOfRange", its_cmd_movi(65536, 3, 8192), 0x010101, 0 },
    { "MoviCollectionOutOfRange", its_cmd_movi(9, 3, 8192), 0x010103, 0 },
    { "MoviUnmappedDevice", its_cmd_movi(9, 3, 0), 0x010104, 1 },
    { "MoviEventOutOfRange", its_cmd_movi(5, 32, 0), 0x010105, 1 },
    { "MoviUnmappedEvent", its_cmd_movi(5, 20, 9), 0x010107, 2 }, // MAP-30
    { "MoviFromAnUnmappedCollection", its_cmd_movi(5, 5, 0), 0x010109, 3 },
    { "MoviAnEntryThatNamesNoLpi", its_cmd_movi(5, 6, 0), 0x010109, 2 },
    { "MoviACollectionBeyondTheTable", its_cmd_movi(5, 7, 0), 0x010109, 2 },
    { "MoviATargetThatDoesNotExist", its_cmd_movi(5, 8, 0), 0x010109, 3 },
    { "MoviToAnUnmappedCollection", its_cmd_movi(5, 3, 9), 0x010109, 4 }, // MAP-29
    { "DiscardDeviceOutOfRange", its_cmd_discard(65536, 3), 0x010f01, 0 },
    { "DiscardUnmappedDevice", its_cmd_discard(9, 3), 0x010f04, 1 },
    { "DiscardEventOutOfRange", its_cmd_discard(5, 32), 0x010f05, 1 },
    { "DiscardUnmappedEvent", its_cmd_discard(5, 20), 0x010f07, 2 },
    { "DiscardUnmappedCollection", its_cmd_discard(5, 5), 0x010f10, 3 }, // MAP-36
    { "DiscardAnEntryThatNamesNoLpi", its_cmd_discard(5, 6), 0x010f10, 2 },
    { "DiscardACollectionBeyondTheTable", its_cmd_discard(5, 7), 0x010f10, 2 },
    { "DiscardATargetThatDoesNotExist", its_cmd_discard(5, 8), 0x010f10, 3 },
    { "IntDeviceOutOfRange", its_cmd_int(65536, 3), 0x010301, 0 },
    { "IntUnmappedDevice", its_cmd_int(9, 3), 0x010304, 1 },
    { "IntEventOutOfRange", its_cmd_int(5, 32), 0x010305, 1 },
    { "IntUnmappedEvent", its_cmd_int(5, 20), 0x010307, 2 },     // INV-02
    { "IntUnmappedCollection", its_cmd_int(5, 5), 0x010310, 3 }, // INV-19
    { "IntAnEntryThatNamesNoLpi", its_cmd_int(5, 6), 0x010310, 2 },
    { "IntACollectionBeyondTheTable", its_cmd_int(5, 7), 0x010310, 2 },
    { "IntATargetThatDoesNotExist", its_cmd_int(5, 8), 0x010310, 3 },
    { "ClearDeviceOutOfRange", its_cmd_clear(65536, 3), 0x010501, 0 }, // INV-15
    { "ClearUnmappedDevice", its_cmd_clear(9, 3), 0x010504, 1 },
    { "ClearEventOutOfRange", its_cmd_clear(5, 32), 0x010505, 1 },
    { "ClearUnmappedEvent", its_cmd_clear(5, 20), 0x010507, 2 },
    { "ClearUnmappedCollection", its_cmd_clear(5, 5), 0x010510, 3 }, // INV-20
    { "ClearAnEntryThatNamesNoLpi", its_cmd_clear(5, 6), 0x010510, 2 },
    { "ClearACollectionBeyondTheTable", its_cmd_clear(5, 7), 0x010510, 2 },
    { "ClearATargetThatDoesNotExist", its_cmd_clear(5, 8), 0x010510, 3 },
    { "InvDeviceOutOfRange", its_cmd_inv(65536, 3), 0x010c01, 0 },
    { "InvUnmappedDevice", its_cmd_inv(9, 3), 0x010c04, 1 },
    { "InvEventOutOfRange", its_cmd_inv(5, 32), 0x010c05, 1 },
    { "InvUnmappedEvent", its_cmd_inv(5, 20), 0x010c07, 2 },
    { "InvUnmappedCollection", its_cmd_inv(5, 5), 0x010c10, 3 },
    { "InvAnEntryThatNamesNoLpi", its_cmd_inv(5, 6), 0x010c10, 2 },
    { "InvACollectionBeyondTheTable", its_cmd_inv(5, 7), 0x010c10, 2 },
    { "InvATargetThatDoesNotExist", its_cmd_inv(5, 8), 0x010c10, 3 },
    { "InvallCollectionOutOfRange", its_cmd_invall(8192), 0x010d03, 0 },
    { "InvallUnmappedCollection", its_cmd_invall(9), 0x010d09, 1 },
    { "SyncTargetOutOfRange", its_cmd_sync(7), 0x0105fe, 0 },
    { "UnknownOpcode", its_cmd_make(0x7f), 0x017fff, 0 },
    { "OpcodeZero", its_cmd_make(0), 0x0100ff, 0 },
    { "MovallFromOutOfRange", its_cmd_movall(4, 0), 0x010e01, 0 },
    { "MovallToOutOfRange", its_cmd_movall(0, 7), 0x010e01, 0 }, // MAP-33
    { "MovallBeyond32Bits", its_cmd_movall(1, 1ull << 16), 0x010e01, 0 },
};

// The codes of the GIC-600 TRM for GICv3 commands. MOVI_ID_IS_VIRTUAL (0x010108) is missing: only
// GICv4 has virtual entries.
const std::uint32_t codes[] = {
    0x010801, 0x010802, 0x010902, 0x010903, 0x010a01, 0x010a03, 0x010a04, 0x010a05, 0x010a06,
    0x010b01, 0x010b03, 0x010b04, 0x010b05, 0x010b06, 0x010101, 0x010103, 0x010104, 0x010105,
    0x010107, 0x010109, 0x010e01, 0x010f01, 0x010f04, 0x010f05, 0x010f07, 0x010f10, 0x010501,
    0x010504, 0x010505, 0x010507, 0x010510, 0x010c01, 0x010c04, 0x010c05, 0x010c07, 0x010c10,
    0x010d03, 0x010d09, 0x010301, 0x010304, 0x010305, 0x010307, 0x010310, 0x0105fe,
};

TEST(CommandErrors, every_code_has_a_row)
{
    for (const std::uint32_t code : codes)
        EXPECT_NE(std::count_if(std::begin(wrongs), std::end(wrongs),
                                [code](const Wrong& wrong) { return wrong.code == code; }),
                  0)
            << std::hex << code;
}

struct CommandError : testing::TestWithParam<Wrong> {
    ItsBench bench;
    const ItsConfig& c = bench.config;

    explicit CommandError(const ItsConfig& config = uncached()) : bench(config) {}
    // Fixture F1, and three ITEs that no command can write.
    void prepare()
    {
        bench.start();
        bench.map_fixture();
        bench.set_word(itt_a + 6 * 8, 0x8000'0001'0000'0007u);            // INTID 7
        bench.set_word(itt_a + 7 * 8, 0x8000'ffff'0000'2007u);            // ICID 0xffff
        bench.set_word(itt_a + 8 * 8, 0x8000'0008'0000'2008u);            // ICID 8, at
        bench.set_word(collection_table + 8 * 8, 0x8000'0000'0004'0000u); // PE 4
    }
    std::vector<std::uint8_t> tables()
    {
        const std::uint8_t* first = bench.memory.at(device_table, 0x8'0000);
        std::vector<std::uint8_t> all(first, first + 0x8'0000);
        const std::uint8_t* second = bench.memory.at(collection_table, 0x1'0000);
        all.insert(all.end(), second, second + 0x1'0000);
        const std::uint8_t* third = bench.memory.at(itt_a, 0x1'0000);
        all.insert(all.end(), third, third + 0x1'0000);
        return all;
    }
};

TEST_P(CommandError, stalls_with_its_code_and_changes_nothing_until_retry)
{
    const Wrong& wrong = GetParam();
    prepare();
    const auto before = tables();
    const std::uint32_t at = bench.cwriter;
    bench.redistributors.messages.clear();

    bench.put(wrong.command);
    bench.put(its_cmd_sync(0));
    bench.doorbell();
    bench.run();
    EXPECT_EQ(bench.commands.back().error, wrong.code);
    EXPECT_EQ(bench.commands.back().opcode, wrong.command.dw[0] & 0xff);
    EXPECT_EQ(bench.commands.back().service,
              bench.cycles(c.command_fetch + c.command_decode + wrong.reads * c.table_read));
    EXPECT_EQ(bench.creadr(), at | 1u);
    EXPECT_EQ(bench.its.commands_in_ring(), 2u);
    EXPECT_TRUE(tables() == before);
    EXPECT_TRUE(bench.redistributors.messages.empty());
    EXPECT_TRUE(bench.redistributors.lpis.empty());

    bench.put_at(at, its_cmd_sync(0));
    bench.doorbell(GITS_CWRITER_RETRY);
    bench.run();
    EXPECT_EQ(bench.creadr(), bench.cwriter);
    EXPECT_EQ(bench.redistributors.messages.size(), 2u);
}

struct SkippedError : CommandError {
    static ItsConfig skipping()
    {
        ItsConfig config = uncached();
        config.error_mode = ErrorMode::Skip;
        return config;
    }
    SkippedError() : CommandError(skipping()) {}
};

TEST_P(SkippedError, is_booked_and_changes_nothing_and_the_next_command_runs) // CMQ-12, CMQ-14
{
    prepare();
    const auto before = tables();
    const std::uint64_t executed = bench.ledger.commands_executed;
    bench.redistributors.messages.clear();

    bench.put(GetParam().command);
    bench.put(its_cmd_sync(0));
    bench.doorbell();
    bench.run();
    EXPECT_EQ(bench.creadr(), bench.cwriter); // and not Stalled
    EXPECT_EQ(bench.commands.at(bench.commands.size() - 2).error, GetParam().code);
    EXPECT_EQ(bench.commands.back().error, 0u);
    EXPECT_EQ(bench.ledger.commands_skipped, 1u);
    EXPECT_EQ(bench.ledger.commands_executed, executed + 1);
    EXPECT_TRUE(tables() == before);
    EXPECT_EQ(bench.redistributors.messages.size(), 1u); // the SYNC
    EXPECT_TRUE(bench.redistributors.lpis.empty());
}

INSTANTIATE_TEST_SUITE_P(Its, SkippedError, testing::ValuesIn(wrongs),
                         [](const testing::TestParamInfo<Wrong>& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(Its, CommandError, testing::ValuesIn(wrongs),
                         [](const testing::TestParamInfo<Wrong>& info) { return info.param.name; });

// Missing tables, and memory that answers with a bus error.

TEST(CommandFault, without_a_device_table_every_device_is_out_of_range)
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_BASER0, 8, 0);
    bench.enable();
    EXPECT_EQ(bench.send(its_cmd_mapd(0, 5, itt_a, true)).error, 0x010801u);
}

TEST(CommandFault, without_a_collection_table_every_collection_is_out_of_range) // BAS-15
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_BASER1, 8, 0);
    bench.enable();
    EXPECT_EQ(bench.send(its_cmd_mapc(0, 0, true)).error, 0x010903u);
}

TEST(CommandFault, a_table_outside_memory_is_a_table_fault)
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_BASER0, 8, bit(63) | 0x4000'0000);
    bench.enable();
    EXPECT_EQ(bench.send(its_cmd_mapd(0, 5, itt_a, true)).error, 0x0100e2u); // write
    EXPECT_EQ(bench.retry_with(its_cmd_inv(0, 0)).error, 0x0100e2u);         // read
}

TEST(CommandFault, an_itt_outside_memory_is_a_table_fault)
{
    ItsBench bench;
    bench.start();
    bench.send(its_cmd_mapd(6, 5, 0x4000'0000, true));
    EXPECT_EQ(bench.send(its_cmd_mapti(6, 0, 8192, 0)).error, 0x0100e2u);
    EXPECT_EQ(bench.retry_with(its_cmd_inv(6, 0)).error, 0x0100e2u);
}

// MOVI has no "invalid ITE" code and reports an unmapped collection instead.
TEST(CommandFault, an_event_entry_that_names_no_lpi_is_invalid)
{
    ItsBench bench;
    bench.start();
    bench.map_fixture();
    bench.set_word(itt_a + 3 * 8, 0x8000'0001'0000'0007u); // INTID 7
    EXPECT_EQ(bench.send(its_cmd_inv(5, 3)).error, 0x010c10u);
    EXPECT_EQ(bench.retry_with(its_cmd_movi(5, 3, 0)).error, 0x010109u);
}

TEST(CommandFault, commands_that_cannot_be_read_are_skipped_in_skip_mode)
{
    ItsBench bench(SkippedError::skipping());
    bench.start(1, false);
    bench.write(GITS_CBASER, 8, bit(63) | 0x4000'0000); // no memory there
    bench.write(GITS_CWRITER, 8, 0x60);
    bench.enable();
    bench.run();
    EXPECT_EQ(bench.creadr(), 0x60u);
    EXPECT_EQ(bench.ledger.commands_skipped, 3u);
}

} // namespace
