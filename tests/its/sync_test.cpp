// SPDX-License-Identifier: Apache-2.0
// SYNC: when CREADR passes it, every MSI that the ITS has accepted before it is handed over or
// dropped. CMQ, INV, TIM and TRN name conformance rows.
#include "its_bench.h"

namespace {

using namespace itstorm;
using sc_core::sc_time;
using sc_core::sc_time_stamp;

struct Sync : testing::Test {
    ItsBench bench;
    const ItsConfig& c = bench.config;
    sc_time idle_sync = bench.cycles(c.command_fetch + c.command_decode + c.sync_round_trip);
    sc_time decoded = bench.cycles(c.command_fetch + c.command_decode);
    sc_time translation = bench.cycles(3 * c.table_read + c.xlate_latency);
    const sc_time ps{ 1, sc_core::SC_PS };

    void SetUp() override
    {
        bench.start();
        bench.map_fixture();
    }
};

TEST_F(Sync, waits_for_an_msi_accepted_before_it)
{
    const sc_time start = sc_time_stamp();
    bench.msi(5, 3, start + decoded - ps); // just before the SYNC executes
    const CommandFact sync = bench.send(its_cmd_sync(1));
    EXPECT_EQ(sync.service, decoded - ps + translation + bench.cycles(c.sync_round_trip));
    EXPECT_EQ(bench.redistributors.lpis.at(0).when, start + decoded - ps + translation);
}

TEST_F(Sync, does_not_wait_for_an_msi_accepted_after_it)
{
    bench.msi(5, 3, sc_time_stamp() + decoded + ps);
    EXPECT_EQ(bench.send(its_cmd_sync(1)).service, idle_sync);
}

TEST_F(Sync, completes_under_a_storm_once_the_msis_before_it_are_translated)
{
    bench.msi(5, 3, {}, 200);
    bench.run(bench.cycles(3000)); // lanes and inbox are full
    const std::uint64_t accepted = bench.received.size();
    ASSERT_GT(accepted, 0u);
    std::uint64_t translated_at_sync = 0;
    bench.its.probes.command.attach(
        [&](const CommandFact&) { translated_at_sync = bench.translated.size(); });
    bench.put(its_cmd_sync(1));
    bench.doorbell();
    bench.run();
    EXPECT_GE(translated_at_sync, accepted);
    EXPECT_LT(translated_at_sync, 200u); // it did not wait for the end of the storm
}

TEST_F(Sync, counts_a_dropped_msi_as_done)
{
    const sc_time start = sc_time_stamp();
    bench.msi(9, 0, start + decoded - ps); // unmapped: dropped after one read
    EXPECT_EQ(bench.send(its_cmd_sync(1)).service,
              decoded - ps + bench.cycles(c.table_read) + bench.cycles(c.sync_round_trip));
}

TEST_F(Sync, waits_for_an_msi_that_has_no_credit)
{
    bench.redistributors.credits[1] = 0;
    bench.msi(5, 3);
    bench.run();
    bench.put(its_cmd_sync(0)); // Choice: a SYNC of target 0 waits for an MSI to target 1 as well
    bench.doorbell();
    bench.run(sc_time(10, sc_core::SC_US));
    EXPECT_NE(bench.creadr(), bench.cwriter);
    bench.redistributors.grant(1, 1);
    const sc_time granted = sc_time_stamp();
    bench.run();
    EXPECT_EQ(bench.creadr(), bench.cwriter);
    EXPECT_EQ(sc_time_stamp() - granted, bench.cycles(c.sync_round_trip));
}

TEST_F(Sync, waits_once_for_the_other_redistributors_that_an_inv_of_its_target_has_reached)
{
    bench.redistributors.reached_besides = { 0, 3 };
    bench.send(its_cmd_inv(5, 3));
    bench.redistributors.messages.clear();
    for (const unsigned target : { 2u, 1u, 1u })
        bench.send(its_cmd_sync(target));
    std::vector<std::string> said;
    for (const auto& message : bench.redistributors.messages)
        said.push_back(message.what);
    EXPECT_EQ(said, (std::vector<std::string>{ "sync 2", "sync 1", "sync 0", "sync 3", "sync 1" }));
}

TEST_F(Sync, waits_for_the_redistributor) // CMQ-16
{
    bench.redistributors.sync_takes = bench.cycles(777);
    EXPECT_EQ(bench.send(its_cmd_sync(1)).service, idle_sync + bench.cycles(777));
}

// A translation lane has read the event's old entry and waits for credit when the command runs.
struct HeldLane : Sync {
    sc_time command_done;

    void SetUp() override
    {
        Sync::SetUp();
        bench.redistributors.messages.clear();
        bench.redistributors.credits[1] = 0;
        bench.msi(5, 3);
        bench.run();
        bench.its.probes.command.attach(
            [this](const CommandFact&) { command_done = sc_time_stamp(); });
    }
    // Sends the command, then grants the credit; returns the message that the command sent.
    std::string message_after_credit(const its_cmd& command)
    {
        bench.put(command);
        bench.doorbell();
        bench.run(sc_time(10, sc_core::SC_US));
        EXPECT_TRUE(bench.redistributors.messages.empty());
        bench.redistributors.grant(1, 1);
        bench.run();
        EXPECT_EQ(bench.redistributors.lpis.size(), 1u);
        EXPECT_GT(command_done, bench.redistributors.lpis.at(0).when);
        return bench.redistributors.messages.at(0).what;
    }
};

TEST_F(HeldLane, discard_clears_the_lpi_of_an_msi_accepted_before_it)
{
    EXPECT_EQ(message_after_credit(its_cmd_discard(5, 3)), "clear 1 8195");
}

TEST_F(HeldLane, movi_moves_the_lpi_of_an_msi_accepted_before_it)
{
    EXPECT_EQ(message_after_credit(its_cmd_movi(5, 3, 0)), "move 1 8195 0");
}

TEST_F(Sync, after_movi_and_sync_only_the_new_target_gets_msis) // INV-18
{
    bench.put(its_cmd_movi(5, 3, 0));
    bench.put(its_cmd_sync(1));
    bench.put(its_cmd_sync(0));
    bench.doorbell();
    bench.run();
    bench.msi(5, 3);
    bench.run();
    ASSERT_EQ(bench.redistributors.lpis.size(), 1u);
    EXPECT_EQ(bench.redistributors.lpis[0].target, 0u);
}

TEST_F(Sync, after_discard_and_sync_no_msi_of_the_event_arrives) // TIM-06
{
    bench.put(its_cmd_discard(5, 3));
    bench.put(its_cmd_sync(1));
    bench.doorbell();
    bench.run();
    bench.msi(5, 3);
    bench.run();
    EXPECT_TRUE(bench.redistributors.lpis.empty());
    EXPECT_EQ(bench.dropped(Drop::UnmappedEvent), 1u);
}

TEST_F(Sync, after_unmapping_and_sync_no_msi_of_the_old_mapping_arrives) // TRN-14
{
    bench.msi(5, 3, {}, 100);
    bench.run(bench.cycles(2000));
    bench.put(its_cmd_mapd(5, 5, itt_a, false));
    bench.put(its_cmd_sync(1));
    bench.doorbell();
    sc_time synced;
    bench.its.probes.command.attach([&](const CommandFact&) { synced = sc_time_stamp(); });
    bench.run();
    EXPECT_FALSE(bench.redistributors.lpis.empty());
    EXPECT_GT(bench.dropped(Drop::UnmappedDevice), 0u);
    for (const auto& lpi : bench.redistributors.lpis)
        EXPECT_LE(lpi.when, synced);
}

} // namespace
