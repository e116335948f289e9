// SPDX-License-Identifier: Apache-2.0
// PeObserver: facts in, numbers by name out.
#include "observe/pe_observer.h"
#include "observe_support.h"
#include <itstorm/types.h>

namespace itstorm {
namespace {

constexpr auto ns = sc_core::SC_NS;

PeObserver pe_observer(Stats& stats)
{
    return PeObserver(stats, 2, { { "dom1", 1 }, { "dom2", 2 } },
                      [](unsigned lock) { return lock == 0 ? "lock.cmdq" : "dom1.lock.vits"; });
}

TEST(PeObserver, shares_add_up_to_one_from_time_zero_on)
{
    Stats stats;
    PeObserver observer = pe_observer(stats);
    pass_ps(10); // before the first fact: EL2
    observer.on(PeStateFact{ 0, PeState::Guest, 0 });
    pass_ps(20);
    observer.on(PeStateFact{ 0, PeState::Irq, 0xffff });
    pass_ps(30);
    observer.on(PeStateFact{ 0, PeState::Idle, 0xffff });
    pass_ps(40);
    stats.finish();
    const auto run = stats.run();
    EXPECT_DOUBLE_EQ(value_of(run, "pe0.share.el2"), 0.1);
    EXPECT_DOUBLE_EQ(value_of(run, "pe0.share.guest"), 0.2);
    EXPECT_DOUBLE_EQ(value_of(run, "pe0.share.irq"), 0.3);
    EXPECT_DOUBLE_EQ(value_of(run, "pe0.share.idle"), 0.4);
    EXPECT_DOUBLE_EQ(value_of(run, "pe1.share.el2"), 1);
}

TEST(PeObserver, the_interrupt_loop_is_each_stretch_of_its_state)
{
    Stats stats;
    PeObserver observer = pe_observer(stats);
    for (const std::uint64_t ps : { 100u, 300u }) {
        observer.on(PeStateFact{ 0, PeState::Irq, 0xffff });
        pass_ps(ps / 2);
        observer.on(PeStateFact{ 0, PeState::Irq, 0xffff });
        pass_ps(ps / 2);
        observer.on(PeStateFact{ 0, PeState::Guest, 0 });
        pass_ps(7);
    }
    observer.on(PeStateFact{ 0, PeState::Irq, 0xffff });
    pass_ps(500); // goes on at the end
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "pe0.irq_loop.count"), 3);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "pe0.irq_loop.max"), 500e-12);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "pe0.irq_loop.mean"), 300e-12);
}

TEST(PeObserver, a_span_has_a_share_of_the_time_of_all_pes)
{
    Stats stats;
    PeObserver observer = pe_observer(stats); // two PEs
    observer.on(SpanFact{ SIM_SPAN_TRAP, 100 });
    observer.on(SpanFact{ SIM_SPAN_TRAP, 300 });
    pass_ps(1000);
    stats.open("w");
    observer.on(SpanFact{ SIM_SPAN_TRAP, 500 });
    pass_ps(1000);
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "span.trap.count"), 3);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "span.trap.mean"), 300e-12);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "span.trap.share"), 900 / (2 * 2000.0));
    EXPECT_DOUBLE_EQ(value_of(stats.window("w"), "span.trap.share"), 500 / (2 * 1000.0));
    EXPECT_FALSE(has(stats.run(), "span.exit.count"));
    EXPECT_FALSE(has(stats.run(), "pe0.irq_loop.share"));
}

TEST(PeObserver, all_guests_are_ready_once_every_vcpu_is)
{
    Stats stats;
    PeObserver observer = pe_observer(stats);
    EXPECT_EQ(stats.live("all_guests.ready"), 0u);
    observer.on(GuestReadyFact{ 0, 0 });
    observer.on(GuestReadyFact{ 1, 1 });
    observer.on(GuestReadyFact{ 1, 1 });
    EXPECT_EQ(stats.live("all_guests.ready"), 0u);
    observer.on(GuestReadyFact{ 1, 0 });
    EXPECT_EQ(stats.live("all_guests.ready"), 1u);
}

TEST(PeObserver, progress_exits_and_locks_go_by_name)
{
    Stats stats;
    PeObserver observer = pe_observer(stats);
    observer.on(ProgressFact{ 1, 640 });
    observer.on(ExitFact{ 0, 0, SIM_EXIT_MMIO });
    observer.on(ExitFact{ 1, 0, SIM_EXIT_MMIO });
    observer.on(LockFact{ 0, 1, sc_core::sc_time(5, ns), sc_core::sc_time(20, ns), {}, true });
    observer.on(LockFact{ 0, 0, sc_core::SC_ZERO_TIME, sc_core::sc_time(30, ns), {}, false });
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "dom2.progress"), 640);
    EXPECT_EQ(unit_of(run, "dom2.progress"), "cycles");
    EXPECT_EQ(value_of(run, "dom1.exit.mmio"), 2);
    EXPECT_EQ(value_of(run, "dom1.lock.vits.contended"), 1);
    EXPECT_DOUBLE_EQ(value_of(run, "dom1.lock.vits.wait.max"), 5e-9);
    EXPECT_DOUBLE_EQ(value_of(run, "lock.cmdq.hold.max"), 30e-9);
    EXPECT_EQ(value_of(run, "lock.cmdq.wait.count"), 1);
    EXPECT_EQ(value_of(run, "lock.cmdq.contended"), 0);
    EXPECT_EQ(value_of(run, "dom1.exit.wfi"), 0);
}

TEST(PeObserver, a_lock_that_was_never_taken_was_contended_0_times)
{
    Stats stats;
    PeObserver observer = pe_observer(stats);
    observer.on(LockMadeFact{ 1 });
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "dom1.lock.vits.contended"), 0);
    EXPECT_FALSE(has(run, "dom1.lock.vits.hold.count"));
    EXPECT_FALSE(has(run, "lock.cmdq.contended")); // not made
}

} // namespace
} // namespace itstorm
