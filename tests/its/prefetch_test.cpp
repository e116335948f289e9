// SPDX-License-Identifier: Apache-2.0
// Fetch ahead: the fetch of the next commands overlaps the execution of this one, nothing is
// executed early, and what was fetched is fetched again when the ring has changed. CREADR at
// completion or at fetch.
#include "its_bench.h"

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

// Warm: what is repeated here reads no table.
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
    void run_to(std::uint64_t cycles) { bench.run(bench.cycles(cycles)); }

    ItsBench bench;
    const ItsConfig& c;
};

const std::vector<its_cmd> four_invs(4, its_cmd_inv(5, 3));

} // namespace

TEST(ItsPrefetch, without_it_every_command_costs_its_fetch)
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

TEST(ItsPrefetch, a_deeper_one_makes_up_for_a_long_command_before_short_ones)
{
    const std::vector<its_cmd> mixed = { its_cmd_invall(1), its_cmd_inv(5, 3), its_cmd_inv(5, 3) };
    Prefetch p(ahead(2));
    p.bench.redistributors.invalidate_all_takes = p.bench.cycles(500);
    p.batch({ its_cmd_invall(1) });
    EXPECT_EQ(p.batch(mixed), p.fetch() + p.inv() + p.bench.cycles(500) + 2 * p.inv());
}

TEST(ItsPrefetch, a_command_announced_during_another_is_fetched_then)
{
    ItsConfig config = ahead(1);
    config.redistributor_message = 300;
    Prefetch p(config);
    p.bench.put(its_cmd_inv(5, 3));
    p.bench.doorbell();
    p.run_to(150); // in execution
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

TEST(ItsPrefetch, a_later_command_sees_what_an_earlier_one_has_mapped)
{
    Prefetch p(ahead(3));
    p.batch({ its_cmd_mapd(6, 5, itt_b, true), its_cmd_mapti(6, 1, 8300, 1), its_cmd_int(6, 1) });
    ASSERT_EQ(p.bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(p.bench.redistributors.lpis[0].intid, 8300u);
}

TEST(ItsPrefetch, what_software_writes_behind_a_stalled_command_is_what_runs)
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

TEST(ItsPrefetch, a_disabled_its_executes_nothing_that_it_has_fetched)
{
    ItsConfig config = ahead(3);
    config.redistributor_message = 300;
    Prefetch p(config);
    const std::uint32_t first = p.bench.cwriter;
    for (const its_cmd& command : four_invs)
        p.bench.put(command);
    p.bench.doorbell();
    p.run_to(200); // the first one is in execution
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

TEST(ItsCreadr, at_fetch_it_passes_a_command_when_that_has_been_read)
{
    Prefetch p(ahead(0, CreadrMoves::AtFetch));
    const std::uint32_t first = p.bench.cwriter;
    p.bench.put(its_cmd_inv(5, 3));
    p.bench.doorbell();
    p.run_to(p.c.command_fetch - 1);
    EXPECT_EQ(p.bench.creadr(), first);
    p.run_to(2);
    EXPECT_EQ(p.bench.creadr(), first + ITS_CMD_BYTES);
    EXPECT_TRUE(p.bench.commands.empty()); // not complete
    EXPECT_EQ(p.bench.ring.back().used, 0u);
    p.bench.run();
    EXPECT_EQ(p.bench.commands.size(), 1u);
}

TEST(ItsCreadr, at_fetch_it_passes_what_is_fetched_ahead)
{
    ItsConfig config = ahead(2, CreadrMoves::AtFetch);
    config.redistributor_message = 1000;
    Prefetch p(config);
    const std::uint32_t first = p.bench.cwriter;
    for (const its_cmd& command : four_invs)
        p.bench.put(command);
    p.bench.doorbell();
    p.run_to(900); // the first one is in execution still
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
    p.run_to(500);
    ASSERT_EQ(p.bench.creadr(), first + ITS_CMD_BYTES);
    p.bench.put_at(first, its_cmd_clear(5, 3));
    p.bench.run();
    EXPECT_EQ(p.bench.redistributors.messages.at(0).what, "invalidate 1 8195");
}

TEST(ItsCreadr, at_fetch_sync_and_what_is_behind_it_waits_for_completion)
{
    ItsConfig config = ahead(3, CreadrMoves::AtFetch);
    config.sync_round_trip = 1000;
    Prefetch p(config);
    const std::uint32_t first = p.bench.cwriter;
    for (const its_cmd& command : { its_cmd_sync(1), its_cmd_inv(5, 3) })
        p.bench.put(command);
    p.bench.doorbell();
    p.run_to(1000);
    EXPECT_EQ(p.bench.creadr(), first);
    p.run_to(109); // fetch, decode, round trip: complete; the INV was fetched long ago
    EXPECT_EQ(p.bench.creadr(), first + 2 * ITS_CMD_BYTES);
    p.bench.run();
}

TEST(ItsCreadr, at_fetch_what_was_given_back_is_executed_before_the_its_is_quiescent)
{
    ItsConfig config = ahead(1, CreadrMoves::AtFetch);
    config.redistributor_message = 1000;
    Prefetch p(config);
    for (const its_cmd& command : four_invs)
        p.bench.put(command);
    p.bench.doorbell();
    p.run_to(500); // one in execution, one fetched
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
    try {
        ItsBench bench(config);
        FAIL() << "not refused";
    } catch (const std::exception& error) {
        EXPECT_NE(std::string(error.what()).find("creadr"), std::string::npos) << error.what();
    }
}

TEST(ItsPrefetch, more_than_three_is_refused_by_name)
{
    try {
        ItsBench bench(ahead(4));
        FAIL() << "not refused";
    } catch (const std::exception& error) {
        EXPECT_NE(std::string(error.what()).find("command_prefetch"), std::string::npos)
            << error.what();
    }
}

} // namespace itstorm
