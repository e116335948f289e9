// One observer after the other: facts in, numbers by name out.
#include "arch/its_cmd.h"
#include "observe/cmdq_observer.h"
#include "observe/hv_probe_observer.h"
#include "observe/msi_observer.h"
#include "observe/pe_observer.h"
#include "observe/redistributor_observer.h"
#include "observe/refusal_log.h"
#include "observe/vlpi_observer.h"
#include "observe_support.h"

namespace itstorm {
namespace {

constexpr auto ns = sc_core::SC_NS;

RingFact ring(std::uint32_t used, bool stalled = false)
{
    return { 0, used * 32, used, 128, stalled };
}

TEST(CmdqObserver, TheRingIsFullWithOneSlotLess)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    observer.on(ring(126));
    observer.on(ring(127));
    pass_ps(40);
    observer.on(ring(127));
    observer.on(ring(100));
    pass_ps(60);
    observer.on(ring(127));
    stats.finish();
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "its0.cmdq.occupancy.full_share"), 0.4);
    EXPECT_EQ(value_of(stats.run(), "its0.cmdq.occupancy.max"), 127);
    EXPECT_EQ(value_of(stats.run(), "its0.cmdq.full_events"), 2);
    EXPECT_EQ(unit_of(stats.run(), "its0.cmdq.occupancy.mean"), "commands");
}

TEST(CmdqObserver, ARingIsFullAgainEachTimeThatItBecomesFull)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    for (const std::uint32_t used : { 127u, 126u, 127u, 127u, 0u, 127u }) // all at one moment
        observer.on(ring(used));
    EXPECT_EQ(value_of(stats.run(), "its0.cmdq.full_events"), 3);
}

TEST(CmdqObserver, OverrunsAreCounted)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    EXPECT_EQ(value_of(stats.run(), "its0.cmdq.overruns"), 0);
    observer.on(OverrunFact{ 128 });
    observer.on(OverrunFact{ 128 });
    EXPECT_EQ(value_of(stats.run(), "its0.cmdq.overruns"), 2);
}

TEST(CmdqObserver, ThereIsNoOccupancyWithoutARing)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    observer.on(RingFact{ 0, 0, 0, 0, false });
    pass_ps(10);
    EXPECT_FALSE(has(stats.run(), "its0.cmdq.occupancy.mean"));
}

TEST(CmdqObserver, AStallIsAShareOfTime)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    observer.on(ring(1));
    pass_ps(75);
    observer.on(ring(1, true));
    pass_ps(25);
    stats.finish();
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "its0.cmdq.stalled_time"), 0.25);
}

TEST(CmdqObserver, CommandsAreCountedByOpcodeAndOutcome)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    observer.on(CommandFact{ ITS_OP_MAPTI, sc_core::sc_time(168, ns), 0 });
    observer.on(CommandFact{ ITS_OP_MAPTI, sc_core::sc_time(168, ns), 0 });
    observer.on(CommandFact{ ITS_OP_INV, sc_core::sc_time(268, ns), ITS_INV_UNMAPPED_DEVICE });
    observer.on(CommandFact{ 0x1f, sc_core::sc_time(108, ns), its_err_unknown(0x1f) });
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "its0.cmd.mapti.executed"), 2);
    EXPECT_EQ(value_of(run, "its0.cmd.mapti.errors"), 0);
    EXPECT_EQ(value_of(run, "its0.cmd.inv.errors"), 1);
    EXPECT_EQ(value_of(run, "its0.cmd.op_1f.errors"), 1);
    EXPECT_EQ(value_of(run, "its0.cmd.service.count"), 4);
    EXPECT_DOUBLE_EQ(value_of(run, "its0.cmd.service.max"), 268e-9);
}

TEST(MsiObserver, EachFunctionHasItsOwnNumbers)
{
    Stats stats;
    MsiObserver observer(stats, "its0", 8, { "nic0", "nvme0" });
    observer.on(MsiRaisedFact{ 0, 0, false });
    observer.on(MsiRaisedFact{ 1, 0, false });
    observer.on(MsiRaisedFact{ 1, 0, true });
    observer.on(MsiSentFact{ 1, {} });
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "nic0.msi.raised"), 1);
    EXPECT_EQ(value_of(run, "nic0.msi.merged"), 0);
    EXPECT_EQ(value_of(run, "nvme0.msi.raised"), 2);
    EXPECT_EQ(value_of(run, "nvme0.msi.merged"), 1);
    EXPECT_EQ(value_of(run, "nvme0.msi.sent"), 1);
}

TEST(MsiObserver, DropsAreCountedByCauseWhereverTheyHappen)
{
    Stats stats;
    MsiObserver observer(stats, "its0", 8, {});
    observer.on(MsiReceivedFact{});
    observer.on(MsiReceivedFact{});
    observer.on(MsiTranslatedFact{ {}, 0, 8192 });
    observer.on(MsiDroppedFact{ {}, Drop::UnmappedDevice });
    observer.on(MsiBlockedFact{ {}, Drop::IommuFault });
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "its0.msi.received"), 2);
    EXPECT_EQ(value_of(run, "its0.msi.translated"), 1);
    EXPECT_EQ(value_of(run, std::string("its0.msi.dropped.") + drop_name(Drop::UnmappedDevice)), 1);
    EXPECT_EQ(value_of(run, std::string("its0.msi.dropped.") + drop_name(Drop::IommuFault)), 1);
}

TEST(MsiObserver, LookUpsAreCountedByTable)
{
    Stats stats;
    MsiObserver observer(stats, "its0", 8, {});
    for (const bool hit : { false, true, true, true })
        observer.on(LookUpFact{ TableKind::Event, hit });
    observer.on(LookUpFact{ TableKind::Collection, false });
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "its0.cache.event.hits"), 3);
    EXPECT_EQ(value_of(stats.run(), "its0.cache.event.misses"), 1);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "its0.cache.event.hit_share"), 0.75);
    EXPECT_EQ(value_of(stats.run(), "its0.cache.collection.misses"), 1);
    EXPECT_EQ(value_of(stats.run(), "its0.cache.collection.hit_share"), 0);
    EXPECT_FALSE(has(stats.run(), "its0.cache.device.hit_share"));
}

TEST(MsiObserver, TheInboxIsALevelWithACapacity)
{
    Stats stats;
    MsiObserver observer(stats, "its0", 8, {});
    observer.on(IntakeLevelFact{ 8 });
    pass_ps(10);
    observer.on(IntakeLevelFact{ 7 });
    pass_ps(10);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "its0.msi.inbox.full_share"), 0.5);
}

TEST(RedistributorObserver, an_lpi_fires_again_when_it_is_acknowledged_after_its_eoi)
{
    Stats stats;
    RedistributorObserver observer(stats, 1);
    observer.on(AcknowledgedFact{ 0, 8192 });
    pass_ps(1000);
    observer.on(EndOfInterruptFact{ 0, 8192 });
    observer.on(EndOfInterruptFact{ 0, 27 });
    pass_ps(500);
    observer.on(AcknowledgedFact{ 0, 8193 }); // another one, for the first time
    observer.on(AcknowledgedFact{ 0, 27 });
    observer.on(AcknowledgedFact{ 0, 8192 });
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "gicr0.lpi.refire.count"), 1);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "gicr0.lpi.refire.max"), 500e-12);
}

TEST(RedistributorObserver, writes_of_dir_and_maintenance_interrupts_are_counted)
{
    Stats stats;
    RedistributorObserver observer(stats, 1);
    observer.on(DirWrittenFact{ 0, 8192 });
    observer.on(DirWrittenFact{ 0, 32 });
    observer.on(DirWrittenFact{ 0, 27 });
    observer.on(MaintenanceFact{ 0, true });
    observer.on(MaintenanceFact{ 0, false });
    observer.on(AcknowledgedFact{ 0, 26 });
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "gicr0.lpi.dir_writes"), 1);
    EXPECT_EQ(value_of(stats.run(), "gicr0.irq.dir_writes"), 2);
    EXPECT_EQ(value_of(stats.run(), "gicr0.irq.maintenance"), 1);
    EXPECT_EQ(value_of(stats.run(), "gicr0.irq.delivered"), 1);
}

TEST(RedistributorObserver, list_registers_in_use_are_a_level)
{
    Stats stats;
    RedistributorObserver observer(stats, 1);
    observer.on(ListRegistersFact{ 0, 0xb });
    pass_ps(100);
    observer.on(ListRegistersFact{ 0, 0 });
    pass_ps(100);
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "gicr0.lr.used.max"), 3);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "gicr0.lr.used.mean"), 1.5);
}

TEST(RedistributorObserver, EachTargetHasItsOwnNumbers)
{
    Stats stats;
    RedistributorObserver observer(stats, 2);
    observer.on(LpiLevelFact{ 1, 3 });
    pass_ps(10);
    observer.on(LpiStoredFact{ 1, 8192, 1, false });
    observer.on(LpiStoredFact{ 1, 8192, 2, true });
    observer.on(AcknowledgedFact{ 1, 8192 });
    observer.on(AcknowledgedFact{ 1, 27 });
    observer.on(AcknowledgedFact{ 1, 1023 });
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "gicr1.lpi.pending.mean"), 3);
    EXPECT_EQ(value_of(run, "gicr1.lpi.merged"), 1);
    EXPECT_EQ(value_of(run, "gicr1.lpi.delivered"), 1);
    EXPECT_EQ(value_of(run, "gicr1.irq.delivered"), 1);
    EXPECT_EQ(value_of(run, "gicr0.lpi.delivered"), 0);
}

PeObserver pe_observer(Stats& stats)
{
    return PeObserver(stats, 2, { { "dom1", 1 }, { "dom2", 2 } },
                      [](unsigned lock) { return lock == 0 ? "lock.cmdq" : "dom1.lock.vits"; });
}

TEST(PeObserver, SharesAddUpToOneFromTimeZeroOn)
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

TEST(PeObserver, TheInterruptLoopIsEachStretchOfItsState)
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

TEST(PeObserver, AllGuestsAreReadyOnceEveryVcpuIs)
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

TEST(PeObserver, ProgressExitsAndLocksGoByName)
{
    Stats stats;
    PeObserver observer = pe_observer(stats);
    observer.on(ProgressFact{ 1, 640 });
    observer.on(ExitFact{ 0, 0, SIM_EXIT_MMIO });
    observer.on(ExitFact{ 1, 0, SIM_EXIT_MMIO });
    observer.on(LockFact{ 1, sc_core::sc_time(5, ns), sc_core::sc_time(20, ns), true });
    observer.on(LockFact{ 0, sc_core::SC_ZERO_TIME, sc_core::sc_time(30, ns), false });
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

TEST(HvProbeObserver, RowsBecomeStatisticsOfTheirKind)
{
    Stats stats;
    const std::vector<hv_probe> rows{
        { "host.cmdq.wait.bulk", HV_DURATION, nullptr, "wait", false },
        { "vits.queue", HV_LEVEL, "commands", "guest ring", true },
        { "storm.detections", HV_COUNTER, "1", "storms", true },
    };
    HvProbeObserver observer(stats, rows, { "dom1", "dom2" });
    observer.on(HvProbeFact{ 0, SIM_NO_DOMAIN, 1500, {} });
    observer.on(HvProbeFact{ 1, 1, 12, {} });
    observer.on(HvProbeFact{ 2, 0, 1, {} });
    observer.on(HvProbeFact{ 2, 0, 2, {} });
    pass_ps(10);
    const auto run = stats.run();
    EXPECT_DOUBLE_EQ(value_of(run, "host.cmdq.wait.bulk.max"), 1500e-9);
    EXPECT_EQ(value_of(run, "dom2.vits.queue.mean"), 12);
    EXPECT_EQ(unit_of(run, "dom2.vits.queue.mean"), "commands");
    EXPECT_EQ(value_of(run, "dom1.storm.detections"), 3);
    EXPECT_EQ(value_of(run, "dom2.storm.detections"), 0);
    EXPECT_FALSE(has(run, "dom1.vits.queue.mean"));
}

TEST(HvProbeObserver, a_share_counts_the_time_with_at_least_one_stretch)
{
    Stats stats;
    HvProbeObserver observer(stats, { { "host.cmdq.no_slot", HV_SHARE, "1", "waits", false } }, {});
    const auto state = [&](unsigned begins) {
        observer.on(HvProbeFact{ 0, SIM_NO_DOMAIN, begins, {} });
    };
    pass_ps(100);
    state(1);
    pass_ps(20);
    state(1);
    pass_ps(20);
    state(0);
    pass_ps(20);
    state(0);
    state(0); // one too many
    pass_ps(100);
    state(1);
    pass_ps(40);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "host.cmdq.no_slot"), 1.0 / 3);
}

TEST(HvProbeObserver, a_share_of_which_nothing_is_stated_is_0)
{
    Stats stats;
    HvProbeObserver observer(stats, { { "host.cmdq.no_slot", HV_SHARE, "1", "waits", false } }, {});
    pass_ps(100);
    EXPECT_EQ(value_of(stats.run(), "host.cmdq.no_slot"), 0);
}

// A ring of four slots; times in ps, requests in ns.
struct CommandsDone : testing::Test {
    Stats stats;
    HvProbeObserver observer{ stats,
                              { { "host.cmdq.done.bulk", HV_DURATION, "ns", "", false } },
                              {} };

    CommandsDone() { creadr(0); }
    void creadr(std::uint32_t slot) { observer.ring(0, RingFact{ slot * 32, 0, 0, 4, false }); }
    void request(std::uint64_t start_ns, std::uint64_t commands)
    {
        observer.on(HvCommandsFact{ 0, 0, start_ns, commands });
    }
    double value(const char* suffix)
    {
        return value_of(stats.run(), std::string("host.cmdq.done.bulk") + suffix);
    }
    static std::uint64_t now_ns() { return sc_core::sc_time_stamp().value() / 1000; }
};

TEST_F(CommandsDone, a_batch_lasts_until_creadr_has_passed_its_last_command)
{
    pass_ps(1000 - sc_core::sc_time_stamp().value() % 1000);
    request(now_ns(), 2);
    pass_ps(5000);
    creadr(1);
    EXPECT_FALSE(has(stats.run(), "host.cmdq.done.bulk.count"));
    pass_ps(3000);
    creadr(2);
    EXPECT_EQ(value(".count"), 1);
    EXPECT_DOUBLE_EQ(value(".max"), 8e-9);
}

TEST_F(CommandsDone, positions_count_on_when_the_ring_wraps)
{
    pass_ps(1000 - sc_core::sc_time_stamp().value() % 1000);
    creadr(3);
    request(now_ns(), 6);
    pass_ps(1000);
    creadr(1); // five
    EXPECT_FALSE(has(stats.run(), "host.cmdq.done.bulk.count"));
    pass_ps(1000);
    creadr(2);
    EXPECT_DOUBLE_EQ(value(".max"), 2e-9);
}

TEST_F(CommandsDone, what_was_passed_before_it_is_stated_ends_when_it_was_passed)
{
    pass_ps(1000 - sc_core::sc_time_stamp().value() % 1000);
    const std::uint64_t start_ns = now_ns();
    pass_ps(4000);
    creadr(1);
    pass_ps(4000);
    creadr(2);
    pass_ps(4000);
    request(start_ns, 1);
    EXPECT_DOUBLE_EQ(value(".max"), 4e-9);
}

TEST_F(CommandsDone, a_batch_that_is_never_passed_is_not_counted)
{
    request(now_ns(), 3);
    creadr(2);
    stats.finish();
    EXPECT_FALSE(has(stats.run(), "host.cmdq.done.bulk.count"));
}

// ---- what there is in a machine begins at 0 ----

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

TEST(CmdqObserver, an_opcode_that_there_is_not_has_errors_and_nothing_before)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    EXPECT_FALSE(has(stats.run(), "its0.cmd.op_1f.errors"));
    observer.on(CommandFact{ 0x1f, sc_core::sc_time(108, ns), its_err_unknown(0x1f) });
    EXPECT_EQ(value_of(stats.run(), "its0.cmd.op_1f.errors"), 1);
    EXPECT_FALSE(has(stats.run(), "its0.cmd.op_1f.executed"));
}

// Every observer, told nothing: its counters are in the results, and they are those that it lists.
struct Untold {
    std::vector<StatInfo> listed;
    Stats stats;
    CmdqObserver cmdq{ stats, "its0" };
    MsiObserver msi{ stats, "its0", 8, { "nic0" } };
    RedistributorObserver redistributors{ stats, 1 };
    PeObserver pes{ stats, 1, { { "dom1", 1 } }, [](unsigned) { return "lock.cmdq"; } };
    VlpiObserver vlpis{ stats, 1, { "dom1" } };

    Untold()
    {
        CmdqObserver::list("its0", listed);
        MsiObserver::list_its("its0", listed);
        MsiObserver::list_function("nic0", listed);
        RedistributorObserver::list(0, listed);
        PeObserver::list_run(listed);
        PeObserver::list_pe(0, listed);
        PeObserver::list_domain("dom1", listed);
        VlpiObserver::list("dom1", listed);
        VlpiObserver::list("host", listed);
        pass_ps(10);
    }
};

TEST(StatTables, every_counter_that_is_listed_is_measured_as_0_before_anything_occurs)
{
    Untold untold;
    const auto run = untold.stats.run();
    unsigned counters = 0;
    for (const StatInfo& info : untold.listed) {
        if (info.kind != StatKind::Counter || info.name.find('*') != std::string::npos)
            continue;
        ++counters;
        EXPECT_EQ(value_of(run, info.name), 0) << info.name;
    }
    EXPECT_GT(counters, 70u);
}

TEST(StatTables, nothing_is_measured_that_is_not_listed)
{
    Untold untold;
    for (const Scalar& scalar : untold.stats.run()) {
        const auto is_it = [&](const StatInfo& info) {
            return scalar.name == info.name || scalar.name.find(info.name + ".") == 0;
        };
        EXPECT_TRUE(std::any_of(untold.listed.begin(), untold.listed.end(), is_it)) << scalar.name;
    }
}

TEST(RefusalLog, names_the_command_the_event_and_the_error)
{
    EXPECT_EQ(refusal_text(its_cmd_mapti(8, 0x7ff, 8192, 3), ITS_MAPTI_ID_OOR),
              "mapti refused: MAPTI_ID_OOR (DeviceID 0x8, EventID 0x7ff, ICID 0x3)");
    EXPECT_EQ(refusal_text({ { 0x1f, 0, 0, 0 } }, its_err_unknown(0x1f)),
              "op_1f refused: CMD_UNKNOWN (DeviceID 0x0, EventID 0x0, ICID 0x0)");
}

TEST(RefusalLog, names_the_first_commands_of_an_its_and_then_counts)
{
    Log log;
    RefusalLog refusals(log, "its0");
    for (int n = 0; n < 100; n++)
        refusals.on({ its_cmd_inv(8, 1), ITS_INV_UNMAPPED_DEVICE });
    ASSERT_EQ(log.kept().size(), RefusalLog::lines_most + 1u);
    EXPECT_NE(log.kept()[0].find("its0: warning: inv refused: INV_UNMAPPED_DEVICE"),
              std::string::npos);
}

} // namespace
} // namespace itstorm
