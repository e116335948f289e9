// SPDX-License-Identifier: Apache-2.0
// What the link costs: serialisation, credits, latency, and the back-pressure of the target at its
// far end.
#include "common/event_queue.h"
#include "device_bench.h"

namespace itstorm {
namespace {

TEST(PcieLink, one_message_takes_serialisation_plus_latency)
{
    DeviceBench bench(lanes_only());
    bench.function.send(0);
    bench.run(6'000 + 300'000 - 1);
    EXPECT_EQ(bench.far_end.writes.size(), 0u);
    bench.run(1);
    ASSERT_EQ(bench.far_end.writes.size(), 1u);
    EXPECT_EQ(bench.far_end.writes[0].at_ps, 6'000u + 300'000);
}

TEST(PcieLink, at_line_rate_the_distance_is_one_serialisation_rounded_to_the_picosecond)
{
    LinkConfig link = lanes_only();
    link.bytes_per_second = 3'938'461'538; // Gen3 x4; 24 bytes: 6093.75 ps
    DeviceBench bench(link);
    bench.function.start(line_rate());
    bench.run(300'000 + 1000 * 6'094);
    ASSERT_EQ(bench.far_end.writes.size(), 1000u);
    for (std::size_t n = 0; n < 1000; ++n)
        ASSERT_EQ(bench.far_end.writes[n].at_ps, 300'000 + (n + 1) * 6'094);
}

TEST(PcieLink, credits_limit_the_rate_to_credits_per_round_trip)
{
    LinkConfig link = lanes_only();
    link.posted_credits = 8; // 8 per 306 ns, where the lanes alone would take 51
    DeviceBench bench(link);
    bench.function.start(line_rate());
    bench.run(100 * 306'000);
    ASSERT_EQ(bench.far_end.writes.size(), 8u * 100 - 7); // one of the last eight has arrived
    for (std::size_t n = 0; n < bench.far_end.writes.size(); ++n)
        ASSERT_EQ(bench.far_end.writes[n].at_ps, (n / 8 + 1) * 306'000 + n % 8 * 6'000);
}

TEST(PcieLink, credits_without_serialisation_let_that_many_pass_at_once)
{
    LinkConfig link = ideal();
    link.oneway_ps = 1000;
    link.posted_credits = 2;
    DeviceBench bench(link);
    bench.function.start(line_rate());
    bench.run(2000);
    std::vector<std::uint64_t> times;
    for (const FarEnd::Write& write : bench.far_end.writes)
        times.push_back(write.at_ps);
    EXPECT_EQ(times, (std::vector<std::uint64_t>{ 1000, 1000, 2000, 2000 }));
}

TEST(PcieLink, messages_arrive_in_the_order_of_sending)
{
    DeviceBench bench(lanes_only());
    bench.far_end.hold = ps(7'000);
    for (const unsigned vector : { 2u, 0u, 1u }) {
        bench.function.send(vector);
        bench.run(6'000);
    }
    bench.run(400'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 102, 100, 101 }));
}

TEST(PcieLink, a_target_that_waits_stops_the_function_and_resumes_it)
{
    LinkConfig link = lanes_only();
    link.posted_credits = 4;
    DeviceBench bench(link);
    bench.far_end.hold = ps(1'000'000);
    bench.function.start(line_rate());
    bench.run(306'000 + 999'999);
    EXPECT_EQ(bench.far_end.writes.size(), 0u);
    EXPECT_EQ(bench.ledger.msis_sent, 4u); // the credits
    bench.run(1);
    EXPECT_EQ(bench.far_end.writes.size(), 1u);
    EXPECT_EQ(bench.ledger.msis_sent, 5u); // the returned credit is used at once
    bench.run(3'000'000);
    EXPECT_EQ(bench.far_end.writes.size(), 4u); // one per hold
}

TEST(PcieLink, an_annotated_delay_of_the_target_holds_the_credit_but_not_the_message)
{
    LinkConfig link = ideal();
    link.posted_credits = 1;
    DeviceBench bench(link);
    bench.far_end.annotate = ps(500);
    bench.function.send(0);
    bench.function.send(1);
    bench.run(100);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100 }));
    EXPECT_EQ(bench.function.in_flight(), 1u); // the second
    bench.run(400);
    EXPECT_EQ(bench.far_end.writes.back().at_ps, 500u);
    EXPECT_EQ(bench.far_end.writes.size(), 2u);
}

TEST(PcieLink, an_ideal_link_takes_no_time)
{
    DeviceBench bench(ideal());
    bench.function.send(1);
    bench.run(0);
    ASSERT_EQ(bench.far_end.writes.size(), 1u);
    EXPECT_EQ(bench.far_end.writes[0].at_ps, 0u);
    EXPECT_EQ(bench.function.in_flight(), 0u);
}

TEST(PcieLink, each_step_of_a_message_is_reported_once)
{
    DeviceBench bench(lanes_only());
    std::vector<std::string> steps_taken;
    const auto note = [&](const std::string& what) {
        steps_taken.push_back(what + "@" + std::to_string(sc_core::sc_time_stamp().value()));
    };
    bench.function.probes.raised.attach([&](const MsiRaisedFact&) { note("raised"); });
    bench.function.probes.sent.attach([&](const MsiSentFact&) { note("sent"); });
    bench.function.probes.on_wire.attach([&](const MsiOnWireFact&) { note("on wire"); });
    bench.function.probes.arrived.attach([&](const MsiArrivedFact&) { note("arrived"); });
    bench.function.probes.link_level.attach(
        [&](const LinkLevelFact& f) { note(std::to_string(f.credits_used)); });
    bench.function.send(0);
    bench.run(1'000'000);
    EXPECT_EQ(steps_taken, (std::vector<std::string>{ "raised@0", "sent@0", "1@0", "on wire@6000",
                                                      "arrived@306000", "0@306000" }));
}

TEST(PcieLink, a_message_costs_at_most_three_steps_of_time)
{
    LinkConfig link = lanes_only();
    link.posted_credits = 32;
    DeviceBench bench(link);
    bench.function.start(line_rate());
    bench.run(1'000'000);
    const std::uint64_t messages = bench.ledger.msis_sent, steps = sim::queue().steps();
    bench.run(10'000'000);
    EXPECT_LE(sim::queue().steps() - steps, 3 * (bench.ledger.msis_sent - messages));
}

TEST(PcieLink, only_lanes_or_credits_with_latency_bound_the_rate)
{
    LinkConfig link = ideal();
    EXPECT_FALSE(link_bounds_rate(link));
    link.posted_credits = 4;
    EXPECT_FALSE(link_bounds_rate(link));
    link.oneway_ps = 1;
    EXPECT_TRUE(link_bounds_rate(link));
    EXPECT_TRUE(link_bounds_rate(lanes_only()));
}

} // namespace
} // namespace itstorm
