// SPDX-License-Identifier: Apache-2.0
// A hostile device sends what its guest programs, at most as fast as its link.
#include "hostile_bench.h"

namespace itstorm {
namespace {

constexpr auto run_raw = static_cast<std::uint32_t>(HOSTILE_RUN | HOSTILE_RAW);
constexpr auto run_by_table = static_cast<std::uint32_t>(HOSTILE_RUN);

TEST(HostileDevice, the_link_limits_its_rate_on_one_vector)
{
    HostileBench bench(lanes_only());
    bench.attack(run_by_table, 2, 1);
    bench.run(6'000'000);
    EXPECT_EQ(bench.far_end.writes.size(), (6'000'000u - 300'000u) / 6'000u);
    EXPECT_EQ(bench.far_end.writes[5].data, 102u);
    EXPECT_EQ(bench.ledger.merged_in_device, 0u);
}

TEST(HostileDevice, sends_every_vector_in_turn)
{
    HostileBench bench(lanes_only());
    bench.attack(run_by_table, 0, 4);
    bench.run(300'000 + 5 * 6'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100, 101, 102, 103, 100 }));
}

TEST(HostileDevice, by_the_table_obeys_masks)
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

TEST(HostileDevice, raw_messages_carry_any_data_to_any_address_past_every_mask)
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

TEST(HostileDevice, a_forged_id_is_on_the_message)
{
    HostileBench bench(lanes_only());
    bench.set(HOSTILE_DEVICE_ID, 0x777);
    bench.attack(run_raw | static_cast<std::uint32_t>(HOSTILE_FORGED_ID), 5, 1);
    bench.run(310'000);
    ASSERT_EQ(bench.far_end.writes.size(), 1u);
    EXPECT_EQ(bench.far_end.writes[0].tag.device_id, 0x777u);
    EXPECT_EQ(bench.far_end.writes[0].tag.event_id, 5u);
}

TEST(HostileDevice, a_gap_spaces_its_messages)
{
    HostileBench bench(ideal());
    bench.set(HOSTILE_GAP_NS, 50);
    bench.attack(run_raw, 0, 1);
    bench.run(149'999);
    EXPECT_EQ(bench.far_end.writes.size(), 3u);
    bench.run(1);
    EXPECT_EQ(bench.far_end.writes.size(), 4u);
}

TEST(HostileDevice, without_a_bounded_link_sends_no_more_than_one_message_per_10_ns)
{
    HostileBench bench(ideal());
    bench.attack(run_raw, 0, 1);
    bench.run(1'000'000);
    EXPECT_EQ(bench.far_end.writes.size(), 101u);
}

TEST(HostileDevice, raw_messages_faster_than_the_link_do_not_pile_up)
{
    HostileBench bench(lanes_only()); // 6 ns each
    bench.set(HOSTILE_GAP_NS, 1);
    bench.attack(run_raw, 0, 1);
    bench.run(10'000'000);
    bench.set(HOSTILE_CONTROL, 0);
    EXPECT_LT(bench.function.in_flight(), 80u);
    EXPECT_EQ(bench.ledger.msis_sent, bench.booked());
}

TEST(HostileDevice, bus_master_enable_does_not_stop_raw_messages)
{
    HostileBench bench(lanes_only());
    bench.configure(0x04, 2, 2);
    bench.attack(run_raw, 0, 1);
    bench.run(1'000'000);
    EXPECT_GT(bench.far_end.writes.size(), 100u);
}

TEST(HostileDevice, a_function_level_reset_ends_its_program)
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

TEST(HostileDevice, stops_at_its_limit_and_reports_how_many_messages_it_sent)
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
