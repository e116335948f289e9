// SPDX-License-Identifier: Apache-2.0
// A hostile device sends what its guest programs, at most as fast as its link.
#include "hostile_bench.h"

namespace itstorm {
namespace {

constexpr auto run_raw = static_cast<std::uint32_t>(HOSTILE_RUN | HOSTILE_RAW);
constexpr auto run_by_table = static_cast<std::uint32_t>(HOSTILE_RUN);

TEST(HostileDevice, TheLinkLimitsItsRateOnOneVector)
{
    HostileBench bench(lanes_only());
    bench.attack(run_by_table, 2, 1);
    bench.run(6'000'000);
    EXPECT_EQ(bench.far_end.writes.size(), (6'000'000u - 300'000u) / 6'000u);
    EXPECT_EQ(bench.far_end.writes[5].data, 102u);
    EXPECT_EQ(bench.ledger.merged_in_device, 0u);
}

TEST(HostileDevice, ItGoesRoundEveryVector)
{
    HostileBench bench(lanes_only());
    bench.attack(run_by_table, 0, 4);
    bench.run(300'000 + 5 * 6'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100, 101, 102, 103, 100 }));
}

TEST(HostileDevice, ByTheTableItObeysMasks)
{
    HostileBench bench(lanes_only());
    bench.mask(1, true);
    bench.attack(run_by_table, 1, 1);
    bench.run(1'000'000);
    EXPECT_EQ(bench.far_end.writes.size(), 0u);
    EXPECT_EQ(bench.ledger.msis_sent, 1u);
    bench.mask(1, false);
    bench.run(306'000);
    EXPECT_EQ(bench.far_end.writes.size(), 1u);
}

TEST(HostileDevice, RawMessagesCarryAnyDataToAnyAddressPastEveryMask)
{
    HostileBench bench(lanes_only());
    for (unsigned vector = 0; vector < 4; ++vector)
        bench.mask(vector, true);
    bench.attack(0, 0xfffffffe, 3);
    bench.set(HOSTILE_ADDRESS_LO, 0x1'4000'0007, 8);
    bench.set(HOSTILE_CONTROL, run_raw);
    bench.run(300'000 + 3 * 7'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 0xfffffffe, 0xffffffff, 0 }));
    EXPECT_EQ(bench.far_end.writes[0].address, 0x1'4000'0004u);
    EXPECT_EQ(bench.far_end.writes[0].tag.device_id, 0x108u);
}

TEST(HostileDevice, AForgedIdIsOnTheMessage)
{
    HostileBench bench(lanes_only());
    bench.set(HOSTILE_DEVICE_ID, 0x777);
    bench.attack(run_raw | static_cast<std::uint32_t>(HOSTILE_FORGED_ID), 5, 1);
    bench.run(310'000);
    ASSERT_EQ(bench.far_end.writes.size(), 1u);
    EXPECT_EQ(bench.far_end.writes[0].tag.device_id, 0x777u);
    EXPECT_EQ(bench.far_end.writes[0].tag.event_id, 5u);
}

TEST(HostileDevice, AGapSpacesItsMessages)
{
    HostileBench bench(ideal());
    bench.set(HOSTILE_GAP_NS, 50);
    bench.attack(run_raw, 0, 1);
    bench.run(149'999);
    EXPECT_EQ(bench.far_end.writes.size(), 3u);
    bench.run(1);
    EXPECT_EQ(bench.far_end.writes.size(), 4u);
}

TEST(HostileDevice, WithoutALinkThatBoundsItTimeStillGoesOn)
{
    HostileBench bench(ideal());
    bench.attack(run_raw, 0, 1);
    bench.run(1'000'000);
    EXPECT_EQ(bench.far_end.writes.size(), 101u);
}

TEST(HostileDevice, RawMessagesFasterThanTheLinkDoNotPileUp)
{
    HostileBench bench(lanes_only()); // 6 ns each
    bench.set(HOSTILE_GAP_NS, 1);
    bench.attack(run_raw, 0, 1);
    bench.run(10'000'000);
    bench.set(HOSTILE_CONTROL, 0);
    EXPECT_LT(bench.function.in_flight(), 80u);
    EXPECT_EQ(bench.ledger.msis_sent, bench.booked());
}

TEST(HostileDevice, BusMasterEnableDoesNotStopRawMessages)
{
    HostileBench bench(lanes_only());
    bench.configure(0x04, 2, 2);
    bench.attack(run_raw, 0, 1);
    bench.run(1'000'000);
    EXPECT_GT(bench.far_end.writes.size(), 100u);
}

TEST(HostileDevice, AFunctionLevelResetEndsItsProgram)
{
    HostileBench bench(lanes_only());
    bench.attack(run_raw, 0, 1);
    bench.run(1'000'000);
    bench.configure(0x48, 0x8000, 2);
    bench.run(1'000'000);
    const std::size_t sent = bench.far_end.writes.size();
    bench.run(1'000'000);
    EXPECT_EQ(bench.far_end.writes.size(), sent);
    EXPECT_EQ(bench.ledger.msis_sent, bench.booked() + bench.ledger.cleared);
}

TEST(HostileDevice, ItStopsAtItsLimitAndSaysHowManyItSent)
{
    HostileBench bench(lanes_only());
    bench.set(HOSTILE_LIMIT, 7);
    bench.attack(run_raw, 0, 1);
    bench.run(1'000'000);
    EXPECT_EQ(bench.far_end.writes.size(), 7u);
    EXPECT_EQ(bench.get(HOSTILE_SENT), 7u);
    EXPECT_EQ(bench.get(HOSTILE_CONTROL), HOSTILE_RAW);
}

} // namespace
} // namespace itstorm
