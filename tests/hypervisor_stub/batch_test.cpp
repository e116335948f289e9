// SPDX-License-Identifier: Apache-2.0
// The batch scheduler: which commands a pass executes, and when they are complete for the guest.
#include "batch_bench.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

constexpr unsigned bulk_room = 125; // 127 less two reserved

// ---- a pass ----

TEST(Batch, no_trap_waits_for_a_slot)
{
    BatchBench t;
    unsigned delays = 0;
    t.w.on_delay = [&] { delays++; };
    t.invalls(t.a, 127);
    t.invalls(t.b, 127);
    EXPECT_EQ(delays, 0u);
    EXPECT_EQ(t.w.counter(PROBE_CMDQ_REFUSED), 0u);
    EXPECT_EQ(t.used(), bulk_room);
}

TEST(Batch, a_command_is_complete_for_the_guest_once_the_its_has_executed_its_host_commands)
{
    BatchBench t;
    t.invalls(t.a, 10);
    EXPECT_EQ(t.outstanding(t.a), 10u);
    t.w.execute(4);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.outstanding(t.a), 6u);
}

TEST(Batch, loses_no_command)
{
    BatchBench t;
    t.invalls(t.a, 127);
    t.invalls(t.b, 100);
    t.settle();
    EXPECT_EQ(t.w.count(ITS_OP_INVALL), 227u);
    EXPECT_EQ(t.outstanding(t.a), 0u);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 0), 127u);
}

// The first 24 commands of a pass that begins with many commands of both guests.
std::string turns(std::uint64_t commands)
{
    BatchBench t({ { "vits.batch_commands", commands }, { "vits.batch_triggers", reads | ints } });
    t.invalls(t.a, 127);
    t.invalls(t.b, 127);
    t.a.read(GITS_CREADR);
    t.w.execute(~0u);
    return t.order().substr(0, 24);
}

TEST(Batch, guests_take_turns_of_batch_commands)
{
    EXPECT_EQ(turns(4), "bbbbaaaabbbbaaaabbbbaaaa"); // from where the last pass ended
    EXPECT_EQ(turns(8), "bbbbbbbbaaaaaaaabbbbbbbb");
}

TEST(Batch, a_turn_that_ends_with_a_full_ring_continues_in_the_next_pass)
{
    BatchBench t({ { "host.usable_slots", 9 }, // six for guests: two reserved, one for the INT
                   { "vits.batch_commands", 4 },
                   { "vits.batch_triggers", reads | ints } });
    t.invalls(t.a, 60);
    t.invalls(t.b, 60);
    for (unsigned passes = 0; passes < 4; passes++) {
        t.a.read(GITS_CREADR);
        t.w.execute(~0u);
        t.its().completion.on_the_way = false;
    }
    EXPECT_EQ(t.order(), "aaaabbbbaaaabbbbaaaabbbb");
}

TEST(Batch, a_guest_alone_has_the_whole_ring)
{
    BatchBench t({ { "vits.batch_commands", 4 } });
    t.invalls(t.a, 100);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 0), 100u);
}

TEST(Batch, a_command_that_found_no_slot_continues_in_the_next_pass_and_has_its_effect_once)
{
    BatchBench t({ { "host.usable_slots", 6 }, { "vits.batch_commands", 1 } });
    t.b.send({ its_cmd_mapc(0, 0, true) });
    t.a.send({ its_cmd_mapd(MiniGuest::device, 8, 0, false) }); // four DISCARDs and a MAPD
    EXPECT_GT(t.w.counter(PROBE_VITS_REFUSED, 0), 0u);
    t.settle();
    EXPECT_EQ(t.w.counter(PROBE_VITS_MAPD, 0), 1u);
    EXPECT_EQ(t.w.count(ITS_OP_DISCARD), 4u);
    EXPECT_EQ(t.w.count(ITS_OP_MAPD), 1u);
}

TEST(Batch, a_pass_executes_no_more_commands_than_the_ring_has_usable_slots)
{
    BatchBench t({ { "host.usable_slots", 16 } });
    t.a.send(std::vector<its_cmd>(100, its_cmd_sync(0)));
    EXPECT_EQ(t.w.counter(PROBE_VITS_SYNC, 0), 16u);
}

TEST(Batch, slots_filled_by_a_command_whose_turn_was_cut_short_count_in_that_pass)
{
    BatchBench t({ { "host.usable_slots", 9 }, // six for guests: two reserved, one for the INT
                   { "vits.trap_bound", 1 },
                   { "vits.trap_steps", 1 },
                   { "vits.batch_triggers", reads | ints } });
    t.a.send({ its_cmd_mapd(MiniGuest::device, 8, 0, false) }); // four DISCARDs and a MAPD
    t.invalls(t.b, 20);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.used(), 7u);
    EXPECT_EQ(t.w.counter(PROBE_CMDQ_REFUSED), 0u);
    t.w.execute(~0u);
    EXPECT_EQ(t.w.count(ITS_OP_INT), 1u) << "the INT has its slot";
}

TEST(Batch, the_duration_of_a_pass_is_measured)
{
    BatchBench t;
    t.invalls(t.a, 10);
    EXPECT_GT(t.w.counter(PROBE_BATCH_PASS), 0u);
}

TEST(Batch, in_trap_no_pass_runs)
{
    BatchBench t({ { "vits.schedule", 0 } });
    t.invalls(t.a, 10);
    EXPECT_EQ(t.w.counter(PROBE_BATCH_PASS), 0u);
    EXPECT_EQ(t.outstanding(t.a), 0u);
}

// ---- completion ----

TEST(Batch, a_command_without_host_commands_is_complete_at_once)
{
    BatchBench t;
    t.a.send({ its_cmd_sync(0) });
    EXPECT_EQ(t.outstanding(t.a), 0u);
}

TEST(Batch, a_command_without_host_commands_is_complete_with_the_one_before_it)
{
    BatchBench t;
    t.a.send({ its_cmd_invall(0), its_cmd_sync(0) });
    EXPECT_EQ(t.outstanding(t.a), 2u);
    t.w.execute(1);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.outstanding(t.a), 0u);
}

TEST(Batch, of_more_than_64_commands_under_way_the_last_ones_are_complete_together)
{
    batch_flights flights{};
    for (cmdq_ticket ticket = 1; ticket <= 70; ticket++)
        batch_flights_add(&flights, ticket);
    EXPECT_EQ(batch_flights_take(&flights, 63), 63u);
    EXPECT_EQ(batch_flights_take(&flights, 69), 0u);
    EXPECT_EQ(batch_flights_take(&flights, 70), 7u);
}

TEST(Batch, an_its_that_is_disabled_is_quiescent_once_nothing_is_under_way)
{
    BatchBench t;
    t.invalls(t.a, 4);
    t.a.write(GITS_CTLR, 0, 4);
    EXPECT_EQ(t.a.read(GITS_CTLR, 4), 0u);
    t.w.execute(~0u);
    EXPECT_EQ(t.a.read(GITS_CTLR, 4), GITS_CTLR_QUIESCENT);
}

TEST(Batch, a_ring_that_starts_anew_has_nothing_under_way)
{
    BatchBench t;
    t.invalls(t.a, 4);
    t.a.write(GITS_CTLR, 0, 4);
    t.a.write(GITS_CBASER, MiniGuest::ring | bit(63) | 0);
    t.a.write(GITS_CTLR, GITS_CTLR_ENABLED, 4);
    t.a.cwriter = 0;
    t.invalls(t.a, 2);
    t.w.execute(4); // those of the old ring
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.outstanding(t.a), 2u);
    t.w.execute(~0u);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.outstanding(t.a), 0u);
}

TEST(Batch, cwriter_across_commands_under_way_leaves_none_behind)
{
    BatchBench t;
    t.invalls(t.a, 60);
    t.a.write(GITS_CWRITER, 32 * 10); // almost a lap ahead
    t.settle();
    EXPECT_EQ(t.outstanding(t.a), 0u);
    EXPECT_EQ(t.of(t.a).next, t.of(t.a).creadr);
}

// ---- others ----

TEST(Batch, a_dead_domain_gets_no_turn)
{
    BatchBench t({ { "vits.batch_triggers", writes | reads } });
    t.invalls(t.a, 127);
    t.invalls(t.b, 20); // finds no slot
    batch_remove_client(t.w.self(), &t.of(t.b).client);
    t.w.execute(~0u);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 1), 0u);
}

TEST(Batch, a_critical_pair_finds_the_reserve_free)
{
    BatchBench t({ { "storm.detect", 1 } });
    t.invalls(t.a, 127);
    t.invalls(t.b, 127);
    lpi& plpi = t.w.hypervisor->domains.devices[0].hw.lpis[0];
    plpi.throttled = true;
    plpi.strays = 2;
    t.w.its_steps_per_delay = 127;
    storm_apply(&t.w.hypervisor->storm, t.w.masked_self(), &plpi);
    EXPECT_EQ(t.w.shares[PROBE_CMDQ_NO_SLOT_CRITICAL].begun, 0u);
    EXPECT_EQ(t.w.counter(PROBE_CMDQ_ISSUED_STORM), 2u);
}

TEST(Batch, with_sleep_the_virtual_its_is_a_spin_lock)
{
    BatchBench t({ { "host.queue_full", 2 } });
    EXPECT_FALSE(t.of(t.a).lock.sleeps);
    t.invalls(t.a, 127);
    t.settle();
    EXPECT_EQ(t.w.count(ITS_OP_INVALL), 127u);
    EXPECT_EQ(t.w.counter(PROBE_CMDQ_SLEEPS), 0u);
}

} // namespace
