// SPDX-License-Identifier: Apache-2.0
// The command ring: CWRITER and CREADR, wrap, full, out of range, stall and Retry. CMQ, CTL and REG
// name conformance rows.
#include "its_bench.h"

namespace {

using namespace itstorm;

std::vector<unsigned> opcodes(const ItsBench& bench)
{
    std::vector<unsigned> all;
    for (const CommandFact& fact : bench.commands)
        all.push_back(fact.opcode);
    return all;
}

TEST(CommandRing, cwriter_equal_to_creadr_starts_nothing) // CMQ-01
{
    ItsBench bench;
    bench.start();
    bench.write(GITS_CWRITER, 8, 0);
    bench.run();
    EXPECT_TRUE(bench.commands.empty());
}

TEST(CommandRing, commands_wait_while_disabled_and_run_when_enabled) // CTL-02, CTL-03
{
    ItsBench bench;
    bench.start(1, false);
    bench.put(its_cmd_sync(0));
    bench.put(its_cmd_sync(1));
    bench.doorbell();
    bench.run();
    EXPECT_EQ(bench.creadr(), 0u);
    EXPECT_EQ(bench.its.commands_in_ring(), 2u);
    bench.enable();
    bench.run();
    EXPECT_EQ(bench.creadr(), 0x40u);
    EXPECT_EQ(bench.ledger.commands_executed, 2u);
}

TEST(CommandRing, creadr_moves_when_a_command_is_complete_and_not_before)
{
    ItsBench bench;
    bench.start();
    const auto duration = bench.cycles(bench.config.command_fetch + bench.config.command_decode +
                                       bench.config.table_write);
    bench.put(its_cmd_mapc(0, 0, true));
    bench.doorbell();
    bench.run(duration - sc_core::sc_time(1, sc_core::SC_PS));
    EXPECT_EQ(bench.creadr(), 0u);
    EXPECT_EQ(bench.word(collection_table), 0u); // the entry is not written either
    bench.run(sc_core::sc_time(2, sc_core::SC_PS));
    EXPECT_EQ(bench.creadr(), 0x20u);
    EXPECT_NE(bench.word(collection_table), 0u);
}

TEST(CommandRing, a_ring_of_128_slots_holds_127_commands) // CMQ-02
{
    ItsBench bench;
    bench.start(1, false);
    for (unsigned n = 0; n < 127; ++n)
        bench.put(its_cmd_mapc(static_cast<std::uint16_t>(n), n % 4, true));
    bench.doorbell();
    EXPECT_EQ(bench.ring.back().used, 127u);
    EXPECT_EQ(bench.ring.back().slots, 128u);
    bench.enable();
    bench.run();
    EXPECT_EQ(bench.ledger.commands_executed, 127u);
    EXPECT_EQ(bench.creadr(), bench.cwriter);
    EXPECT_EQ(bench.word(collection_table + 126 * 8), 0x8000'0000'0002'0000u);
    EXPECT_EQ(bench.word(collection_table + 127 * 8), 0u);
}

// CMQ-03, CMQ-04
TEST(CommandRing, order_is_kept_across_the_wrap_and_creadr_returns_to_0_after_the_last_slot)
{
    ItsBench bench;
    bench.start();
    for (unsigned n = 0; n < 100; ++n)
        bench.put(its_cmd_mapc(1, n % 4, true));
    bench.doorbell();
    bench.run();
    for (unsigned n = 0; n < 100; ++n)
        bench.put(its_cmd_mapc(1, n == 99 ? 3 : 0, true)); // the last one decides
    bench.doorbell();
    bench.run();
    EXPECT_EQ(bench.ledger.commands_executed, 200u);
    EXPECT_EQ(bench.creadr(), 200u * 32 - 4096);
    EXPECT_EQ(bench.word(collection_table + 8), 0x8000'0000'0003'0000u);
    std::uint32_t before = 0;
    bool wrapped = false;
    for (const RingFact& fact : bench.ring) {
        EXPECT_TRUE(fact.creadr == before || fact.creadr == (before + 32) % 4096);
        wrapped |= before == 4096 - 32 && fact.creadr == 0;
        before = fact.creadr;
    }
    EXPECT_TRUE(wrapped);
}

// CMQ-05, CMQ-06
TEST(CommandRing, a_cwriter_beyond_the_ring_runs_nothing_until_it_names_a_slot_again)
{
    ItsBench bench;
    bench.start();
    bench.put(its_cmd_sync(0));
    bench.write(GITS_CWRITER, 8, 4096);
    bench.run();
    EXPECT_EQ(bench.read(GITS_CWRITER, 8), 4096u);
    EXPECT_EQ(bench.creadr(), 0u);
    EXPECT_EQ(bench.its.commands_in_ring(), 0u);
    bench.doorbell();
    bench.run();
    EXPECT_EQ(bench.creadr(), 0x20u);
}

TEST(CommandRing, a_cwriter_beyond_the_ring_stops_the_commands_written_before_it)
{
    ItsBench bench;
    bench.start();
    for (unsigned n = 0; n < 3; ++n)
        bench.put(its_cmd_sync(0));
    bench.doorbell();
    bench.write(GITS_CWRITER, 8, 0x8000);
    bench.run();
    EXPECT_EQ(bench.its.commands_in_ring(), 3u);
    bench.doorbell();
    bench.run();
    EXPECT_EQ(bench.ledger.commands_executed, 3u);
}

TEST(CommandRing, bits_4_to_0_of_cwriter_are_ignored) // CMQ-07, CMQ-11
{
    ItsBench bench;
    bench.start();
    bench.put(its_cmd_sync(0));
    bench.doorbell(0x1f);
    bench.run();
    EXPECT_EQ(bench.creadr(), 0x20u);
    EXPECT_EQ(bench.read(GITS_CWRITER, 8), 0x20u);
}

TEST(CommandRing, cwriter_in_two_halves_starts_with_the_low_one) // CMQ-20
{
    ItsBench bench;
    bench.start();
    bench.put(its_cmd_sync(0));
    bench.write(GITS_CWRITER + 4, 4, 0);
    bench.run();
    EXPECT_TRUE(bench.commands.empty());
    bench.write(GITS_CWRITER, 4, bench.cwriter);
    bench.run();
    EXPECT_EQ(bench.commands.size(), 1u);
}

TEST(CommandRing, a_stalled_ring_stays_stalled_without_retry) // CMQ-08, CMQ-10
{
    ItsBench bench;
    bench.start();
    bench.put(its_cmd_sync(0));
    bench.put(its_cmd_make(0x7f));
    bench.put(its_cmd_sync(0));
    bench.doorbell();
    bench.run();
    EXPECT_EQ(bench.creadr(), 0x21u); // on the bad command, Stalled
    EXPECT_TRUE(bench.ring.back().stalled);
    bench.put(its_cmd_sync(0));
    bench.doorbell();
    bench.run();
    EXPECT_EQ(bench.creadr(), 0x21u);
    EXPECT_EQ(bench.its.commands_in_ring(), 3u); // the bad one and two behind it
}

TEST(CommandRing, retry_after_repair_runs_the_rest) // CMQ-09
{
    ItsBench bench;
    bench.start();
    bench.put(its_cmd_make(0x7f));
    bench.put(its_cmd_sync(1));
    bench.doorbell();
    bench.run();
    bench.put_at(0, its_cmd_sync(0));
    bench.doorbell(GITS_CWRITER_RETRY);
    EXPECT_EQ(bench.creadr(), 0u); // no longer stalled
    bench.run();
    EXPECT_EQ(bench.creadr(), 0x40u);
    EXPECT_EQ(opcodes(bench), (std::vector<unsigned>{ 0x7f, 0x05, 0x05 }));
}

TEST(CommandRing, retry_without_repair_stalls_again_on_the_same_command) // CMQ-13
{
    ItsBench bench;
    bench.start();
    bench.put(its_cmd_make(0x7f));
    bench.doorbell();
    bench.run();
    bench.doorbell(GITS_CWRITER_RETRY);
    bench.run();
    EXPECT_EQ(bench.creadr(), 1u);
    EXPECT_EQ(bench.commands.size(), 2u);
}

TEST(CommandRing, a_stall_survives_disabling_and_ends_with_a_write_of_cbaser) // REG-20, REG-21
{
    ItsBench bench;
    bench.start();
    bench.put(its_cmd_sync(0));
    bench.put(its_cmd_make(0x7f));
    bench.doorbell();
    bench.run();
    bench.disable();
    EXPECT_EQ(bench.creadr(), 0x21u);
    bench.write(GITS_CBASER, 8, bit(63) | ring_base);
    EXPECT_EQ(bench.creadr(), 0u);
    EXPECT_EQ(bench.ledger.commands_abandoned, 1u);
}

TEST(CommandRing, a_bus_error_on_the_ring_stalls) // CMQ-18
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_CBASER, 8, bit(63) | 0x4000'0000); // no memory there
    bench.write(GITS_CWRITER, 8, 0x20);
    bench.enable();
    bench.run();
    EXPECT_EQ(bench.creadr(), 1u);
    ASSERT_EQ(bench.commands.size(), 1u);
    EXPECT_EQ(bench.commands[0].error, static_cast<std::uint32_t>(ITS_TABLE_FAULT));
}

TEST(CommandRing, without_a_valid_ring_nothing_is_fetched) // CMQ-19
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_CBASER, 8, ring_base); // Valid=0
    bench.write(GITS_CWRITER, 8, 0x20);
    bench.enable();
    bench.run();
    EXPECT_TRUE(bench.commands.empty());
}

TEST(CommandRing, without_a_valid_cbaser_the_ring_fact_reports_no_slots)
{
    ItsBench bench;
    bench.write(GITS_CWRITER, 8, 0x40);
    ASSERT_FALSE(bench.ring.empty());
    EXPECT_EQ(bench.ring.back().slots, 0u);
    EXPECT_EQ(bench.ring.back().used, 0u);
    bench.write(GITS_CBASER, 8, bit(63) | ring_base | 1);
    EXPECT_EQ(bench.ring.back().slots, 256u);
}

// Software may fill 127 of 128 slots: this test fills exactly that many, the next one more.
TEST(CommandRing, a_cwriter_that_fills_the_ring_is_no_overrun)
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_CWRITER, 8, 100 * 32);
    bench.write(GITS_CWRITER, 8, 127 * 32);
    EXPECT_TRUE(bench.overruns.empty());
    EXPECT_EQ(bench.its.commands_in_ring(), 127u);
}

TEST(CommandRing, a_cwriter_that_advances_by_more_than_the_free_slots_is_an_overrun)
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_CWRITER, 8, 100 * 32);
    bench.write(GITS_CWRITER, 8, 0); // 28 more, one over
    ASSERT_EQ(bench.overruns.size(), 1u);
    EXPECT_EQ(bench.overruns[0].lost, 128u); // a whole lap
    bench.write(GITS_CWRITER, 8, 10 * 32);
    EXPECT_EQ(bench.overruns.size(), 1u);
    EXPECT_EQ(bench.its.commands_in_ring(), 10u);
}

TEST(CommandRing, an_overrun_on_the_command_in_execution_keeps_the_books)
{
    ItsBench bench;
    bench.start();
    for (std::uint32_t slot = 0; slot < 128; ++slot)
        bench.put_at(slot * 32, its_cmd_sync(0));
    bench.write(GITS_CWRITER, 8, 32);
    bench.run(bench.cycles(1)); // fetched
    bench.write(GITS_CWRITER, 8, 0);
    EXPECT_EQ(bench.overruns.size(), 1u);
    EXPECT_TRUE(bench.commands_balance());
    bench.run();
    EXPECT_EQ(bench.creadr(), 0u); // the 127 that were written behind it ran
    EXPECT_EQ(bench.ledger.commands_executed, 128u);
    EXPECT_EQ(bench.ledger.commands_abandoned, 0u);
}

TEST(CommandRing, every_change_of_the_ring_is_reported)
{
    ItsBench bench;
    bench.start();
    bench.ring.clear();
    bench.put(its_cmd_sync(0));
    bench.put(its_cmd_make(0x7f));
    bench.doorbell();
    bench.run();
    ASSERT_EQ(bench.ring.size(), 3u); // CWRITER, a step, the stall
    EXPECT_EQ(bench.ring[0].used, 2u);
    EXPECT_EQ(bench.ring[0].cwriter, 0x40u);
    EXPECT_EQ(bench.ring[1].creadr, 0x20u);
    EXPECT_EQ(bench.ring[1].used, 1u);
    EXPECT_FALSE(bench.ring[1].stalled);
    EXPECT_TRUE(bench.ring[2].stalled);
    EXPECT_EQ(bench.ring[2].used, 1u);
}

} // namespace
