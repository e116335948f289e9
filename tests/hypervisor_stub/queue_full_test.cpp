// The host ring fills: each policy, the reserved slots, and callers that cope. The physical ring
// has 128 slots; domain 0 sends INVALLs that are propagated, and the physical ITS takes them at the
// pace the test says.
#include "arch/its_ring.h"
#include "arch/sysreg.h"
#include "mini_guest.h"
#include <csignal>
#include <gtest/gtest.h>

extern "C" {
#include "policy/queue_full/queue_full.h"
}

using namespace fake;

namespace {

enum Policy : unsigned { Spin, SpinLocked, Sleep, Fail, Refuse };

constexpr std::uint32_t ring_bytes = 0x1000;
constexpr unsigned burst = 127; // as many as the guest's own ring holds

Config small_ring(Policy policy, std::map<std::string, std::uint64_t> knobs = {})
{
    Config c;
    c.ring_bytes = ring_bytes;
    c.domains = { { 1, { 4 } } };
    c.knobs = std::move(knobs);
    c.knobs["host.queue_full"] = policy;
    c.knobs["vits.propagate"] = VITS_PROPAGATE_ALL;
    c.knobs["storm.detect"] = 1;
    return c;
}

// Everything runs on the test's own stack, as a trap of domain 0's vCPU would.
struct Queue {
    explicit Queue(Policy policy, std::map<std::string, std::uint64_t> knobs = {})
        : w(small_ring(policy, std::move(knobs))), g(w)
    {
        w.boot();
        g.bring_up(4);
        w.commands.clear();
        w.counters.clear();
        w.announced.clear();
        w.its_holds = true;
        w.its_steps_per_delay = 1;
    }
    ~Queue()
    {
        w.execute(~0u);
        w.borrow(0, [&] { look(); }); // so that the books agree with the ring
    }

    void look()
    {
        cmdq_batch batch;
        cmdq_begin(&batch, w.masked_self(), &its(), CMDQ_CRITICAL, CMDQ_BOOT);
        for (unsigned n = 0; n < 127; n++) // until CREADR is looked at
            if (its_ring_used(its().creadr, its().cwriter, ring_bytes) == 0 || batch.refused)
                break;
        cmdq_end(&batch);
    }
    host_its& its() { return w.hypervisor->its[0]; }
    std::uint32_t used() const
    {
        const auto cwriter = static_cast<std::uint32_t>(w.registers.at(World::gits + GITS_CWRITER));
        return its_ring_used(w.creadr, cwriter, ring_bytes);
    }
    lpi& plpi(unsigned event) { return w.hypervisor->domains.devices[0].hw.lpis[event]; }
    void flood(unsigned commands = burst)
    {
        g.send(std::vector<its_cmd>(commands, its_cmd_invall(0)));
    }

    // The ITS takes nothing until somebody waits for it; then `act` comes in between.
    void in_the_first_delay(std::function<void()> act)
    {
        w.its_steps_per_delay = 0;
        w.on_delay = [this, act = std::move(act), done = false]() mutable {
            if (done)
                return;
            done = true;
            w.its_steps_per_delay = 1;
            act();
        };
    }

    // What an interrupt handler does against a storm, in the middle of whatever runs on PE 0.
    void throttle(unsigned event)
    {
        Stack& stack = *w.pes[0].current;
        const bool masked = stack.masked;
        stack.masked = true;
        plpi(event).throttled = true;
        plpi(event).strays = 2; // it stormed with nowhere to be delivered
        storm_apply(&w.hypervisor->storm, &w.hypervisor->pe[0], &plpi(event));
        stack.masked = masked;
    }

    World w;
    MiniGuest g;
};

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

TEST(QueueFull,
     an_its_that_takes_nothing_is_given_up_after_a_second_and_the_command_stays_in_the_guests_ring)
{
    Queue q(Spin);
    q.w.its_steps_per_delay = 0;
    const std::uint64_t start = q.w.now;
    q.flood();
    EXPECT_GT(q.w.now - start, 1'000'000'000u);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_REFUSED), 1u);
    EXPECT_EQ(q.g.read(GITS_CREADR) / 32 * 32 == q.g.read(GITS_CWRITER), false);
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

TEST_P(QueueFullMeasures, each_batch_that_wrote_something_states_once_what_it_waits_for)
{
    Queue q(GetParam());
    const std::uint64_t before = q.its().posted;
    q.flood(10); // each INVALL is propagated as a batch of its own
    ASSERT_EQ(q.w.announced.size(), 10u);
    EXPECT_EQ(q.w.announced.front().row, PROBE_CMDQ_DONE_BULK);
    EXPECT_EQ(q.w.announced.back().commands, q.its().posted);
    EXPECT_EQ((q.its().posted - before) % 10, 0u);
}

TEST(QueueFull, a_batch_that_wrote_nothing_waits_for_nothing)
{
    Queue q(Spin);
    q.look();
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
        EXPECT_EQ(q.used(), 0u); // the pair is waited for
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

// ---- fail, and callers that cope ----

TEST(QueueFull, fail_gives_up_after_a_millisecond_and_the_guest_goes_on_by_polling)
{
    Queue q(Fail);
    q.w.its_steps_per_delay = 0;
    const std::uint64_t start = q.w.now;
    q.flood(); // 125 fit
    EXPECT_GE(q.w.now - start, 1'000'000u);
    EXPECT_LT(q.w.now - start, 1'200'000u);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_REFUSED), 1u);
    EXPECT_EQ(q.w.counter(PROBE_VITS_REFUSED, 0), 1u);
    EXPECT_NE(q.w.dom().vits->creadr, q.w.dom().vits->cwriter);
    q.w.execute(10);
    EXPECT_EQ(q.g.read(GITS_CREADR), q.g.read(GITS_CWRITER));
    q.w.execute(~0u);
    EXPECT_EQ(q.w.count(ITS_OP_INVALL), burst);
}

TEST(QueueFull, a_command_that_stays_has_its_effect_once)
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

TEST(QueueFull, an_assignment_that_was_refused_goes_on_where_it_stopped)
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

// ---- refuse ----

TEST(QueueRefuse, gives_up_at_once_and_the_guest_goes_on_by_polling)
{
    Queue q(Refuse);
    unsigned delays = 0;
    q.w.on_delay = [&] { delays++; };
    q.flood();
    EXPECT_EQ(delays, 0u);
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_REFUSED), 1u);
    EXPECT_EQ(q.w.counter(PROBE_VITS_REFUSED, 0), 1u);
    EXPECT_NE(q.g.read(GITS_CREADR), q.g.read(GITS_CWRITER));
    q.w.execute(10);
    EXPECT_EQ(q.g.read(GITS_CREADR), q.g.read(GITS_CWRITER));
    q.w.execute(~0u);
    EXPECT_EQ(q.w.count(ITS_OP_INVALL), burst);
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
    EXPECT_EQ(q.w.counter(PROBE_VITS_INVALL, 0), 126u); // the one that waits had its effect once
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

TEST(QueueRefuse, an_assignment_to_more_pes_than_the_ring_takes_syncs_for_goes_on_where_it_stopped)
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

TEST(UsableSlots, commands_fill_no_more_than_them)
{
    Queue q(Refuse, { { "host.usable_slots", 15 }, { "host.reserved_slots", 0 } });
    q.flood();
    EXPECT_EQ(q.used(), 15u);
}

TEST(UsableSlots, the_reserved_ones_are_among_them)
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

TEST(UsableSlots, a_reserve_that_is_as_large_leaves_one_to_bulk)
{
    Queue q(Refuse, { { "host.usable_slots", 4 }, { "host.reserved_slots", 64 } });
    q.flood();
    EXPECT_EQ(q.used(), 1u);
}

// ---- what holds whatever a policy does ----

// A policy that says there is a slot where there is none.
bool lie(cmdq_batch*)
{
    return true;
}

void flood_with_a_lie(std::uint64_t reserved)
{
    Queue q(Spin, { { "host.reserved_slots", reserved } });
    const cmdq_waiting liar = { lie, nullptr };
    q.its().waiting = &liar;
    q.w.its_steps_per_delay = 0;
    q.flood();
    q.flood();
}

TEST(QueueFullDeathTest, a_command_beyond_the_ring_ends_the_run)
{
    EXPECT_EXIT(flood_with_a_lie(0), testing::KilledBySignal(SIGABRT), "");
}

TEST(QueueFullDeathTest, a_bulk_command_in_the_reserve_ends_the_run)
{
    EXPECT_EXIT(flood_with_a_lie(2), testing::KilledBySignal(SIGABRT), "");
}

// K storms that end at once (S12): one after the other under the ring's lock, a slot for each pair.
TEST(ReservedSlots, two_are_enough_for_pairs_that_come_one_after_the_other)
{
    Queue q(Spin, { { "host.reserved_slots", 2 } });
    q.in_the_first_delay([&] {
        for (unsigned event = 0; event < 4; event++)
            q.throttle(event); // each waits until it is done, then the next one begins
    });
    q.flood();
    q.flood();
    EXPECT_EQ(q.w.counter(PROBE_CMDQ_ISSUED_STORM), 8u);
    EXPECT_EQ(q.w.shares[PROBE_CMDQ_NO_SLOT_CRITICAL].begun, 0u);
}

} // namespace
