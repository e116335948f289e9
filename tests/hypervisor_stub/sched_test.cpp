// SPDX-License-Identifier: Apache-2.0
// The scheduler, on real stacks: guests are scripts that yield to the test at every entry.
#include "arch/sysreg.h"
#include "mini_guest.h"
#include <algorithm>
#include <gtest/gtest.h>

using namespace fake;

namespace {

Config machine(unsigned pes, std::vector<DomainSpec> domains,
               std::map<std::string, std::uint64_t> knobs = {})
{
    Config c;
    c.pes = pes;
    c.domains = std::move(domains);
    c.knobs = std::move(knobs);
    return c;
}

// Makes the guest on a PE exit; then the PE runs until it is in a guest again, or asleep.
struct Driver {
    World& world;
    std::vector<sim_exit_kind> next;

    explicit Driver(World& w) : world(w), next(w.config.pes, SIM_EXIT_IRQ)
    {
        world.script = [this](unsigned pe, Guest&, sim_exit& exit) {
            world.yield();
            exit = sim_exit{};
            exit.kind = next[pe];
        };
        world.boot();
    }
    void leave(unsigned pe, sim_exit_kind kind)
    {
        next[pe] = kind;
        world.run(pe);
    }
    void expire(unsigned pe) // the PE's timer
    {
        world.now = std::max(world.now, world.pes[pe].sysreg[CNTHP_CVAL_EL2]);
        world.raise(pe, INTID_TIMER_HYP);
    }
    void tick(unsigned pe)
    {
        expire(pe);
        leave(pe, SIM_EXIT_IRQ);
    }
    // The guest on the PE sleeps with its own timer set; the next guest has none.
    void sleep_until(unsigned pe, std::uint64_t at, std::uint64_t ctl = CNT_CTL_ENABLE)
    {
        world.pes[pe].sysreg[CNTV_CTL_EL0] = ctl;
        world.pes[pe].sysreg[CNTV_CVAL_EL0] = at;
        leave(pe, SIM_EXIT_WFI);
        world.pes[pe].sysreg[CNTV_CTL_EL0] = 0;
    }
    std::uint64_t timer(unsigned pe) { return world.pes[pe].sysreg[CNTHP_CVAL_EL2]; }
    Guest* current(unsigned pe) { return reinterpret_cast<Guest*>(world.pes[pe].guest); }
};

TEST(Sched, the_slice_goes_round_robin)
{
    World world(machine(1, { { 1, {} }, { 1, {} }, { 1, {} } }));
    Driver driver(world);
    std::vector<unsigned> order;
    for (int n = 0; n < 6; n++) {
        order.push_back(driver.current(0)->domain);
        driver.tick(0);
    }
    EXPECT_EQ(order, (std::vector<unsigned>{ 0, 1, 2, 0, 1, 2 }));
}

TEST(Sched, a_vcpu_alone_keeps_running_and_the_timer_is_set_again)
{
    World world(machine(1, { { 1, {} } }));
    Driver driver(world);
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 0u);
    EXPECT_EQ(world.pes[0].sysreg[CNTHP_CTL_EL2], 1u);
    EXPECT_GT(world.pes[0].sysreg[CNTHP_CVAL_EL2], world.now);
}

TEST(Sched, other_interrupts_do_not_end_the_slice)
{
    World world(machine(1, { { 1, {} }, { 1, {} } }));
    Driver driver(world);
    driver.leave(0, SIM_EXIT_IRQ);
    EXPECT_EQ(driver.current(0)->domain, 0u);
}

TEST(Sched, the_slice_has_the_length_of_its_knob)
{
    World world(machine(1, { { 1, {} } }, { { "scheduler.slice", 50000 } }));
    Driver driver(world);
    EXPECT_LE(world.pes[0].sysreg[CNTHP_CVAL_EL2], world.now + 50000);
    EXPECT_GT(world.pes[0].sysreg[CNTHP_CVAL_EL2], world.now + 40000);
}

TEST(Sched, wfi_gives_the_pe_to_the_next)
{
    World world(machine(1, { { 1, {} }, { 1, {} } }));
    Driver driver(world);
    driver.leave(0, SIM_EXIT_WFI);
    EXPECT_EQ(driver.current(0)->domain, 1u);
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 1u); // the other one sleeps
}

TEST(Sched, with_nothing_to_run_the_pe_sleeps_and_its_timer_is_off)
{
    World world(machine(1, { { 1, {} } }));
    Driver driver(world);
    driver.leave(0, SIM_EXIT_WFI);
    EXPECT_EQ(driver.current(0), nullptr);
    EXPECT_EQ(world.pes[0].sysreg[CNTHP_CTL_EL2], 0u);
}

TEST(Sched, an_lpi_wakes_a_sleeper)
{
    World world(machine(1, { { 1, { 4 } } }));
    Driver driver(world);
    MiniGuest guest(world);
    world.borrow(0, [&] { guest.bring_up(1); });
    driver.leave(0, SIM_EXIT_WFI);
    EXPECT_EQ(driver.current(0), nullptr);
    world.raise(0, 8192);
    world.run(0);
    ASSERT_NE(driver.current(0), nullptr);
    EXPECT_EQ(world.lr(0) & 0xffffffff, 8192u);
}

TEST(Sched, wfi_with_an_interrupt_pending_returns_at_once)
{
    World world(machine(1, { { 1, { 4 } } }));
    Driver driver(world);
    MiniGuest guest(world);
    world.borrow(0, [&] { guest.bring_up(1); });
    world.raise(0, 8192);
    driver.leave(0, SIM_EXIT_IRQ);
    driver.leave(0, SIM_EXIT_WFI);
    EXPECT_NE(driver.current(0), nullptr);
}

TEST(Sched, an_off_vcpu_never_runs_again)
{
    World world(machine(1, { { 1, {} }, { 1, {} } }));
    Driver driver(world);
    driver.leave(0, SIM_EXIT_OFF);
    EXPECT_EQ(driver.current(0)->domain, 1u);
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 1u);
    driver.leave(0, SIM_EXIT_OFF);
    EXPECT_EQ(driver.current(0), nullptr);
}

TEST(Sched, the_hypervisors_timer_is_set_for_a_sleepers_timer)
{
    World world(machine(1, { { 1, {} }, { 1, {} } }, { { "scheduler.wake_preempts", 1 } }));
    Driver driver(world);
    const std::uint64_t due = world.now + 5000;
    driver.sleep_until(0, due);
    ASSERT_EQ(driver.current(0)->domain, 1u);
    EXPECT_EQ(driver.timer(0), due);
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 0u);
}

TEST(Sched, a_sleeper_that_is_due_does_not_end_the_slice_of_another_vcpu)
{
    World world(machine(1, { { 1, {} }, { 1, {} } }));
    Driver driver(world);
    const std::uint64_t due = world.now + 5000;
    driver.sleep_until(0, due);
    const std::uint64_t start = world.now;
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 1u); // it is awake, but waits for its turn
    EXPECT_GT(driver.timer(0), start + 900000);
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 0u);
}

TEST(Sched, a_timer_that_is_masked_or_off_wakes_no_sleeper)
{
    World world(machine(1, { { 1, {} }, { 1, {} }, { 1, {} } }));
    Driver driver(world);
    driver.sleep_until(0, world.now + 5000, CNT_CTL_ENABLE | CNT_CTL_IMASK);
    driver.sleep_until(0, world.now + 5000, 0);
    EXPECT_GT(driver.timer(0), world.now + 900000);
}

TEST(Sched, on_an_idle_pe_the_first_sleeper_that_is_due_is_woken)
{
    World world(machine(1, { { 1, {} }, { 1, {} } }));
    Driver driver(world);
    driver.sleep_until(0, world.now + 50000);
    driver.sleep_until(0, world.now + 10000);
    ASSERT_EQ(driver.current(0), nullptr);
    driver.expire(0);
    world.run(0);
    ASSERT_NE(driver.current(0), nullptr);
    EXPECT_EQ(driver.current(0)->domain, 1u);
}

TEST(Sched, a_sleeper_woken_before_its_timer_sleeps_again_by_its_new_timer)
{
    World world(machine(1, { { 1, { 4 } }, { 1, {} } }, { { "scheduler.wake_preempts", 1 } }));
    Driver driver(world);
    MiniGuest guest(world);
    world.borrow(0, [&] { guest.bring_up(1); });
    driver.sleep_until(0, world.now + 5000);
    world.raise(0, 8192);
    driver.leave(0, SIM_EXIT_IRQ);
    ASSERT_EQ(driver.current(0)->domain, 0u);
    world.lr(0) = 0; // handled
    const std::uint64_t due = world.now + 300000;
    driver.sleep_until(0, due);
    EXPECT_EQ(driver.timer(0), due);
}

TEST(Sched, pinned_vcpus_stay_on_their_pe)
{
    World world(machine(2, { { 2, {}, { 1, 1 } } }));
    Driver driver(world);
    EXPECT_EQ(driver.current(0), nullptr);
    EXPECT_EQ(driver.current(1)->index, 0u);
    driver.tick(1);
    EXPECT_EQ(driver.current(1)->index, 1u);
    EXPECT_EQ(driver.current(0), nullptr);
}

TEST(Sched, floating_vcpus_spread_over_the_pes)
{
    World world(machine(2, { { 2, {}, { SIM_ANY_PE, SIM_ANY_PE } } }));
    Driver driver(world);
    EXPECT_NE(driver.current(0), nullptr);
    EXPECT_NE(driver.current(1), nullptr);
}

TEST(Sched, a_pinned_vcpu_waits_for_its_pe_even_if_another_has_less_to_do)
{
    World world(machine(
        2, { { 1, {}, { 0 } }, { 1, {}, { 0 } }, { 1, {}, { 1 } }, { 1, {}, { SIM_ANY_PE } } }));
    Driver driver(world); // PE 0: 0, 1; PE 1: 2, 3
    driver.tick(1);
    ASSERT_EQ(driver.current(1)->domain, 3u);
    driver.tick(1);
    driver.leave(1, SIM_EXIT_OFF); // 2 is gone, 3 runs; 1 waits on PE 0 and may not come
    ASSERT_EQ(driver.current(1)->domain, 3u);
    driver.tick(1);
    EXPECT_EQ(driver.current(1)->domain, 3u);
}

TEST(Sched, an_idle_pe_takes_a_floating_vcpu_that_waits_elsewhere)
{
    World world(machine(2, { { 1, {}, { 0 } }, { 1, {}, { 1 } }, { 1, {}, { SIM_ANY_PE } } }));
    Driver driver(world); // the floating one waits on PE 0
    ASSERT_EQ(driver.current(0)->domain, 0u);
    driver.leave(1, SIM_EXIT_WFI);
    ASSERT_NE(driver.current(1), nullptr);
    EXPECT_EQ(driver.current(1)->domain, 2u);
}

TEST(Sched, a_vcpu_in_its_guest_on_another_pe_is_kicked)
{
    World world(machine(2, { { 1, { 4 }, { 1 } } }));
    Driver driver(world);
    MiniGuest guest(world);
    Stack* stack = world.pes[0].current;
    guest.bring_up(1);
    const unsigned before = world.pes[0].sgis_sent;
    pe* pe0 = world.masked_self(0);
    lpi_receive(world.hypervisor, pe0, 8192);
    EXPECT_EQ(world.pes[0].sgis_sent, before + 1);
    EXPECT_EQ(world.pes[1].pending, (std::deque<std::uint32_t>{ SGI_KICK }));
    lpi_receive(world.hypervisor, pe0, 8192); // merges: no second kick
    EXPECT_EQ(world.pes[0].sgis_sent, before + 1);
    world.pes[0].current = stack;
    driver.leave(1, SIM_EXIT_IRQ);
    EXPECT_EQ(world.lr(0, 1) & 0xffffffff, 8192u);
}

TEST(Sched, wake_preempts_runs_the_sleeper_next)
{
    World world(machine(1, { { 1, { 4 } }, { 1, {} } }, { { "scheduler.wake_preempts", 1 } }));
    Driver driver(world);
    MiniGuest guest(world);
    world.borrow(0, [&] { guest.bring_up(1); });
    driver.leave(0, SIM_EXIT_WFI);
    EXPECT_EQ(driver.current(0)->domain, 1u);
    world.raise(0, 8192);
    driver.leave(0, SIM_EXIT_IRQ);
    EXPECT_EQ(driver.current(0)->domain, 0u);
}

TEST(Sched, without_wake_preempts_a_woken_vcpu_waits_for_the_slice)
{
    World world(machine(1, { { 1, { 4 } }, { 1, {} } }));
    Driver driver(world);
    MiniGuest guest(world);
    world.borrow(0, [&] { guest.bring_up(1); });
    driver.leave(0, SIM_EXIT_WFI);
    world.raise(0, 8192);
    driver.leave(0, SIM_EXIT_IRQ);
    EXPECT_EQ(driver.current(0)->domain, 1u);
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 0u);
}

TEST(Sched, S26_nothing_is_scheduled_inside_the_interrupt_loop)
{
    World world(machine(1, { { 1, { 4 } }, { 1, {} } }));
    Driver driver(world);
    MiniGuest guest(world);
    world.borrow(0, [&] { guest.bring_up(1); });
    driver.expire(0); // the slice ends first ...
    for (int n = 0; n < 1000; n++)
        world.raise(0, 8192); // ... but the loop goes on
    driver.leave(0, SIM_EXIT_IRQ);
    EXPECT_EQ(world.pes[0].eois.size(), 1001u);
    EXPECT_EQ(driver.current(0)->domain, 1u); // only now
}

TEST(Sched, list_registers_are_saved_and_restored_with_their_vcpu)
{
    World world(machine(1, { { 1, { 4 } }, { 1, {} } }));
    Driver driver(world);
    MiniGuest guest(world);
    world.borrow(0, [&] { guest.bring_up(2); });
    world.raise(0, 8192);
    driver.leave(0, SIM_EXIT_IRQ);
    EXPECT_EQ(world.lr(0) >> 62, 1u);
    const std::uint64_t word = world.lr(0);
    world.pes[0].sysreg[ICH_VMCR_EL2] = 0x1234;
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 1u);
    EXPECT_EQ(world.lr(0), 0u);
    EXPECT_EQ(world.pes[0].sysreg[ICH_VMCR_EL2], 0u);
    driver.tick(0);
    EXPECT_EQ(world.lr(0), word);
    EXPECT_EQ(world.pes[0].sysreg[ICH_VMCR_EL2], 0x1234u);
}

// Domain 0 sleeps and is woken by its device; domain 1 computes beside it.
struct Waker {
    World world;
    Driver driver{ world };
    MiniGuest guest{ world };

    explicit Waker(std::uint64_t credit)
        : world(machine(1, { { 1, { 4 } }, { 1, {} } },
                        { { "scheduler.wake_preempts", 1 }, { "scheduler.wake_credit", credit } }))
    {
        world.borrow(0, [&] { guest.bring_up(1); });
    }
    // Domain 0 runs, sleeps while domain 1 runs, and is woken. True: it runs at once.
    bool preempts(std::uint64_t runs_ns, std::uint64_t sleeps_ns)
    {
        world.now += runs_ns;
        world.lr(0) = 0; // handled
        driver.leave(0, SIM_EXIT_WFI);
        EXPECT_EQ(driver.current(0)->domain, 1u);
        world.now += sleeps_ns;
        world.raise(0, 8192);
        driver.leave(0, SIM_EXIT_IRQ);
        return driver.current(0)->domain == 0;
    }
};

TEST(Sched, a_sleeper_with_credit_preempts)
{
    Waker w(1000000);
    EXPECT_TRUE(w.preempts(100000, 300000));
}

TEST(Sched, a_sleeper_that_ran_more_than_its_share_waits_for_its_turn)
{
    Waker w(1000000);
    EXPECT_FALSE(w.preempts(500000, 100000));
}

TEST(Sched, with_a_credit_of_0_a_sleeper_preempts_however_long_it_ran)
{
    Waker w(0);
    EXPECT_TRUE(w.preempts(500000, 100000));
}

TEST(Sched, a_debt_is_limited_to_the_wake_credit)
{
    Waker w(100000);
    EXPECT_TRUE(w.preempts(900000, 300000));
}

} // namespace
