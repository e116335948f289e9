// SPDX-License-Identifier: Apache-2.0
// Which callers may take a slot of the host ring: refusals, usable and reserved slots, and rules
// that hold under every policy.
#include "queue_bench.h"
#include <csignal>
#include <gtest/gtest.h>

using namespace fake;

namespace {

// ---- refuse ----

TEST(QueueRefuse, gives_up_at_once_and_the_guest_continues_by_polling)
{
    Queue q(Refuse);
    unsigned delays = 0;
    q.w.on_delay = [&] { delays++; };
    q.flood();
    EXPECT_EQ(delays, 0u);
    q.expect_one_refusal_and_the_rest_by_polling();
}

TEST(QueueRefuse, a_refusal_is_no_wait)
{
    Queue q(Refuse);
    q.flood();
    EXPECT_LT(q.w.shares[PROBE_CMDQ_NO_SLOT_BULK].ns, CMDQ_POLL_NS);
}

TEST(QueueRefuse, every_poll_of_the_guest_tries_again_and_is_counted)
{
    Queue q(Refuse);
    q.flood();
    for (unsigned n = 0; n < 3; n++)
        q.g.read(GITS_CREADR);
    EXPECT_EQ(q.w.counter(PROBE_VITS_REFUSED, 0), 4u);
    EXPECT_EQ(q.w.counter(PROBE_VITS_INVALL, 0), 126u); // the refused one had its effect once
}

TEST(QueueRefuse, a_critical_pair_that_is_refused_is_deferred)
{
    Queue q(Refuse, { { "host.reserved_slots", 0 } });
    q.flood();
    q.w.borrow(0, [&] {
        q.w.masked_self();
        q.throttle(0);
    });
    EXPECT_EQ(q.w.counter(PROBE_STORM_DEFERRED, 0), 1u);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_ISSUED_STORM), 0u);
}

TEST(QueueRefuse, an_assignment_with_more_syncs_than_slots_continues_where_it_stopped)
{
    Config c = small_ring(Refuse, { { "host.usable_slots", 4 }, { "host.reserved_slots", 1 } });
    c.pes = 8;
    c.domains = { { 8, { 8 }, { 0, 1, 2, 3, 4, 5, 6, 7 } } };
    World w(c);
    w.boot();
    w.commands.clear();
    w.its_holds = true;
    w.its_steps_per_delay = 1;
    MiniGuest g(w);
    unsigned calls = 1;
    for (; calls < 100 && g.assign() == HVC_BUSY; calls++)
        w.execute(~0u);
    EXPECT_LT(calls, 100u);
    w.execute(~0u);
    EXPECT_EQ(w.count(ITS_OP_MAPTI), 8u);
    EXPECT_EQ(w.count(ITS_OP_SYNC), 8u);
}

std::map<std::string, std::uint64_t> one_slot(std::uint64_t propagate)
{
    return { { "host.usable_slots", 4 },
             { "host.reserved_slots", 3 },
             { "vits.propagate", propagate } };
}

TEST(QueueRefuse, a_mapti_whose_inv_is_refused_is_posted_once)
{
    Queue q(Refuse, one_slot(PROPAGATE_WORD_all));
    q.g.set_config(INTID_LPI_FIRST, false);
    q.g.send({ its_cmd_mapti(MiniGuest::device, 0, INTID_LPI_FIRST, 0) });
    EXPECT_EQ(q.w.counter(PROBE_VITS_REFUSED, 0), 1u) << "one slot does not take both";
    q.w.execute(~0u);
    EXPECT_EQ(q.g.read(GITS_CREADR), q.g.read(GITS_CWRITER));
    q.w.execute(~0u);
    EXPECT_EQ(q.w.count(ITS_OP_MAPTI), 1u);
    EXPECT_EQ(q.w.count(ITS_OP_INV), 1u);
}

TEST(QueueRefuse, a_command_whose_sync_is_refused_is_posted_once)
{
    Queue q(Refuse, one_slot(PROPAGATE_WORD_sync_each));
    q.g.send({ its_cmd_int(MiniGuest::device, 0) });
    EXPECT_EQ(q.w.counter(PROBE_VITS_REFUSED, 0), 1u) << "one slot does not take both";
    q.w.execute(~0u);
    EXPECT_EQ(q.g.read(GITS_CREADR), q.g.read(GITS_CWRITER));
    EXPECT_EQ(q.w.count(ITS_OP_INT), 1u);
    EXPECT_EQ(q.w.count(ITS_OP_SYNC), 1u);
}

// ---- bulk_admission ----

TEST(BulkAdmission, refused_bulk_does_not_wait_whatever_the_policy)
{
    Queue q(Spin, { { "host.bulk_admission", HOST_BULK_IS_REFUSED } });
    unsigned delays = 0;
    q.w.on_delay = [&] { delays++; };
    q.flood();
    EXPECT_EQ(delays, 0u);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_REFUSED), 1u);
    EXPECT_EQ(q.used(), 125u);
}

TEST(BulkAdmission, a_critical_pair_still_waits_as_the_policy_says)
{
    Queue q(Spin,
            { { "host.bulk_admission", HOST_BULK_IS_REFUSED }, { "host.reserved_slots", 0 } });
    q.flood();
    q.w.borrow(0, [&] {
        q.w.masked_self();
        q.throttle(0);
    });
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_ISSUED_STORM), 2u);
    EXPECT_GE(q.w.counter(PROBE_CMDQ_WAIT_CRITICAL), CMDQ_POLL_NS);
}

// ---- usable_slots ----

TEST(UsableSlots, limit_the_slots_that_commands_fill)
{
    Queue q(Refuse, { { "host.usable_slots", 15 }, { "host.reserved_slots", 0 } });
    q.flood();
    EXPECT_EQ(q.used(), 15u);
}

TEST(UsableSlots, include_the_reserved_slots)
{
    Queue q(Refuse, { { "host.usable_slots", 15 }, { "host.reserved_slots", 4 } });
    q.flood();
    EXPECT_EQ(q.used(), 11u);
    q.w.borrow(0, [&] {
        q.w.masked_self();
        q.w.its_steps_per_delay = 127;
        q.throttle(0);
    });
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_ISSUED_STORM), 2u);
}

TEST(UsableSlots, leave_one_to_bulk_if_the_reserve_is_as_large)
{
    Queue q(Refuse, { { "host.usable_slots", 4 }, { "host.reserved_slots", 64 } });
    q.flood();
    EXPECT_EQ(q.used(), 1u);
}

// ---- under every policy ----

// A faulty policy: it grants a slot where there is none.
bool grant_missing_slot(cmdq_batch*)
{
    return true;
}

void flood_under_a_faulty_policy(std::uint64_t reserved)
{
    Queue q(Spin, { { "host.reserved_slots", reserved } });
    const cmdq_waiting faulty = { grant_missing_slot, nullptr };
    q.its().waiting = &faulty;
    q.w.its_steps_per_delay = 0;
    q.flood();
    q.flood();
}

TEST(QueueFullDeathTest, a_command_beyond_the_ring_ends_the_run)
{
    EXPECT_EXIT(flood_under_a_faulty_policy(0), testing::KilledBySignal(SIGABRT), "");
}

TEST(QueueFullDeathTest, a_bulk_command_in_the_reserve_ends_the_run)
{
    EXPECT_EXIT(flood_under_a_faulty_policy(2), testing::KilledBySignal(SIGABRT), "");
}

// Several storms at the same time (what-if S12): each takes two slots, one storm after the other.
TEST(ReservedSlots, two_slots_are_enough_for_pairs_that_come_one_after_the_other)
{
    Queue q(Spin, { { "host.reserved_slots", 2 } });
    q.in_the_first_delay([&] {
        for (unsigned event = 0; event < 4; event++)
            q.throttle(event); // returns when the ITS has executed its pair
    });
    q.flood();
    q.flood();
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_ISSUED_STORM), 8u);
    EXPECT_EQ(q.w.shares[PROBE_CMDQ_NO_SLOT_CRITICAL].begun, 0u);
}

} // namespace
