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

// What the guest that is in on a PE does next; then its PE runs until it is in a guest again, or
// asleep.
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
    // the guest that is in on the PE sleeps, its own timer set; the next guest has none
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

TEST(Sched, TheSliceGoesRound)
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

TEST(Sched, AloneItKeepsRunningAndTheTimerIsSetAgain)
{
    World world(machine(1, { { 1, {} } }));
    Driver driver(world);
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 0u);
    EXPECT_EQ(world.pes[0].sysreg[CNTHP_CTL_EL2], 1u);
    EXPECT_GT(world.pes[0].sysreg[CNTHP_CVAL_EL2], world.now);
}

TEST(Sched, OtherInterruptsDoNotEndTheSlice)
{
    World world(machine(1, { { 1, {} }, { 1, {} } }));
    Driver driver(world);
    driver.leave(0, SIM_EXIT_IRQ);
    EXPECT_EQ(driver.current(0)->domain, 0u);
}

TEST(Sched, TheSliceIsTheKnobs)
{
    World world(machine(1, { { 1, {} } }, { { "scheduler.slice", 50000 } }));
    Driver driver(world);
    EXPECT_LE(world.pes[0].sysreg[CNTHP_CVAL_EL2], world.now + 50000);
    EXPECT_GT(world.pes[0].sysreg[CNTHP_CVAL_EL2], world.now + 40000);
}

TEST(Sched, WfiGivesThePeToTheNext)
{
    World world(machine(1, { { 1, {} }, { 1, {} } }));
    Driver driver(world);
    driver.leave(0, SIM_EXIT_WFI);
    EXPECT_EQ(driver.current(0)->domain, 1u);
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 1u); // the other one sleeps
}

TEST(Sched, WithNothingToRunThePeSleepsAndItsTimerIsOff)
{
    World world(machine(1, { { 1, {} } }));
    Driver driver(world);
    driver.leave(0, SIM_EXIT_WFI);
    EXPECT_EQ(driver.current(0), nullptr);
    EXPECT_EQ(world.pes[0].sysreg[CNTHP_CTL_EL2], 0u);
}

TEST(Sched, AnLpiWakesASleeper)
{
    World world(machine(1, { { 1, { 4 } } }));
    Driver driver(world);
    MiniGuest guest(world);
    Stack* stack = world.pes[0].current;
    guest.bring_up(1);
    world.pes[0].current = stack;
    driver.leave(0, SIM_EXIT_WFI);
    EXPECT_EQ(driver.current(0), nullptr);
    world.raise(0, 8192);
    world.run(0);
    ASSERT_NE(driver.current(0), nullptr);
    EXPECT_EQ(world.lr(0) & 0xffffffff, 8192u);
}

TEST(Sched, WfiWithAnInterruptPendingReturnsAtOnce)
{
    World world(machine(1, { { 1, { 4 } } }));
    Driver driver(world);
    MiniGuest guest(world);
    Stack* stack = world.pes[0].current;
    guest.bring_up(1);
    world.pes[0].current = stack;
    world.raise(0, 8192);
    driver.leave(0, SIM_EXIT_IRQ);
    driver.leave(0, SIM_EXIT_WFI);
    EXPECT_NE(driver.current(0), nullptr);
}

TEST(Sched, AnOffVcpuNeverRunsAgain)
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

TEST(Sched, ASleepersTimerIsTheHypervisorsWhileAnotherGuestRuns)
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

TEST(Sched, ASleeperThatIsDueLeavesTheSliceOfTheOtherAlone)
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

TEST(Sched, ATimerThatIsMaskedOrOffWakesNobody)
{
    World world(machine(1, { { 1, {} }, { 1, {} }, { 1, {} } }));
    Driver driver(world);
    driver.sleep_until(0, world.now + 5000, CNT_CTL_ENABLE | CNT_CTL_IMASK);
    driver.sleep_until(0, world.now + 5000, 0);
    EXPECT_GT(driver.timer(0), world.now + 900000);
}

TEST(Sched, OnAnIdlePeTheFirstSleeperThatIsDueIsWoken)
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

TEST(Sched, ASleeperWokenEarlierSleepsAnewByItsNewTimer)
{
    World world(machine(1, { { 1, { 4 } }, { 1, {} } }, { { "scheduler.wake_preempts", 1 } }));
    Driver driver(world);
    MiniGuest guest(world);
    Stack* stack = world.pes[0].current;
    guest.bring_up(1);
    world.pes[0].current = stack;
    driver.sleep_until(0, world.now + 5000);
    world.raise(0, 8192);
    driver.leave(0, SIM_EXIT_IRQ);
    ASSERT_EQ(driver.current(0)->domain, 0u);
    world.lr(0) = 0; // handled
    const std::uint64_t due = world.now + 300000;
    driver.sleep_until(0, due);
    EXPECT_EQ(driver.timer(0), due);
}

TEST(Sched, PinnedVcpusStayOnTheirPe)
{
    World world(machine(2, { { 2, {}, { 1, 1 } } }));
    Driver driver(world);
    EXPECT_EQ(driver.current(0), nullptr);
    EXPECT_EQ(driver.current(1)->index, 0u);
    driver.tick(1);
    EXPECT_EQ(driver.current(1)->index, 1u);
    EXPECT_EQ(driver.current(0), nullptr);
}

TEST(Sched, FloatingVcpusSpreadOverThePes)
{
    World world(machine(2, { { 2, {}, { SIM_ANY_PE, SIM_ANY_PE } } }));
    Driver driver(world);
    EXPECT_NE(driver.current(0), nullptr);
    EXPECT_NE(driver.current(1), nullptr);
}

TEST(Sched, APinnedVcpuWaitsForItsPeEvenIfAnotherHasLessToDo)
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

TEST(Sched, AnIdlePeTakesAFloatingVcpuThatWaitsElsewhere)
{
    World world(machine(2, { { 1, {}, { 0 } }, { 1, {}, { 1 } }, { 1, {}, { SIM_ANY_PE } } }));
    Driver driver(world); // the floating one waits on PE 0
    ASSERT_EQ(driver.current(0)->domain, 0u);
    driver.leave(1, SIM_EXIT_WFI);
    ASSERT_NE(driver.current(1), nullptr);
    EXPECT_EQ(driver.current(1)->domain, 2u);
}

TEST(Sched, AVcpuInItsGuestOnAnotherPeIsKicked)
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

TEST(Sched, WakePreemptsRunsTheSleeperNext)
{
    World world(machine(1, { { 1, { 4 } }, { 1, {} } }, { { "scheduler.wake_preempts", 1 } }));
    Driver driver(world);
    MiniGuest guest(world);
    Stack* stack = world.pes[0].current;
    guest.bring_up(1);
    world.pes[0].current = stack;
    driver.leave(0, SIM_EXIT_WFI);
    EXPECT_EQ(driver.current(0)->domain, 1u);
    world.raise(0, 8192);
    driver.leave(0, SIM_EXIT_IRQ);
    EXPECT_EQ(driver.current(0)->domain, 0u);
}

TEST(Sched, WithoutWakePreemptsItWaitsForTheSlice)
{
    World world(machine(1, { { 1, { 4 } }, { 1, {} } }));
    Driver driver(world);
    MiniGuest guest(world);
    Stack* stack = world.pes[0].current;
    guest.bring_up(1);
    world.pes[0].current = stack;
    driver.leave(0, SIM_EXIT_WFI);
    world.raise(0, 8192);
    driver.leave(0, SIM_EXIT_IRQ);
    EXPECT_EQ(driver.current(0)->domain, 1u);
    driver.tick(0);
    EXPECT_EQ(driver.current(0)->domain, 0u);
}

TEST(Sched, S26_NothingIsScheduledInsideTheInterruptLoop)
{
    World world(machine(1, { { 1, { 4 } }, { 1, {} } }));
    Driver driver(world);
    MiniGuest guest(world);
    Stack* stack = world.pes[0].current;
    guest.bring_up(1);
    world.pes[0].current = stack;
    driver.expire(0); // the slice ends first ...
    for (int n = 0; n < 1000; n++)
        world.raise(0, 8192); // ... but the loop goes on
    driver.leave(0, SIM_EXIT_IRQ);
    EXPECT_EQ(world.pes[0].eois.size(), 1001u);
    EXPECT_EQ(driver.current(0)->domain, 1u); // only now
}

TEST(Sched, ListRegistersGoWithTheirVcpu)
{
    World world(machine(1, { { 1, { 4 } }, { 1, {} } }));
    Driver driver(world);
    MiniGuest guest(world);
    Stack* stack = world.pes[0].current;
    guest.bring_up(2);
    world.pes[0].current = stack;
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
        Stack* stack = world.pes[0].current;
        guest.bring_up(1);
        world.pes[0].current = stack;
    }
    // It runs so long, sleeps, and is woken after domain 1 ran so long. True: it runs at once.
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

TEST(Sched, ASleeperWithCreditPreempts)
{
    Waker w(1000000);
    EXPECT_TRUE(w.preempts(100000, 300000));
}

TEST(Sched, ASleeperThatRanMoreThanItsShareWaitsForItsTurn)
{
    Waker w(1000000);
    EXPECT_FALSE(w.preempts(500000, 100000));
}

TEST(Sched, WithoutCreditItPreemptsHoweverMuchItRan)
{
    Waker w(0);
    EXPECT_TRUE(w.preempts(500000, 100000));
}

TEST(Sched, SoMuchOfWhatItRanIsRememberedAndNotMore)
{
    Waker w(100000);
    EXPECT_TRUE(w.preempts(900000, 300000));
}

} // namespace
