// SPDX-License-Identifier: Apache-2.0
// Fetch ahead: the fetches of the next commands overlap the execution of the current one, no
// command is executed before its turn, and fetched commands are fetched again after a stall or a
// disable. CREADR passes a command at its completion or, if configured, at its fetch.
#include "its_bench.h"
#include <gmock/gmock.h>

namespace itstorm {

namespace {

using sc_core::sc_time;

ItsConfig ahead(std::uint32_t commands, CreadrMoves creadr = CreadrMoves::AtCompletion)
{
    ItsConfig config;
    config.command_prefetch = commands;
    config.creadr = creadr;
    if (creadr == CreadrMoves::AtFetch)
        config.error_mode = ErrorMode::Skip;
    return config;
}

// The caches hold the fixture's events: the commands that the tests repeat read no table.
struct Prefetch {
    explicit Prefetch(const ItsConfig& config) : bench(config), c(bench.config)
    {
        bench.start();
        bench.map_fixture();
        bench.send(its_cmd_inv(5, 3));
        bench.send(its_cmd_inv(5, 4));
        bench.commands.clear();
        bench.redistributors.messages.clear();
    }

    // From the doorbell to the last completion.
    sc_time batch(const std::vector<its_cmd>& commands)
    {
        const sc_time start = sc_core::sc_time_stamp();
        for (const its_cmd& command : commands)
            bench.put(command);
        bench.doorbell();
        bench.run();
        return sc_core::sc_time_stamp() - start;
    }
    sc_time inv() const { return bench.cycles(c.command_decode + c.redistributor_message); }
    sc_time fetch() const { return bench.cycles(c.command_fetch); }
    void run_cycles(std::uint64_t cycles) { bench.run(bench.cycles(cycles)); }

    ItsBench bench;
    const ItsConfig& c;
};

const std::vector<its_cmd> four_invs(4, its_cmd_inv(5, 3));

} // namespace

TEST(ItsPrefetch, without_fetch_ahead_every_command_costs_its_fetch)
{
    Prefetch p(ahead(0));
    EXPECT_EQ(p.batch(four_invs), 4 * (p.fetch() + p.inv()));
}

TEST(ItsPrefetch, short_commands_are_bounded_by_the_fetch)
{
    Prefetch p(ahead(1));
    ASSERT_LT(p.inv(), p.fetch());
    EXPECT_EQ(p.batch(four_invs), 4 * p.fetch() + p.inv());
}

TEST(ItsPrefetch, long_commands_are_bounded_by_their_execution)
{
    ItsConfig config = ahead(1);
    config.redistributor_message = 300;
    Prefetch p(config);
    EXPECT_EQ(p.batch(four_invs), p.fetch() + 4 * p.inv());
}

TEST(ItsPrefetch, of_two_commands_hides_two_fetches_behind_one_long_command)
{
    const std::vector<its_cmd> mixed = { its_cmd_invall(1), its_cmd_inv(5, 3), its_cmd_inv(5, 3) };
    Prefetch p(ahead(2));
    p.bench.redistributors.invalidate_all_takes = p.bench.cycles(500);
    p.batch({ its_cmd_invall(1) });
    EXPECT_EQ(p.batch(mixed), p.fetch() + p.inv() + p.bench.cycles(500) + 2 * p.inv());
}

TEST(ItsPrefetch, a_command_announced_during_execution_is_fetched_at_once)
{
    ItsConfig config = ahead(1);
    config.redistributor_message = 300;
    Prefetch p(config);
    p.bench.put(its_cmd_inv(5, 3));
    p.bench.doorbell();
    p.run_cycles(150); // in execution
    p.bench.put(its_cmd_inv(5, 4));
    p.bench.doorbell();
    const sc_time start = sc_core::sc_time_stamp() - p.bench.cycles(150);
    p.bench.run();
    EXPECT_EQ(sc_core::sc_time_stamp() - start, p.fetch() + 2 * p.inv());
}

TEST(ItsPrefetch, commands_have_their_effects_in_order_and_not_before_their_turn)
{
    ItsConfig config = ahead(3);
    config.redistributor_message = 300;
    Prefetch p(config);
    const sc_time start = sc_core::sc_time_stamp();
    p.batch({ its_cmd_inv(5, 3), its_cmd_inv(5, 4), its_cmd_clear(5, 3) });
    const auto& said = p.bench.redistributors.messages;
    ASSERT_EQ(said.size(), 3u);
    EXPECT_EQ(said[0].what, "invalidate 1 8195");
    EXPECT_EQ(said[1].what, "invalidate 0 8196");
    EXPECT_EQ(said[2].what, "clear 1 8195");
    for (unsigned n = 0; n < 3; n++)
        EXPECT_EQ(said[n].when - start, p.fetch() + (n + 1) * p.inv());
}

TEST(ItsPrefetch, a_prefetched_command_sees_what_the_commands_before_it_have_mapped)
{
    Prefetch p(ahead(3));
    p.batch({ its_cmd_mapd(6, 5, itt_b, true), its_cmd_mapti(6, 1, 8300, 1), its_cmd_int(6, 1) });
    ASSERT_EQ(p.bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(p.bench.redistributors.lpis[0].intid, 8300u);
}

TEST(ItsPrefetch, commands_rewritten_behind_a_stalled_command_are_fetched_again)
{
    Prefetch p(ahead(3));
    const std::uint32_t bad = p.bench.cwriter;
    p.batch({ its_cmd_int(9, 0), its_cmd_inv(5, 3), its_cmd_inv(5, 3) });
    EXPECT_EQ(p.bench.creadr(), bad | GITS_CREADR_STALLED);
    p.bench.put_at(bad, its_cmd_inv(5, 4));
    p.bench.put_at(bad + ITS_CMD_BYTES, its_cmd_clear(5, 4));
    p.bench.doorbell(GITS_CWRITER_RETRY);
    p.bench.run();
    const auto& said = p.bench.redistributors.messages;
    ASSERT_EQ(said.size(), 3u);
    EXPECT_EQ(said[0].what, "invalidate 0 8196");
    EXPECT_EQ(said[1].what, "clear 0 8196");
    EXPECT_EQ(said[2].what, "invalidate 1 8195");
}

TEST(ItsPrefetch, a_disabled_its_does_not_execute_the_commands_fetched_ahead)
{
    ItsConfig config = ahead(3);
    config.redistributor_message = 300;
    Prefetch p(config);
    const std::uint32_t first = p.bench.cwriter;
    for (const its_cmd& command : four_invs)
        p.bench.put(command);
    p.bench.doorbell();
    p.run_cycles(200); // the first one is in execution
    p.bench.disable();
    p.bench.run();
    EXPECT_EQ(p.bench.creadr(), first + ITS_CMD_BYTES);
    EXPECT_EQ(p.bench.commands.size(), 1u);
    EXPECT_NE(p.bench.read(GITS_CTLR, 4) & GITS_CTLR_QUIESCENT, 0u);

    for (std::uint32_t at = first + ITS_CMD_BYTES; at < p.bench.cwriter; at += ITS_CMD_BYTES)
        p.bench.put_at(at, its_cmd_clear(5, 3));
    p.bench.enable();
    p.bench.run();
    ASSERT_EQ(p.bench.redistributors.messages.size(), 4u);
    EXPECT_EQ(p.bench.redistributors.messages[1].what, "clear 1 8195");
}

// ---- CREADR ----

TEST(ItsCreadr, at_fetch_passes_a_command_when_it_has_been_read)
{
    Prefetch p(ahead(0, CreadrMoves::AtFetch));
    const std::uint32_t first = p.bench.cwriter;
    p.bench.put(its_cmd_inv(5, 3));
    p.bench.doorbell();
    p.run_cycles(p.c.command_fetch - 1);
    EXPECT_EQ(p.bench.creadr(), first);
    p.run_cycles(2);
    EXPECT_EQ(p.bench.creadr(), first + ITS_CMD_BYTES);
    EXPECT_TRUE(p.bench.commands.empty()); // not complete
    EXPECT_EQ(p.bench.ring.back().used, 0u);
    p.bench.run();
    EXPECT_EQ(p.bench.commands.size(), 1u);
}

TEST(ItsCreadr, at_fetch_passes_the_commands_fetched_ahead)
{
    ItsConfig config = ahead(2, CreadrMoves::AtFetch);
    config.redistributor_message = 1000;
    Prefetch p(config);
    const std::uint32_t first = p.bench.cwriter;
    for (const its_cmd& command : four_invs)
        p.bench.put(command);
    p.bench.doorbell();
    p.run_cycles(900); // the first one is in execution still
    EXPECT_EQ(p.bench.creadr(), first + 3 * ITS_CMD_BYTES);
    EXPECT_EQ(p.bench.ring.back().used, 1u);
    EXPECT_TRUE(p.bench.commands_balance());
    p.bench.run();
    EXPECT_EQ(p.bench.commands.size(), 4u);
}

TEST(ItsCreadr, at_fetch_a_freed_slot_may_be_written_and_the_old_command_runs)
{
    ItsConfig config = ahead(1, CreadrMoves::AtFetch);
    config.redistributor_message = 1000;
    Prefetch p(config);
    const std::uint32_t first = p.bench.cwriter;
    p.bench.put(its_cmd_inv(5, 3));
    p.bench.doorbell();
    p.run_cycles(500);
    ASSERT_EQ(p.bench.creadr(), first + ITS_CMD_BYTES);
    p.bench.put_at(first, its_cmd_clear(5, 3));
    p.bench.run();
    EXPECT_EQ(p.bench.redistributors.messages.at(0).what, "invalidate 1 8195");
}

TEST(ItsCreadr, at_fetch_passes_a_sync_and_the_commands_behind_it_when_the_sync_is_complete)
{
    ItsConfig config = ahead(3, CreadrMoves::AtFetch);
    config.sync_round_trip = 1000;
    Prefetch p(config);
    const std::uint32_t first = p.bench.cwriter;
    for (const its_cmd& command : { its_cmd_sync(1), its_cmd_inv(5, 3) })
        p.bench.put(command);
    p.bench.doorbell();
    const std::uint64_t sync = p.c.command_fetch + p.c.command_decode + p.c.sync_round_trip;
    p.run_cycles(sync - 1);
    EXPECT_EQ(p.bench.creadr(), first);
    p.run_cycles(2); // the SYNC is complete; the INV was fetched during its round trip
    EXPECT_EQ(p.bench.creadr(), first + 2 * ITS_CMD_BYTES);
    p.bench.run();
}

TEST(ItsCreadr, at_fetch_commands_already_passed_are_executed_before_the_its_is_quiescent)
{
    ItsConfig config = ahead(1, CreadrMoves::AtFetch);
    config.redistributor_message = 1000;
    Prefetch p(config);
    for (const its_cmd& command : four_invs)
        p.bench.put(command);
    p.bench.doorbell();
    p.run_cycles(500); // one in execution, one fetched
    p.bench.disable();
    EXPECT_EQ(p.bench.read(GITS_CTLR, 4) & GITS_CTLR_QUIESCENT, 0u);
    p.bench.run();
    EXPECT_EQ(p.bench.commands.size(), 2u);
    EXPECT_NE(p.bench.read(GITS_CTLR, 4) & GITS_CTLR_QUIESCENT, 0u);
    EXPECT_EQ(p.bench.its.commands_in_ring(), 2u);
}

TEST(ItsCreadr, at_fetch_with_stall_is_refused_by_name)
{
    ItsConfig config;
    config.creadr = CreadrMoves::AtFetch;
    EXPECT_THAT(refusal(config), testing::HasSubstr("creadr"));
}

TEST(ItsPrefetch, more_than_three_is_refused_by_name)
{
    EXPECT_THAT(refusal(ahead(4)), testing::HasSubstr("command_prefetch"));
}

} // namespace itstorm
