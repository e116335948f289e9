// SPDX-License-Identifier: Apache-2.0
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

TEST(CmdqObserver, the_ring_is_full_when_all_slots_but_one_are_used)
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

TEST(CmdqObserver, a_ring_is_full_again_each_time_that_it_becomes_full)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    for (const std::uint32_t used : { 127u, 126u, 127u, 127u, 0u, 127u }) // all at one moment
        observer.on(ring(used));
    EXPECT_EQ(value_of(stats.run(), "its0.cmdq.full_events"), 3);
}

TEST(CmdqObserver, overruns_are_counted)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    EXPECT_EQ(value_of(stats.run(), "its0.cmdq.overruns"), 0);
    observer.on(OverrunFact{ 128 });
    observer.on(OverrunFact{ 128 });
    EXPECT_EQ(value_of(stats.run(), "its0.cmdq.overruns"), 2);
}

TEST(CmdqObserver, there_is_no_occupancy_without_a_ring)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    observer.on(RingFact{ 0, 0, 0, 0, false });
    pass_ps(10);
    EXPECT_FALSE(has(stats.run(), "its0.cmdq.occupancy.mean"));
}

TEST(CmdqObserver, a_stall_is_a_share_of_time)
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

TEST(CmdqObserver, commands_are_counted_by_opcode_and_outcome)
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

TEST(MsiObserver, each_function_has_its_own_numbers)
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

TEST(MsiObserver, drops_are_counted_by_cause_wherever_they_happen)
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

TEST(MsiObserver, look_ups_are_counted_by_table)
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

TEST(MsiObserver, the_inbox_is_a_level_with_a_capacity)
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
    observer.on(ListRegistersFact{ 0, 4 });
    pass_ps(100);
    observer.on(ListRegistersFact{ 0, 0 });
    pass_ps(100);
    stats.finish();
    EXPECT_EQ(value_of(stats.run(), "gicr0.lr.used.max"), 4);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "gicr0.lr.used.mean"), 2);
}

TEST(RedistributorObserver, each_target_has_its_own_numbers)
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

// ---- counters begin at 0 ----

TEST(CmdqObserver, an_undefined_opcode_has_only_errors_and_only_once_it_is_refused)
{
    Stats stats;
    CmdqObserver observer(stats, "its0");
    EXPECT_FALSE(has(stats.run(), "its0.cmd.op_1f.errors"));
    observer.on(CommandFact{ 0x1f, sc_core::sc_time(108, ns), its_err_unknown(0x1f) });
    EXPECT_EQ(value_of(stats.run(), "its0.cmd.op_1f.errors"), 1);
    EXPECT_FALSE(has(stats.run(), "its0.cmd.op_1f.executed"));
}

// All observers, without a fact: their counters are in the results, and are those that they list.
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

TEST(StatTables, every_listed_counter_is_0_before_anything_occurs)
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

TEST(StatTables, every_measured_statistic_is_listed)
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

TEST(RefusalLog, names_the_first_commands_of_an_its_and_counts_the_others)
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
