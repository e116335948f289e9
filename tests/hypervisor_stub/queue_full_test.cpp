// SPDX-License-Identifier: Apache-2.0
// A full host ring: every policy that waits, the reserved slots, and callers that are refused.
#include "queue_bench.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

// ---- spin ----

TEST(QueueFull, spin_drops_the_lock_between_two_looks)
{
    Queue q(Spin);
    unsigned looks = 0;
    q.w.on_delay = [&] {
        looks++;
        EXPECT_EQ(q.w.lock("host.cmdq").owner, nullptr);
    };
    q.flood();
    EXPECT_GT(looks, 0u);
}

TEST(QueueFull, spin_loses_no_command)
{
    Queue q(Spin);
    q.flood();
    q.flood();
    q.w.execute(~0u);
    EXPECT_EQ(q.w.count(ITS_OP_INVALL), 2 * burst);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_REFUSED), 0u);
}

TEST(QueueFull, spin_locked_holds_the_lock_and_masks_interrupts)
{
    Queue q(SpinLocked);
    unsigned looks = 0;
    q.w.on_delay = [&] {
        looks++;
        EXPECT_NE(q.w.lock("host.cmdq").owner, nullptr);
        EXPECT_TRUE(q.w.test_stack.masked);
    };
    q.flood();
    q.w.execute(~0u);
    EXPECT_GT(looks, 0u);
    EXPECT_EQ(q.w.count(ITS_OP_INVALL), burst);
}

TEST(QueueFull, spin_lets_interrupts_in_if_they_were_unmasked)
{
    Queue q(Spin);
    q.w.on_delay = [&] { EXPECT_FALSE(q.w.test_stack.masked); };
    q.flood();
}

TEST(QueueFull, spin_gives_up_after_a_second_and_the_command_stays_in_the_guests_ring)
{
    Queue q(Spin);
    q.w.its_steps_per_delay = 0;
    const std::uint64_t start = q.w.now;
    q.flood();
    EXPECT_GT(q.w.now - start, 1'000'000'000u);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_REFUSED), 1u);
    EXPECT_NE(q.g.read(GITS_CREADR) / 32 * 32, q.g.read(GITS_CWRITER));
}

// ---- what is measured ----

class QueueFullMeasures : public testing::TestWithParam<Policy> {};

INSTANTIATE_TEST_SUITE_P(Policies, QueueFullMeasures, testing::Values(Spin, SpinLocked, Fail));

TEST_P(QueueFullMeasures, the_share_of_time_without_a_slot_covers_the_wait_and_ends_with_it)
{
    Queue q(GetParam());
    unsigned waiting = 0;
    q.w.on_delay = [&] { waiting += q.w.shares[PROBE_CMDQ_NO_SLOT_BULK].going_on == 1; };
    q.flood();
    const Share& share = q.w.shares[PROBE_CMDQ_NO_SLOT_BULK];
    EXPECT_GT(waiting, 0u);
    EXPECT_EQ(share.going_on, 0u);
    EXPECT_GE(share.ns, waiting * std::uint64_t{ CMDQ_POLL_NS });
    EXPECT_EQ(q.w.shares[PROBE_CMDQ_NO_SLOT_CRITICAL].begun, 0u);
}

TEST_P(QueueFullMeasures, lock_and_slot_add_up_to_the_wait)
{
    Queue q(GetParam());
    q.flood();
    EXPECT_GT(q.w.counter(PROBE_CMDQ_WAIT_BULK_SLOT), 0u);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_WAIT_BULK),
              q.w.counter(PROBE_CMDQ_WAIT_BULK_LOCK) + q.w.counter(PROBE_CMDQ_WAIT_BULK_SLOT));
}

TEST_P(QueueFullMeasures, each_batch_that_wrote_a_command_announces_its_completion_once)
{
    Queue q(GetParam());
    const std::uint64_t before = q.its().posted;
    q.flood(10); // each INVALL is propagated as a batch of its own
    ASSERT_EQ(q.w.announced.size(), 10u);
    EXPECT_EQ(q.w.announced.front().row, PROBE_CMDQ_DONE_BULK);
    EXPECT_EQ(q.w.announced.back().commands, q.its().posted);
    EXPECT_EQ((q.its().posted - before) % 10, 0u);
}

TEST(QueueFull, a_batch_without_a_command_announces_no_completion)
{
    Queue q(Spin);
    q.poll_ring();
    EXPECT_TRUE(q.w.announced.empty());
}

TEST(QueueFull, a_critical_batch_without_a_slot_is_not_a_bulk_one)
{
    Queue q(Spin, { { "host.reserved_slots", 0 } });
    q.in_the_first_delay([&] {
        q.throttle(0);
        EXPECT_GT(q.w.shares[PROBE_CMDQ_NO_SLOT_CRITICAL].ns, 0u);
        EXPECT_EQ(q.w.announced.back().row, PROBE_CMDQ_DONE_CRITICAL);
    });
    q.flood();
    q.flood();
    EXPECT_GT(q.w.counter(PROBE_CMDQ_WAIT_CRITICAL_SLOT), 0u);
}

// ---- reserved slots ----

TEST(QueueFull, bulk_leaves_the_reserved_slots_free)
{
    Queue q(Spin, { { "host.reserved_slots", 2 } });
    std::uint32_t most = 0;
    q.w.on_delay = [&] { most = std::max(most, q.used()); };
    q.w.its_steps_per_delay = 1;
    q.flood();
    q.flood();
    EXPECT_EQ(most, 124u); // 127 - 2, and the one that was executed in the delay
}

TEST(QueueFull, a_critical_pair_takes_the_reserved_slots_without_a_wait)
{
    Queue q(Spin, { { "host.reserved_slots", 2 } });
    bool done = false;
    q.w.its_steps_per_delay = 0;
    q.w.on_delay = [&] {
        if (done)
            return;
        done = true;
        const std::uint64_t before = q.w.counter(PROBE_CMDQ_WAIT_BULK);
        q.w.its_steps_per_delay = 127;
        q.throttle(0);
        EXPECT_EQ(q.w.counter(PROBE_CMDQ_WAIT_BULK), before);
        EXPECT_EQ(q.used(), 0u); // throttle() returned after the ITS had executed the pair
    };
    q.flood();
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_ISSUED_STORM), 2u);
    EXPECT_LT(q.w.counter(PROBE_CMDQ_WAIT_CRITICAL), CMDQ_POLL_NS);
}

TEST(QueueFull, without_reserved_slots_a_critical_pair_waits_as_bulk_does)
{
    Queue q(Spin, { { "host.reserved_slots", 0 } });
    q.in_the_first_delay([&] { q.throttle(0); });
    q.flood();
    q.flood();
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_ISSUED_STORM), 2u);
    EXPECT_GE(q.w.counter(PROBE_CMDQ_WAIT_CRITICAL), CMDQ_POLL_NS);
}

// ---- fail, and callers that are refused ----

TEST(QueueFull, fail_gives_up_after_a_millisecond_and_the_guest_continues_by_polling)
{
    Queue q(Fail);
    q.w.its_steps_per_delay = 0;
    const std::uint64_t start = q.w.now;
    q.flood(); // 125 fit
    EXPECT_GE(q.w.now - start, 1'000'000u);
    EXPECT_LT(q.w.now - start, 1'200'000u);
    q.expect_one_refusal_and_the_rest_by_polling();
}

TEST(QueueFull, a_command_that_is_refused_has_its_effect_once)
{
    Queue q(Fail);
    q.w.its_steps_per_delay = 0;
    q.flood(125);
    q.g.send({ its_cmd_inv(MiniGuest::device, 0) });
    q.g.read(GITS_CREADR); // refused once more
    q.w.execute(~0u);
    q.g.read(GITS_CREADR);
    q.w.execute(~0u);
    EXPECT_EQ(q.w.counter(PROBE_VITS_INV, 0), 1u);
    EXPECT_EQ(q.w.count(ITS_OP_INV), 1u);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_REFUSED), 2u);
}

TEST(QueueFull, an_assignment_that_was_refused_continues_where_it_stopped)
{
    Config c = small_ring(Fail);
    c.domains = { { 1, { 4, 100 } } };
    World w(c);
    w.boot();
    w.commands.clear();
    w.its_holds = true;
    MiniGuest g(w);
    EXPECT_EQ(g.assign(0x101), HVC_BUSY);
    w.execute(~0u);
    w.its_steps_per_delay = 1;
    EXPECT_EQ(g.assign(0x101), HVC_OK);
    EXPECT_EQ(w.count(ITS_OP_MAPD), 1u);
    EXPECT_EQ(w.count(ITS_OP_MAPTI), 100u);
    EXPECT_EQ(w.count(ITS_OP_INV), 100u);
    EXPECT_EQ(w.hypervisor->domains.devices[1].state, DEVICE_MAPPED);
}

TEST(QueueFull, a_pair_that_was_refused_is_deferred_and_applied_by_the_timer)
{
    Queue q(Fail, { { "host.reserved_slots", 0 } });
    q.w.its_steps_per_delay = 0;
    q.flood();
    q.w.borrow(0, [&] {
        q.w.masked_self();
        q.throttle(0);
    });
    EXPECT_EQ(q.w.counter(PROBE_STORM_DEFERRED, 0), 1u);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_ISSUED_STORM), 0u);
    EXPECT_EQ(q.w.pes[0].sysreg[CNTHP_CTL_EL2], CNT_CTL_ENABLE);
    q.w.execute(~0u);
    q.w.its_steps_per_delay = 10;
    q.w.now += 200000; // past the moment for which the timer was set
    q.w.borrow(0, [&] { sched_tick(&q.w.hypervisor->sched, q.w.masked_self()); });
    q.w.execute(~0u);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_ISSUED_STORM), 2u);
    EXPECT_FALSE(lpi_config_enabled(
        q.w.ram[lpi_config_address(q.w.hypervisor->gic.prop_pa, q.plpi(0).intid) -
                World::ram_base]));
}

} // namespace
