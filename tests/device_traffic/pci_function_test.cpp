// SPDX-License-Identifier: Apache-2.0
// A function: its BAR, its patterns, its output slot, and its lines in the ledger.
#include "device_bench.h"

namespace itstorm {
namespace {

TEST(PciFunction, a_message_carries_address_data_device_id_and_serial)
{
    DeviceBench bench(ideal());
    bench.function.send(2);
    bench.run(1);
    bench.function.send(2);
    bench.run(1);
    ASSERT_EQ(bench.far_end.writes.size(), 2u);
    const FarEnd::Write& write = bench.far_end.writes[1];
    EXPECT_EQ(write.address, 0x0809'0040u);
    EXPECT_EQ(write.data, 102u);
    EXPECT_EQ(write.tag.device_id, 0x108u);
    EXPECT_EQ(write.tag.event_id, 102u);
    EXPECT_EQ(write.tag.serial, (3ull << 40) | 2);
}

TEST(PciFunction, the_bar_takes_four_and_eight_bytes_and_refuses_others)
{
    DeviceBench bench(ideal());
    const std::uint64_t address = 0x1'0000'2000;
    EXPECT_TRUE(bus_write(bench.software.bar2.socket, 16, &address, 8));
    EXPECT_EQ(bench.read(16), 0x2000u);
    EXPECT_EQ(bench.read(20), 1u);
    std::uint64_t back = 0;
    EXPECT_TRUE(bus_read(bench.software.bar2.socket, 16, &back, 8));
    EXPECT_EQ(back, address);
    EXPECT_FALSE(bus_write(bench.software.bar2.socket, 16, &address, 2));
    EXPECT_FALSE(bus_write(bench.software.bar2.socket, 20, &address, 8));
}

TEST(PciFunction, unmasking_sends_the_pending_message_at_that_moment)
{
    DeviceBench bench(ideal());
    bench.mask(1, true);
    bench.function.send(1);
    bench.function.send(1);
    bench.run(700);
    EXPECT_EQ(bench.read(0x8000), 2u);
    EXPECT_EQ(bench.far_end.writes.size(), 0u);
    bench.mask(1, false);
    bench.run(1);
    ASSERT_EQ(bench.far_end.writes.size(), 1u);
    EXPECT_EQ(bench.far_end.writes[0].at_ps, 700u);
    EXPECT_EQ(bench.ledger.merged_in_device, 1u);
}

TEST(PciFunction, while_the_slot_is_taken_other_triggers_pend_and_leave_in_vector_order)
{
    DeviceBench bench(lanes_only());
    bench.function.send(2);                          // into the transmitter
    bench.function.send(2);                          // into the slot
    for (const unsigned vector : { 1u, 3u, 2u, 1u }) // 3, then round to 1 and 2; the last merges
        bench.function.send(vector);
    EXPECT_EQ(bench.function.in_flight(), 5u);
    bench.run(1'000'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 102, 102, 103, 101, 102 }));
    EXPECT_EQ(bench.ledger.merged_in_device, 1u);
    EXPECT_EQ(bench.ledger.msis_sent, 6u);
}

TEST(PciFunction, periodic_messages_leave_at_exact_times)
{
    DeviceBench bench(ideal());
    bench.run(50);
    bench.function.start(periodic(3e6, 4));
    bench.run(2'000'000);
    std::vector<std::uint64_t> times;
    for (const FarEnd::Write& write : bench.far_end.writes)
        times.push_back(write.at_ps);
    EXPECT_EQ(times, (std::vector<std::uint64_t>{ 50, 333'383, 666'717, 1'000'050 }));
}

TEST(PciFunction, a_pattern_stops_after_its_messages)
{
    DeviceBench bench(ideal());
    std::vector<bool> states;
    bench.function.probes.pattern.attach(
        [&](const PatternFact& f) { states.push_back(f.running); });
    bench.function.start(periodic(1e6, 3));
    bench.run(1'999'999);
    EXPECT_TRUE(bench.function.running());
    bench.run(1);
    bench.run(10'000'000);
    EXPECT_FALSE(bench.function.running());
    EXPECT_EQ(bench.far_end.writes.size(), 3u);
    EXPECT_EQ(states, (std::vector<bool>{ true, false }));
}

TEST(PciFunction, stop_ends_a_storm_and_messages_on_their_way_still_arrive)
{
    DeviceBench bench(lanes_only());
    bench.function.start(line_rate());
    bench.run(600'000);
    bench.function.stop();
    const std::uint64_t sent = bench.ledger.msis_sent;
    bench.run(10'000'000);
    EXPECT_EQ(bench.ledger.msis_sent, sent);
    EXPECT_EQ(bench.far_end.writes.size(), sent);
    EXPECT_EQ(bench.function.in_flight(), 0u);
}

TEST(PciFunction, start_replaces_the_running_pattern)
{
    DeviceBench bench(ideal());
    bench.function.start(periodic(1e6));
    bench.run(500'000);
    PatternConfig other = periodic(1e6);
    other.first_vector = 1;
    bench.function.start(other);
    bench.run(1'999'999);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100, 101, 101 }));
}

TEST(PciFunction, line_rate_never_merges_by_itself)
{
    LinkConfig link = lanes_only();
    link.posted_credits = 4;
    DeviceBench bench(link);
    bench.far_end.hold = ps(50'000);
    PatternConfig storm;
    storm.choice = VectorChoice::Uniform;
    storm.vector_count = 4;
    bench.function.start(storm);
    bench.run(100'000'000);
    EXPECT_GT(bench.far_end.writes.size(), 1000u);
    EXPECT_EQ(bench.ledger.merged_in_device, 0u);
}

TEST(PciFunction, line_rate_on_a_masked_vector_pends_once_and_continues_when_unmasked)
{
    DeviceBench bench(lanes_only());
    bench.mask(0, true);
    bench.function.start(line_rate());
    bench.run(1'000'000);
    EXPECT_EQ(bench.ledger.msis_sent, 1u);
    bench.mask(0, false);
    bench.run(600'000);
    EXPECT_EQ(bench.far_end.writes.size(), (600'000u - 300'000) / 6'000);
}

TEST(PciFunction, line_rate_passes_over_masked_vectors)
{
    DeviceBench bench(lanes_only());
    bench.mask(1, true);
    PatternConfig storm;
    storm.choice = VectorChoice::RoundRobin;
    storm.vector_count = 3;
    bench.function.start(storm);
    bench.run(300'000 + 4 * 6'000); // vector 1 pends
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 100, 102, 100, 102 }));
    EXPECT_EQ(bench.read(0x8000), 2u);
}

TEST(PciFunction, a_pattern_beyond_the_link_merges_in_the_device)
{
    DeviceBench bench(lanes_only());
    bench.function.start(periodic(1e9, 1000)); // one per ns, the lanes take one per 6 ns
    bench.run(2'000'000);
    EXPECT_EQ(bench.ledger.msis_sent, 1000u);
    EXPECT_GT(bench.ledger.merged_in_device, 800u);
    EXPECT_EQ(bench.booked(), 1000u);
}

TEST(PciFunction, the_same_seed_gives_the_same_run)
{
    LinkConfig link = ideal();
    Ledger ledger;
    FarEnd far("far");
    PciFunction a("a", 0, DeviceBench::config(link, 1), 9, ledger);
    PciFunction b("b", 1, DeviceBench::config(link, 1), 9, ledger);
    PciFunction c("c", 2, DeviceBench::config(link, 1), 10, ledger);
    Windows wa("wa", a), wb("wb", b), wc("wc", c);
    std::vector<std::vector<std::uint64_t>> times(3);
    for (PciFunction* function : { &a, &b, &c }) {
        function->upstream.bind(far.socket);
        function->probes.raised.attach([&](const MsiRaisedFact& f) {
            times[f.function].push_back(sc_core::sc_time_stamp().value());
        });
    }
    sc_core::sc_start(sc_core::SC_ZERO_TIME);
    PatternConfig poisson = periodic(1e6, 500);
    poisson.arrival = Arrival::Poisson;
    for (PciFunction* function : { &a, &b, &c })
        function->start(poisson);
    sc_core::sc_start(sc_core::sc_time(1, sc_core::SC_MS));
    EXPECT_EQ(times[0].size(), 500u);
    EXPECT_EQ(times[0], times[1]);
    EXPECT_NE(times[0], times[2]);
}

TEST(PciFunction, an_impossible_pattern_has_a_problem_that_says_why)
{
    const FunctionConfig bounded = DeviceBench::config(lanes_only(), 4),
                         unbounded = DeviceBench::config(ideal(), 4);
    EXPECT_EQ(pattern_problem(bounded, line_rate()), "");
    EXPECT_NE(pattern_problem(unbounded, line_rate()), ""); // would never let time pass
    EXPECT_EQ(pattern_problem(unbounded, periodic(1)), "");
    EXPECT_NE(pattern_problem(unbounded, periodic(0)), "");
    PatternConfig last = periodic(1);
    last.first_vector = 3;
    EXPECT_EQ(pattern_problem(bounded, last), "");
    last.vector_count = 2;
    EXPECT_NE(pattern_problem(bounded, last), "");
}

TEST(PciFunction, starting_an_impossible_pattern_is_an_error_report_and_changes_nothing)
{
    DeviceBench bench(ideal());
    sc_core::sc_report_handler::set_actions(sc_core::SC_ERROR, sc_core::SC_CACHE_REPORT);
    bench.function.start(periodic(1e6));
    bench.function.start(periodic(0));
    ASSERT_NE(sc_core::sc_report_handler::get_cached_report(), nullptr);
    EXPECT_STREQ(sc_core::sc_report_handler::get_cached_report()->get_msg(),
                 "the pattern needs a positive rate");
    EXPECT_TRUE(bench.function.running());
}

// ---- ledger: every sent message is on exactly one line ----

// Sent minus booked messages in a storm, in which the ledger loses one booking.
std::int64_t imbalance(const LostBooking& lost, std::uint64_t run_ps)
{
    LinkConfig link = lanes_only();
    link.posted_credits = 4;
    DeviceBench bench(link, 4, lost);
    bench.far_end.hold = ps(20'000);
    bench.mask(3, true);
    PatternConfig pattern = periodic(100e6);
    pattern.choice = VectorChoice::Uniform;
    pattern.vector_count = 4;
    bench.function.start(pattern);
    bench.run(run_ps);
    EXPECT_GT(bench.far_end.writes.size(), 10u);
    EXPECT_GT(bench.ledger.merged_in_device, 10u);
    return static_cast<std::int64_t>(bench.ledger.msis_sent) -
           static_cast<std::int64_t>(bench.booked());
}

TEST(PciFunctionLedger, balances_in_the_middle_of_a_storm)
{
    EXPECT_EQ(imbalance({}, 3'333'333), 0);
}

TEST(PciFunctionLedger, a_lost_booking_of_a_trigger_shows_as_one_message_too_many)
{
    EXPECT_EQ(imbalance({ BookLine::Sent, 7 }, 3'000'000), -1);
}

TEST(PciFunctionLedger, a_lost_booking_of_a_merge_shows_as_one_message_missing)
{
    EXPECT_EQ(imbalance({ BookLine::MergedInDevice, 7 }, 3'000'000), 1);
}

} // namespace
} // namespace itstorm
