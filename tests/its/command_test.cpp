// SPDX-License-Identifier: Apache-2.0
// What each command does to memory and to redistributors, when, and for how long. Table words are
// golden literals of our layout (arch/its_table.h); durations are sums of the named costs of
// ItsConfig. MAP, BAS, INV and CMQ name conformance rows.
#include "its_bench.h"

namespace {

using namespace itstorm;
using sc_core::sc_time_stamp;

struct Commands : testing::Test {
    ItsBench bench;
    const ItsConfig& c = bench.config;

    void SetUp() override
    {
        bench.start();
        bench.map_fixture();
        bench.redistributors.messages.clear();
    }
    void expect_executed(const its_cmd& command, std::uint64_t cycles)
    {
        const CommandFact fact = bench.send(command);
        EXPECT_EQ(fact.error, 0u);
        EXPECT_EQ(fact.opcode, command.dw[0] & 0xff);
        EXPECT_EQ(fact.service, bench.cycles(cycles));
    }
};

TEST_F(Commands, mapd_writes_the_device_entry) // BAS-17
{
    expect_executed(its_cmd_mapd(6, 5, itt_b, true),
                    c.command_fetch + c.command_decode + c.table_write);
    EXPECT_EQ(bench.word(device_table + 6 * 8), 0x8040'0000'8041'0000u); // V, Size 4, ITT
}

TEST_F(Commands, mapd_without_valid_clears_the_entry_whatever_its_other_operands) // MAP-03, MAP-06
{
    expect_executed(its_cmd_mapd(5, 32, ~0ull, false),
                    c.command_fetch + c.command_decode + c.table_write);
    EXPECT_EQ(bench.word(device_table + 5 * 8), 0u);
    expect_executed(its_cmd_mapd(5, 1, 0, false),
                    c.command_fetch + c.command_decode + c.table_write); // again: no error
}

TEST_F(Commands, mapc_writes_the_collection_entry)
{
    expect_executed(its_cmd_mapc(7, 3, true), c.command_fetch + c.command_decode + c.table_write);
    EXPECT_EQ(bench.word(collection_table + 7 * 8), 0x8000'0000'0003'0000u);
}

TEST_F(Commands, mapc_without_valid_ignores_rdbase) // MAP-12
{
    expect_executed(its_cmd_mapc(1, 0xffff, false),
                    c.command_fetch + c.command_decode + c.table_write);
    EXPECT_EQ(bench.word(collection_table + 8), 0u);
}

TEST_F(Commands, mapti_reads_the_device_entry_and_writes_the_event) // BAS-18
{
    expect_executed(its_cmd_mapti(5, 7, 8200, 1),
                    c.command_fetch + c.command_decode + c.table_read + c.table_write);
    EXPECT_EQ(bench.word(itt_a + 7 * 8), 0x8000'0001'0000'2008u); // V, ICID 1, INTID 8200
}

TEST_F(Commands, mapti_overwrites_a_valid_event) // MAP-21
{
    expect_executed(its_cmd_mapti(5, 3, 8199, 0),
                    c.command_fetch + c.command_decode + c.table_read + c.table_write);
    EXPECT_EQ(bench.word(itt_a + 3 * 8), 0x8000'0000'0000'2007u);
}

// The highest EventID, INTID and ICID. MAP-14 and MAP-16 are one too high.
TEST_F(Commands, mapti_takes_the_last_event_of_the_device_and_the_last_lpi)
{
    expect_executed(its_cmd_mapti(5, 31, 65535, 8191),
                    c.command_fetch + c.command_decode + c.table_read + c.table_write);
    EXPECT_EQ(bench.word(itt_a + 31 * 8), 0x8000'1fff'0000'ffffu);
}

TEST_F(Commands, mapi_maps_the_event_to_the_lpi_of_its_number) // MAP-19
{
    bench.send(its_cmd_mapd(6, 16, itt_b, true));
    expect_executed(its_cmd_mapi(6, 8192, 1),
                    c.command_fetch + c.command_decode + c.table_read + c.table_write);
    EXPECT_EQ(bench.word(itt_b + 8192 * 8), 0x8000'0001'0000'2000u); // V, ICID 1, INTID 8192
    expect_executed(its_cmd_mapi(6, 65535, 0),
                    c.command_fetch + c.command_decode + c.table_read + c.table_write);
    EXPECT_EQ(bench.word(itt_b + 65535 * 8), 0x8000'0000'0000'ffffu);
}

TEST_F(Commands, movi_changes_the_collection_and_moves_the_pending_lpi) // MAP-26, MAP-27
{
    expect_executed(its_cmd_movi(5, 3, 0), c.command_fetch + c.command_decode + 4 * c.table_read +
                                               c.table_write + 2 * c.redistributor_message);
    EXPECT_EQ(bench.word(itt_a + 3 * 8), 0x8000'0000'0000'2003u); // ICID 0, INTID 8195 as before
    ASSERT_EQ(bench.redistributors.messages.size(), 1u);
    EXPECT_EQ(bench.redistributors.messages[0].what, "move 1 8195 0");
    EXPECT_EQ(bench.redistributors.messages[0].when, sc_time_stamp());
}

TEST_F(Commands, movi_to_a_collection_of_the_same_target_sends_no_message) // MAP-28
{
    bench.send(its_cmd_mapc(2, 1, true));
    expect_executed(its_cmd_movi(5, 3, 2),
                    c.command_fetch + c.command_decode + 4 * c.table_read + c.table_write);
    EXPECT_EQ(bench.word(itt_a + 3 * 8), 0x8000'0002'0000'2003u);
    EXPECT_TRUE(bench.redistributors.messages.empty());
}

TEST_F(Commands, movall_sends_two_messages_and_takes_the_time_of_each_pending_lpi) // MAP-31
{
    bench.redistributors.move_all_takes = bench.cycles(12);
    expect_executed(its_cmd_movall(1, 0),
                    c.command_fetch + c.command_decode + 2 * c.redistributor_message + 12);
    ASSERT_EQ(bench.redistributors.messages.size(), 1u);
    EXPECT_EQ(bench.redistributors.messages[0].what, "move_all 1 0");
    EXPECT_EQ(bench.redistributors.messages[0].when, sc_time_stamp());
}

TEST_F(Commands, movall_to_the_same_target_sends_no_message) // MAP-32
{
    expect_executed(its_cmd_movall(1, 1), c.command_fetch + c.command_decode);
    EXPECT_TRUE(bench.redistributors.messages.empty());
}

TEST_F(Commands, discard_unmaps_the_event_and_clears_its_lpi) // MAP-23
{
    expect_executed(its_cmd_discard(5, 3), c.command_fetch + c.command_decode + 3 * c.table_read +
                                               c.table_write + c.redistributor_message);
    EXPECT_EQ(bench.word(itt_a + 3 * 8), 0u);
    ASSERT_EQ(bench.redistributors.messages.size(), 1u);
    EXPECT_EQ(bench.redistributors.messages[0].what, "clear 1 8195");
    EXPECT_EQ(bench.redistributors.messages[0].when, sc_time_stamp());
}

TEST_F(Commands, a_second_discard_finds_the_event_unmapped) // MAP-24
{
    bench.send(its_cmd_discard(5, 3));
    EXPECT_EQ(bench.send(its_cmd_discard(5, 3)).error, 0x010f07u);
}

TEST_F(Commands, a_discarded_event_can_be_mapped_again) // MAP-25
{
    bench.send(its_cmd_discard(5, 3));
    bench.send(its_cmd_mapti(5, 3, 8195, 1));
    bench.msi(5, 3);
    bench.run();
    EXPECT_EQ(bench.redistributors.lpis.size(), 1u);
}

TEST_F(Commands, int_sets_the_lpi_of_the_event_with_serial_0) // INV-01
{
    expect_executed(its_cmd_int(5, 3), c.command_fetch + c.command_decode + 3 * c.table_read +
                                           c.redistributor_message);
    ASSERT_EQ(bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(bench.redistributors.lpis[0].target, 1u);
    EXPECT_EQ(bench.redistributors.lpis[0].intid, 8195u);
    EXPECT_EQ(bench.redistributors.lpis[0].serial, 0u);
    EXPECT_EQ(bench.redistributors.lpis[0].when, sc_time_stamp());
    EXPECT_EQ(bench.ledger.set_by_int, 1u);
    EXPECT_TRUE(bench.translated.empty());
}

TEST_F(Commands, int_to_a_redistributor_with_lpis_disabled_is_a_drop_and_no_error)
{
    bench.redistributors.lpis_off.insert(1);
    EXPECT_EQ(bench.send(its_cmd_int(5, 3)).error, 0u);
    EXPECT_EQ(bench.ledger.set_by_int, 1u);
    EXPECT_EQ(bench.dropped(Drop::LpisOff), 1u);
    ASSERT_EQ(bench.drops.size(), 1u);
    EXPECT_EQ(bench.drops[0].tag.device_id, 5u);
    EXPECT_EQ(bench.drops[0].tag.event_id, 3u);
    EXPECT_EQ(bench.drops[0].tag.serial, 0u);
}

TEST_F(Commands, an_lpi_beyond_the_range_of_its_target_is_dropped_as_out_of_range)
{
    bench.redistributors.out_of_range.insert(1);
    EXPECT_EQ(bench.send(its_cmd_int(5, 3)).error, 0u);
    bench.msi(5, 3);
    bench.run();
    EXPECT_EQ(bench.dropped(Drop::LpiOutOfRange), 2u);
    EXPECT_EQ(bench.dropped(Drop::LpisOff), 0u);
}

TEST_F(Commands, clear_follows_the_tables_and_clears_the_lpi_at_the_end) // INV-04
{
    expect_executed(its_cmd_clear(5, 3), c.command_fetch + c.command_decode + 3 * c.table_read +
                                             c.redistributor_message);
    ASSERT_EQ(bench.redistributors.messages.size(), 1u);
    EXPECT_EQ(bench.redistributors.messages[0].what, "clear 1 8195");
    EXPECT_EQ(bench.redistributors.messages[0].when, sc_time_stamp());
    EXPECT_NE(bench.word(itt_a + 3 * 8), 0u);
}

TEST_F(Commands, inv_follows_device_event_and_collection_and_invalidates_at_the_end)
{
    expect_executed(its_cmd_inv(5, 3), c.command_fetch + c.command_decode + 3 * c.table_read +
                                           c.redistributor_message);
    ASSERT_EQ(bench.redistributors.messages.size(), 1u);
    EXPECT_EQ(bench.redistributors.messages[0].what, "invalidate 1 8195");
    EXPECT_EQ(bench.redistributors.messages[0].when, sc_time_stamp());
}

TEST_F(Commands, invall_follows_the_collection_and_invalidates_at_the_end)
{
    expect_executed(its_cmd_invall(1),
                    c.command_fetch + c.command_decode + c.table_read + c.redistributor_message);
    ASSERT_EQ(bench.redistributors.messages.size(), 1u);
    EXPECT_EQ(bench.redistributors.messages[0].what, "invalidate_all 1");
    EXPECT_EQ(bench.redistributors.messages[0].when, sc_time_stamp());
}

TEST_F(Commands, invall_waits_for_the_invalidation_time_of_its_redistributor)
{
    bench.redistributors.invalidate_all_takes = sc_core::sc_time(512, sc_core::SC_NS);
    expect_executed(its_cmd_invall(1), c.command_fetch + c.command_decode + c.table_read +
                                           c.redistributor_message + 512);
    EXPECT_EQ(bench.redistributors.messages.at(0).when, sc_time_stamp());
}

TEST_F(Commands, inv_and_invall_pay_for_each_other_redistributor_that_they_reach)
{
    bench.redistributors.reached_besides = { 0, 3 };
    expect_executed(its_cmd_inv(5, 3), c.command_fetch + c.command_decode + 3 * c.table_read +
                                           c.redistributor_message + 2 * c.invalidate_other);
    expect_executed(its_cmd_invall(1), c.command_fetch + c.command_decode + c.table_read +
                                           c.redistributor_message + 2 * c.invalidate_other);
}

TEST_F(Commands, mapping_commands_report_collections_and_lpis_to_the_redistributors)
{
    bench.redistributors.mapped.clear();
    for (const its_cmd& command :
         { its_cmd_mapc(7, 3, true), its_cmd_mapc(7, 0, false), its_cmd_mapti(5, 6, 8198, 7),
           its_cmd_mapd(7, 14, itt_b, true), its_cmd_mapi(7, 8199, 0), its_cmd_movi(5, 3, 0),
           its_cmd_movi(5, 4, 0) })
        EXPECT_EQ(bench.send(command).error, 0u);
    EXPECT_EQ(bench.redistributors.mapped,
              (std::vector<std::string>{ "ICID 7 to 3", "LPI 8198 to ICID 7", "LPI 8199 to ICID 0",
                                         "LPI 8195 to ICID 0", "LPI 8196 to ICID 0" }));
}

TEST_F(Commands, sync_of_an_idle_its_is_a_round_trip) // INV-16
{
    expect_executed(its_cmd_sync(2), c.command_fetch + c.command_decode + c.sync_round_trip);
    ASSERT_EQ(bench.redistributors.messages.size(), 1u);
    EXPECT_EQ(bench.redistributors.messages[0].what, "sync 2");
}

// Without caches, at the 1 GHz of the bench. The literals are calculated by hand from the default
// costs: a change of a default must be seen here.
TEST_F(Commands, the_default_costs_add_up_to_these_nanoseconds)
{
    const auto ns = [this](const its_cmd& command) {
        return bench.send(command).service / sc_core::sc_time(1, sc_core::SC_NS);
    };
    EXPECT_EQ(ns(its_cmd_mapd(6, 5, itt_b, true)), 168);
    EXPECT_EQ(ns(its_cmd_mapc(2, 2, true)), 168);
    EXPECT_EQ(ns(its_cmd_mapti(5, 6, 8198, 1)), 268);
    EXPECT_EQ(ns(its_cmd_inv(5, 3)), 448);
    EXPECT_EQ(ns(its_cmd_invall(1)), 248);
    EXPECT_EQ(ns(its_cmd_sync(1)), 168);
    EXPECT_EQ(ns(its_cmd_int(5, 3)), 448);
    EXPECT_EQ(ns(its_cmd_clear(5, 3)), 448);
    EXPECT_EQ(ns(its_cmd_movi(5, 3, 0)), 648);
    EXPECT_EQ(ns(its_cmd_discard(5, 4)), 508);
}

// At 700 MHz a cycle is no whole number of picoseconds: each cost is rounded by itself.
TEST(CommandCosts, are_sums_of_rounded_costs)
{
    ItsBench bench(uncached(), 700'000'000);
    bench.start();
    bench.map_fixture();
    const ItsConfig& c = bench.config;
    EXPECT_EQ(bench.send(its_cmd_inv(5, 3)).service,
              bench.cycles(c.command_fetch) + bench.cycles(c.command_decode) +
                  3 * bench.cycles(c.table_read) + bench.cycles(c.redistributor_message));
}

TEST(CommandCosts, an_ideal_its_executes_a_ring_without_time)
{
    ItsConfig ideal;
    ideal.table_read = ideal.table_write = ideal.command_fetch = ideal.command_decode = 0;
    ideal.redistributor_message = ideal.sync_round_trip = 0;
    ItsBench bench(ideal);
    bench.start();
    bench.map_fixture();
    bench.put(its_cmd_inv(5, 3));
    bench.put(its_cmd_sync(1));
    bench.doorbell();
    bench.run();
    EXPECT_EQ(bench.creadr(), bench.cwriter);
    EXPECT_EQ(sc_time_stamp(), sc_core::SC_ZERO_TIME);
}

TEST_F(Commands, a_later_command_sees_the_tables_of_an_earlier_one_without_sync)
{
    bench.put(its_cmd_mapd(6, 4, itt_b, true));
    bench.put(its_cmd_mapti(6, 0, 8300, 0));
    bench.put(its_cmd_inv(6, 0));
    bench.doorbell();
    bench.run();
    ASSERT_EQ(bench.redistributors.messages.size(), 1u);
    EXPECT_EQ(bench.redistributors.messages[0].what, "invalidate 0 8300");
}

TEST_F(Commands, bits_that_are_not_operands_are_ignored) // CMQ-15
{
    const its_cmd mapti = { { 0x0000'0005'ffff'ff0a, 0x0000'2009'0000'0009, 0xffff'ffff'ffff'0001,
                              ~0ull } };
    EXPECT_EQ(bench.send(mapti).error, 0u);
    EXPECT_EQ(bench.word(itt_a + 9 * 8), 0x8000'0001'0000'2009u);
    const its_cmd mapc = { { 0xffff'ffff'ffff'ff09, ~0ull, 0xfff0'0000'0002'0003, ~0ull } };
    EXPECT_EQ(bench.send(mapc).error, 0u);
    EXPECT_EQ(bench.word(collection_table + 3 * 8), 0x8000'0000'0002'0000u);
    const its_cmd mapd = { { 0x0000'0006'ffff'ff08, 0xffff'ffff'ffff'ffe4, 0xfff0'0000'8041'00ff,
                             ~0ull } };
    EXPECT_EQ(bench.send(mapd).error, 0u);
    EXPECT_EQ(bench.word(device_table + 6 * 8), 0x8040'0000'8041'0000u);
    const its_cmd movi = { { 0x0000'0005'ffff'ff01, 0xffff'ffff'0000'0003, 0xffff'ffff'ffff'0000,
                             ~0ull } };
    EXPECT_EQ(bench.send(movi).error, 0u);
    EXPECT_EQ(bench.word(itt_a + 3 * 8), 0x8000'0000'0000'2003u);
    for (const std::uint64_t opcode : { 0x03u, 0x04u, 0x0fu }) { // INT, CLEAR, DISCARD
        const its_cmd c = { { 0x0000'0005'ffff'ff00 | opcode, 0xffff'ffff'0000'0004, ~0ull,
                              ~0ull } };
        EXPECT_EQ(bench.send(c).error, 0u) << opcode;
    }
    bench.send(its_cmd_mapd(7, 16, itt_b, true));
    const its_cmd mapi = { { 0x0000'0007'ffff'ff0b, 0xffff'ffff'0000'2001, 0xffff'ffff'ffff'0001,
                             ~0ull } };
    EXPECT_EQ(bench.send(mapi).error, 0u);
    EXPECT_EQ(bench.word(itt_b + 8193 * 8), 0x8000'0001'0000'2001u);
    const its_cmd inv = { { 0x0000'0005'ffff'ff0c, 0xffff'ffff'0000'0003, ~0ull, ~0ull } };
    EXPECT_EQ(bench.send(inv).error, 0u);
    const its_cmd invall = { { 0xffff'ffff'ffff'ff0d, ~0ull, 0xffff'ffff'ffff'0001, ~0ull } };
    EXPECT_EQ(bench.send(invall).error, 0u);
    const its_cmd sync = { { 0xffff'ffff'ffff'ff05, ~0ull, 0xfff0'0000'0001'ffff, ~0ull } };
    EXPECT_EQ(bench.send(sync).error, 0u);
}

} // namespace
