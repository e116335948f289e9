// SPDX-License-Identifier: Apache-2.0
// Packets and commands of the devices with rings: facts in, numbers by name out.
#include "observe/kind_observer.h"
#include "observe_support.h"

namespace itstorm {
namespace {

FunctionConfig function(const char* name, DeviceType kind)
{
    FunctionConfig config;
    config.name = name;
    config.kind = kind;
    return config;
}

struct KindObserverTest : testing::Test {
    Stats stats;
    KindObserver observer{ stats,
                           { function("nic0", DeviceType::Nic), function("nvme0", DeviceType::Nvme),
                             function("dev0", DeviceType::Generator) } };
};

TEST_F(KindObserverTest, a_function_has_the_statistics_of_its_kind_and_counters_begin_at_0)
{
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "nic0.rx.missed"), 0);
    EXPECT_EQ(value_of(run, "nvme0.commands.failed"), 0);
    EXPECT_EQ(value_of(run, "dev0.dma.refused"), 0);
    for (const char* name : { "nvme0.rx.missed", "nic0.commands.failed", "dev0.interrupts" })
        EXPECT_FALSE(has(run, name)) << name;
}

TEST_F(KindObserverTest, packets_are_received_or_missed)
{
    for (const bool missed : { false, false, true })
        observer.on(PacketFact{ 0, 0, missed });
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "nic0.rx.received"), 2);
    EXPECT_EQ(value_of(run, "nic0.rx.missed"), 1);
}

TEST_F(KindObserverTest, interrupts_are_shared_by_the_packets_that_follow)
{
    observer.on(PacketFact{ 0, 0, false });
    observer.on(QueueInterruptFact{ 0, 0 });
    observer.on(QueueInterruptFact{ 0, 1 });
    for (int packet = 0; packet < 7; ++packet)
        observer.on(PacketFact{ 0, 0, false });
    observer.on(PacketFact{ 0, 0, true }); // told to nobody
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "nic0.interrupts"), 2);
    EXPECT_EQ(value_of(run, "nic0.interrupts_per_event"), 0.25);
}

TEST_F(KindObserverTest, latencies_are_durations_and_levels_are_levels)
{
    observer.on(RxLevelFact{ 0, 3 });
    observer.on(PacketHandledFact{ 0, 2'000'000 });
    observer.on(CommandLevelFact{ 1, 5 });
    observer.on(CommandConsumedFact{ 1, 80'000'000 });
    pass_ps(10);
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "nic0.rx.ring.max"), 3);
    EXPECT_DOUBLE_EQ(value_of(run, "nic0.rx.latency.mean"), 2e-6);
    EXPECT_EQ(value_of(run, "nvme0.queue.max"), 5);
    EXPECT_DOUBLE_EQ(value_of(run, "nvme0.latency.mean"), 80e-6);
}

TEST_F(KindObserverTest, commands_and_what_is_refused_are_counted)
{
    observer.on(NvmeCommandFact{ 1, 0, true });
    observer.on(NvmeCommandFact{ 1, 0, false });
    observer.on(FetchRefusedFact{ 1, 0 });
    observer.on(DmaRefusedFact{ 1, 0x1000 });
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "nvme0.commands"), 2);
    EXPECT_EQ(value_of(run, "nvme0.commands.failed"), 1);
    EXPECT_EQ(value_of(run, "nvme0.fetch.refused"), 1);
    EXPECT_EQ(value_of(run, "nvme0.dma.refused"), 1);
}

} // namespace
} // namespace itstorm
