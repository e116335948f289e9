// SPDX-License-Identifier: Apache-2.0
// The batch scheduler (vits.schedule = round_robin): a guest's commands stay in its ring until a
// pass gives the guest a turn. The physical ITS executes commands when the test says so. Domain d
// has one vCPU, on PE d, so its INVALLs name collection d on the host.
#include "arch/its_ring.h"
#include "mini_guest.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

constexpr std::uint32_t ring_bytes = 0x1000;
constexpr unsigned bulk_room = 125; // 127 less two reserved
constexpr unsigned writes = 1, reads = 2, ints = 4;

Config machine(std::map<std::string, std::uint64_t> knobs)
{
    Config c;
    c.pes = 2;
    c.ring_bytes = ring_bytes;
    c.domains = { { 1, { 4 }, { 0 } }, { 1, {}, { 1 } } };
    c.knobs = { { "vits.schedule", 1 }, { "vits.propagate", PROPAGATE_WORD_all } };
    for (const auto& [name, value] : knobs)
        c.knobs[name] = value;
    return c;
}

struct Batches {
    explicit Batches(std::map<std::string, std::uint64_t> knobs = {})
        : w(machine(std::move(knobs))), a(w, 0), b(w, 1)
    {
        w.boot();
        a.bring_up(4);
        b.boot_its();
        b.send({ its_cmd_mapc(0, 0, true) });
        settle();
        w.commands.clear();
        w.counters.clear();
        w.its_holds = true;
    }
    ~Batches()
    {
        w.its_holds = false;
        settle();
    }

    host_its& its() { return w.hypervisor->its[0]; }
    vits& of(MiniGuest& g) { return *g.dom().vits; }
    // Runs until no command is left in the rings of the guests and of the host.
    void settle()
    {
        for (unsigned n = 0; n < 1000 && (outstanding(a) || outstanding(b)); n++) {
            w.execute(~0u);
            a.read(GITS_CREADR);
            b.read(GITS_CREADR);
            take_completion();
        }
        w.execute(~0u);
        take_completion();
        cmdq_room_for_bulk(w.self(), &its());
    }
    unsigned outstanding(MiniGuest& g)
    {
        return its_ring_used(of(g).creadr, of(g).cwriter, MiniGuest::ring_bytes);
    }
    std::uint32_t used() const
    {
        const auto cwriter = static_cast<std::uint32_t>(w.registers.at(World::gits + GITS_CWRITER));
        return its_ring_used(w.creadr, cwriter, ring_bytes);
    }
    void invalls(MiniGuest& g, unsigned commands)
    {
        g.send(std::vector<its_cmd>(commands, its_cmd_invall(0)));
    }
    // Receives the completion LPI, if its INT was executed, and runs the work that is left then.
    void take_completion()
    {
        lpi* completion = its().completion.lpi;
        if (completion != nullptr && its().completion.on_the_way)
            lpi_receive(w.hypervisor, w.masked_self(), completion->intid);
        hv_run_left(w.hypervisor, w.masked_self());
    }
    // The guests whose INVALLs the ITS has executed, in order: "aaabbb".
    std::string order() const
    {
        std::string s;
        for (const its_cmd& cmd : w.commands)
            if (its_cmd_get(&cmd, ITS_F_OPCODE) == ITS_OP_INVALL)
                s += its_cmd_get(&cmd, ITS_F_ICID) == 0 ? 'a' : 'b';
        return s;
    }

    World w;
    MiniGuest a, b;
};

// ---- a pass ----

TEST(Batch, no_trap_waits_for_a_slot)
{
    Batches t;
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
    Batches t;
    t.invalls(t.a, 10);
    EXPECT_EQ(t.outstanding(t.a), 10u);
    t.w.execute(4);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.outstanding(t.a), 6u);
}

TEST(Batch, loses_no_command)
{
    Batches t;
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
    Batches t({ { "vits.batch_commands", commands }, { "vits.batch_triggers", reads | ints } });
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
    Batches t({ { "host.usable_slots", 9 }, // six for guests: two reserved, one for the INT
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
    Batches t({ { "vits.batch_commands", 4 } });
    t.invalls(t.a, 100);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 0), 100u);
}

TEST(Batch, a_command_that_found_no_slot_continues_in_the_next_pass_and_has_its_effect_once)
{
    Batches t({ { "host.usable_slots", 6 }, { "vits.batch_commands", 1 } });
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
    Batches t({ { "host.usable_slots", 16 } });
    t.a.send(std::vector<its_cmd>(100, its_cmd_sync(0)));
    EXPECT_EQ(t.w.counter(PROBE_VITS_SYNC, 0), 16u);
}

TEST(Batch, slots_filled_by_a_command_whose_turn_was_cut_short_count_in_that_pass)
{
    Batches t({ { "host.usable_slots", 9 }, // six for guests: two reserved, one for the INT
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
    Batches t;
    t.invalls(t.a, 10);
    EXPECT_GT(t.w.counter(PROBE_BATCH_PASS), 0u);
}

TEST(Batch, in_trap_no_pass_runs)
{
    Batches t({ { "vits.schedule", 0 } });
    t.invalls(t.a, 10);
    EXPECT_EQ(t.w.counter(PROBE_BATCH_PASS), 0u);
    EXPECT_EQ(t.outstanding(t.a), 0u);
}

// ---- completion ----

TEST(Batch, a_command_without_host_commands_is_complete_at_once)
{
    Batches t;
    t.a.send({ its_cmd_sync(0) });
    EXPECT_EQ(t.outstanding(t.a), 0u);
}

TEST(Batch, a_command_without_host_commands_is_complete_with_the_one_before_it)
{
    Batches t;
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
    Batches t;
    t.invalls(t.a, 4);
    t.a.write(GITS_CTLR, 0, 4);
    EXPECT_EQ(t.a.read(GITS_CTLR, 4), 0u);
    t.w.execute(~0u);
    EXPECT_EQ(t.a.read(GITS_CTLR, 4), GITS_CTLR_QUIESCENT);
}

TEST(Batch, a_ring_that_starts_anew_has_nothing_under_way)
{
    Batches t;
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
    Batches t;
    t.invalls(t.a, 60);
    t.a.write(GITS_CWRITER, 32 * 10); // almost a lap ahead
    t.settle();
    EXPECT_EQ(t.outstanding(t.a), 0u);
    EXPECT_EQ(t.of(t.a).next, t.of(t.a).creadr);
}

// ---- triggers ----

TEST(BatchTrigger, a_write_of_cwriter_starts_a_pass)
{
    Batches t;
    t.invalls(t.a, 4);
    EXPECT_EQ(t.used(), 4u + 1u); // and the INT
}

TEST(BatchTrigger, without_writes_a_write_of_cwriter_leaves_the_commands_to_the_next_read)
{
    Batches t({ { "vits.batch_triggers", reads | ints } });
    t.invalls(t.a, 4);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 0), 0u);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 0), 4u);
}

TEST(BatchTrigger, without_reads_a_read_of_creadr_does_not_move_it)
{
    Batches t({ { "vits.batch_triggers", writes | ints } });
    t.invalls(t.a, 4);
    t.w.execute(~0u);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.outstanding(t.a), 4u);
    t.take_completion();
    EXPECT_EQ(t.outstanding(t.a), 0u);
}

TEST(BatchTrigger, a_guest_that_reads_with_nothing_outstanding_starts_no_pass)
{
    Batches t;
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.w.counter(PROBE_BATCH_PASS), 0u);
}

TEST(BatchTrigger, the_int_of_a_pass_starts_the_next_one_outside_of_the_interrupt)
{
    Batches t;
    t.invalls(t.a, 4);
    t.w.execute(~0u);
    EXPECT_EQ(t.w.count(ITS_OP_INT), 1u);
    const std::uint64_t passes = t.w.counter(PROBE_BATCH_PASS);
    lpi_receive(t.w.hypervisor, t.w.masked_self(), t.its().completion.lpi->intid);
    EXPECT_EQ(t.w.counter(PROBE_BATCH_PASS), passes);
    hv_run_left(t.w.hypervisor, t.w.masked_self());
    EXPECT_EQ(t.outstanding(t.a), 0u);
    t.w.execute(~0u);
    EXPECT_EQ(t.w.count(ITS_OP_INT), 1u) << "nothing is outstanding: no other one";
}

TEST(BatchTrigger, no_second_int_is_posted_while_one_is_on_its_way)
{
    Batches t;
    t.invalls(t.a, 4);
    t.invalls(t.b, 4);
    t.w.execute(~0u);
    EXPECT_EQ(t.w.count(ITS_OP_INT), 1u);
}

TEST(BatchTrigger, without_ints_there_is_no_completion_lpi)
{
    Batches t({ { "vits.batch_triggers", writes | reads } });
    t.invalls(t.a, 127);
    t.w.execute(~0u);
    EXPECT_EQ(t.w.count(ITS_OP_INT), 0u);
    EXPECT_EQ(t.its().completion.lpi, nullptr);
}

TEST(BatchTrigger, a_pass_whose_int_found_no_slot_is_followed_by_another_before_a_guest_is_entered)
{
    Batches t({ { "vits.batch_triggers", writes | ints } });
    t.invalls(t.a, 4);
    t.w.execute(~0u);
    lpi_receive(t.w.hypervisor, t.w.masked_self(), t.its().completion.lpi->intid);
    cmdq_batch others; // take all slots before the pass comes
    cmdq_begin(&others, t.w.self(), &t.its(), CMDQ_NO_WAIT, CMDQ_ASSIGN);
    const its_cmd sync = its_cmd_sync(0);
    while (cmdq_put(&others, &sync)) {
    }
    cmdq_end(&others);
    t.invalls(t.b, 4);
    EXPECT_TRUE(batch_is_wanted(&t.w.hypervisor->batch[0]));
    t.w.execute(~0u);
    hv_run_left(t.w.hypervisor, t.w.masked_self());
    t.w.execute(~0u);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 1), 4u);
}

TEST(BatchTrigger, no_slot_is_reserved_for_a_second_int_while_one_is_on_its_way)
{
    Batches t({ { "host.usable_slots", 4 }, { "host.reserved_slots", 2 } });
    t.invalls(t.a, 1);
    ASSERT_EQ(t.used(), 2u) << "and the INT";
    t.w.execute(1);
    t.invalls(t.b, 1);
    EXPECT_EQ(t.used(), 2u) << "the INT still, and the other guest's";
}

TEST(BatchTrigger, sets_that_would_start_no_pass_or_complete_no_command_are_refused)
{
    for (const unsigned triggers : { 0u, writes, ints })
        EXPECT_THROW(World{ machine({ { "vits.batch_triggers", triggers } }) }, std::runtime_error);
}

TEST(BatchTrigger, with_every_other_set_no_command_is_lost)
{
    for (const unsigned triggers :
         { reads, writes | reads, writes | ints, reads | ints, writes | reads | ints }) {
        Batches t({ { "vits.batch_triggers", triggers } });
        t.invalls(t.a, 127);
        t.invalls(t.b, 100);
        t.settle();
        EXPECT_EQ(t.w.count(ITS_OP_INVALL), 227u) << triggers;
        EXPECT_EQ(t.outstanding(t.a) + t.outstanding(t.b), 0u) << triggers;
    }
}

// ---- others ----

TEST(Batch, a_dead_domain_gets_no_turn)
{
    Batches t({ { "vits.batch_triggers", writes | reads } });
    t.invalls(t.a, 127);
    t.invalls(t.b, 20); // finds no slot
    batch_remove_client(t.w.self(), &t.of(t.b).client);
    t.w.execute(~0u);
    t.a.read(GITS_CREADR);
    EXPECT_EQ(t.w.counter(PROBE_VITS_INVALL, 1), 0u);
}

TEST(Batch, a_critical_pair_finds_the_reserve_free)
{
    Batches t({ { "storm.detect", 1 } });
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
    Batches t({ { "host.queue_full", 2 } });
    EXPECT_FALSE(t.of(t.a).lock.sleeps);
    t.invalls(t.a, 127);
    t.settle();
    EXPECT_EQ(t.w.count(ITS_OP_INVALL), 127u);
    EXPECT_EQ(t.w.counter(PROBE_CMDQ_SLEEPS), 0u);
}

} // namespace
