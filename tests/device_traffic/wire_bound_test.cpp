// SPDX-License-Identifier: Apache-2.0
// The highest rate of a link: bounded by its lanes, or by credits and latency. The rates are
// literals from the table of wire bounds in docs/validation.md (B.15).
#include "device_bench.h"
#include "device_traffic/pcie_wire.h"

namespace itstorm {
namespace {

struct Row {
    unsigned generation, lanes, bytes;
    double messages_per_us;
};

void PrintTo(const Row& row, std::ostream* out) // the test's name for CTest
{
    *out << "gen" << row.generation << "x" << row.lanes << "_" << row.bytes << "B";
}

LinkConfig link_of(unsigned generation, unsigned lanes, unsigned bytes)
{
    LinkConfig link;
    link.bytes_per_second = lanes_bytes_per_second(generation, lanes);
    link.msi_bytes = bytes;
    link.posted_credits = 0;
    return link;
}

// The rate of a storm on four vectors, over the second half of `messages`.
double rate_per_us(const LinkConfig& link, std::size_t messages = 10'000)
{
    DeviceBench bench(link);
    PatternConfig storm = line_rate();
    storm.choice = VectorChoice::RoundRobin;
    storm.vector_count = 4;
    storm.messages = messages;
    bench.function.start(storm);
    sc_core::sc_start();
    const auto& writes = bench.far_end.writes;
    EXPECT_EQ(writes.size(), messages);
    const std::uint64_t ps = writes.back().at_ps - writes[messages / 2].at_ps;
    return static_cast<double>(messages - messages / 2 - 1) * 1e6 / static_cast<double>(ps);
}

class WireBound : public testing::TestWithParam<Row> {};

TEST_P(WireBound, is_met_within_one_percent)
{
    const Row& row = GetParam();
    EXPECT_NEAR(rate_per_us(link_of(row.generation, row.lanes, row.bytes)), row.messages_per_us,
                0.01 * row.messages_per_us);
}

INSTANTIATE_TEST_SUITE_P(Rows, WireBound,
                         testing::Values(Row{ 1, 1, 24, 10.4167 }, Row{ 1, 1, 28, 8.9286 },
                                         Row{ 1, 16, 24, 166.6667 }, Row{ 2, 4, 24, 83.3333 },
                                         Row{ 3, 1, 24, 41.0256 }, Row{ 3, 1, 28, 35.1648 },
                                         Row{ 3, 4, 24, 164.1026 }, Row{ 4, 16, 24, 1312.8 },
                                         Row{ 4, 16, 28, 1125.3 }));

// A message takes 24.375 ns on the wire and 324.375 ns until its credit is back: 13.3 messages
// cover that time, so that 14 credits do not bound the rate.
TEST(CreditBound, is_no_bound_with_enough_credits)
{
    LinkConfig link = link_of(3, 1, 24);
    link.posted_credits = 14;
    EXPECT_NEAR(rate_per_us(link), 41.0256, 0.01 * 41.0256);
}

TEST(CreditBound, is_credits_per_round_trip_with_fewer)
{
    LinkConfig link = link_of(3, 1, 24);
    link.posted_credits = 8;
    EXPECT_NEAR(rate_per_us(link), 8 / 0.324375, 0.01 * 8 / 0.324375);
}

} // namespace
} // namespace itstorm
