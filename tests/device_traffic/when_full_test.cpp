// SPDX-License-Identifier: Apache-2.0
// A message that finds its function's port busy waits or is lost, as the rule when_full says; the
// ledger books which.
#include "device_bench.h"

namespace itstorm {
namespace {

FunctionConfig with_rule(WhenFull rule)
{
    FunctionConfig config = DeviceBench::config(lanes_only(), 4);
    config.when_full = rule;
    return config;
}

// The first message goes into the transmitter, the second into the slot; the rule applies to the
// others.
void send_six_at_once(DeviceBench& bench)
{
    for (const unsigned vector : { 0u, 1u, 2u, 3u, 2u, 3u })
        bench.function.send(vector);
    bench.run(1'000'000);
}

std::uint64_t dropped(const DeviceBench& bench)
{
    return bench.ledger.dropped[static_cast<std::size_t>(Drop::FunctionFull)];
}

TEST(WhenFullHold, further_messages_wait_in_their_pending_bits)
{
    DeviceBench bench(with_rule(WhenFull::Hold));
    send_six_at_once(bench);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100, 101, 102, 103 }));
    EXPECT_EQ(bench.ledger.merged_in_device, 2u);
    EXPECT_EQ(dropped(bench), 0u);
}

TEST(WhenFullDrop, further_messages_are_lost_and_booked)
{
    DeviceBench bench(with_rule(WhenFull::Drop));
    send_six_at_once(bench);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100, 101 }));
    EXPECT_EQ(bench.ledger.msis_sent, 6u);
    EXPECT_EQ(bench.ledger.merged_in_device, 0u);
    EXPECT_EQ(dropped(bench), 4u);
}

TEST(WhenFullDrop, a_masked_vector_still_pends)
{
    DeviceBench bench(with_rule(WhenFull::Drop));
    bench.mask(2, true);
    send_six_at_once(bench);
    EXPECT_EQ(dropped(bench), 2u); // of vector 3
    EXPECT_EQ(bench.ledger.merged_in_device, 1u);
    bench.mask(2, false);
    bench.run(1'000'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100, 101, 102 }));
}

TEST(WhenFullDrop, each_loss_is_reported)
{
    DeviceBench bench(with_rule(WhenFull::Drop));
    std::vector<std::uint32_t> lost;
    bench.function.probes.raised.attach([&](const MsiRaisedFact& fact) {
        if (fact.dropped)
            lost.push_back(fact.vector);
    });
    send_six_at_once(bench);
    EXPECT_EQ(lost, (std::vector<std::uint32_t>{ 2, 3, 2, 3 }));
}

TEST(WhenFullDrop, no_message_is_lost_at_a_rate_that_the_link_takes)
{
    DeviceBench bench(with_rule(WhenFull::Drop));
    bench.function.start(periodic(100e6, 1000)); // one per 10 ns, the lanes take one per 6 ns
    bench.run(20'000'000);
    EXPECT_EQ(bench.far_end.writes.size(), 1000u);
    EXPECT_EQ(dropped(bench), 0u);
}

TEST(WhenFullDrop, messages_beyond_the_rate_of_the_link_are_lost)
{
    DeviceBench bench(with_rule(WhenFull::Drop));
    bench.function.start(periodic(500e6, 3000)); // one per 2 ns: two of three are lost
    bench.run(20'000'000);
    EXPECT_EQ(bench.far_end.writes.size() + dropped(bench), 3000u);
    EXPECT_NEAR(static_cast<double>(dropped(bench)), 2000, 2);
}

} // namespace
} // namespace itstorm
