// SPDX-License-Identifier: Apache-2.0
// The hops of the first message that reaches the end of its handler.
#include "observe/journey_observer.h"
#include "observe_support.h"
#include <itstorm/types.h>
#include <numeric>

namespace itstorm {
namespace {

constexpr std::uint32_t plpi = 8200, vlpi = 8192;

struct JourneyBench {
    std::vector<CostCounts> costs{ 2 };
    JourneyObserver observer{ 2, [this](unsigned pe) { return costs[pe]; } };

    static MsiTag tag(std::uint64_t serial) { return { 1, 0, serial }; }
    void charge(std::uint64_t blocks, unsigned pe = 0)
    {
        costs[pe][static_cast<std::size_t>(Cost::Block)] += blocks;
    }
    void mark(unsigned step, std::uint64_t ahead_ps = 0)
    {
        const auto at = sc_core::sc_time_stamp() + sc_core::sc_time::from_value(ahead_ps);
        observer.on(MarkFact{ 0, step, 0, vlpi, plpi, at });
    }

    // Each step takes a power of two, so that every sum is unique.
    void hardware(std::uint64_t serial)
    {
        observer.on(MsiRaisedFact{ 0, 0, false });
        pass_ps(1);
        observer.on(MsiSentFact{ 0, tag(serial), 0 });
        pass_ps(2);
        observer.on(MsiOnWireFact{ 0, tag(serial) });
        pass_ps(4);
        observer.on(MsiArrivedFact{ 0, tag(serial) });
        pass_ps(8);
        observer.on(MsiReceivedFact{ tag(serial) });
        pass_ps(16);
        observer.on(MsiTranslatedFact{ tag(serial), 0, plpi });
        pass_ps(32);
        observer.on(LpiStoredFact{ 0, plpi, serial, false });
        pass_ps(64);
        observer.on(IrqLineFact{ 0, true });
    }
    void hypervisor()
    {
        charge(3);
        pass_ps(128);
        observer.on(AcknowledgedFact{ 0, plpi });
        observer.on(IrqLineFact{ 0, false });
        charge(5);
        pass_ps(256);
        mark(SIM_STEP_RECEIVED);
    }
    void guest()
    {
        charge(7);
        pass_ps(512);
        mark(SIM_STEP_INJECTED);
        observer.on(EndOfInterruptFact{ 0, plpi });
        observer.on(PeStateFact{ 0, PeState::Guest, 0 });
        pass_ps(1024);
        observer.on(VirtualAcknowledgedFact{ 0, vlpi });
        pass_ps(2048);
        observer.on(VirtualEndFact{ 0, vlpi });
        charge(11);
        pass_ps(4096);
        mark(SIM_STEP_RETIRED);
    }

    std::vector<std::string> names() const
    {
        std::vector<std::string> names;
        for (const JourneyHop& hop : observer.hops())
            names.push_back(hop.name + " " + std::to_string(hop.ps));
        return names;
    }
    std::uint64_t blocks(std::size_t hop) const
    {
        return observer.hops().at(hop).counts[static_cast<std::size_t>(Cost::Block)];
    }
};

TEST(JourneyObserver, the_hops_follow_each_other_and_their_sum_is_the_whole)
{
    JourneyBench bench;
    bench.hardware(1);
    bench.hypervisor();
    bench.guest();
    EXPECT_EQ(bench.names(),
              (std::vector<std::string>{
                  "send 1", "serialisation 2", "link 4", "accept 8", "translate 16", "store 32",
                  "arbitrate 64", "acknowledge 128", "receive 256", "inject 512",
                  "guest_acknowledge 1024", "guest_handler 2048", "retire 4096" }));
    const auto hops = bench.observer.hops();
    const auto sum =
        std::accumulate(hops.begin(), hops.end(), std::uint64_t{ 0 },
                        [](std::uint64_t n, const JourneyHop& hop) { return n + hop.ps; });
    EXPECT_EQ(sum, sc_core::sc_time_stamp().value());
}

TEST(JourneyObserver, software_hops_say_what_was_charged_meanwhile)
{
    JourneyBench bench;
    bench.charge(1000);
    bench.hardware(1);
    bench.hypervisor();
    bench.guest();
    const auto hops = bench.observer.hops();
    EXPECT_FALSE(hops.at(6).is_software);
    EXPECT_TRUE(hops.at(7).is_software);
    EXPECT_EQ(bench.blocks(6), 0u);
    EXPECT_EQ(bench.blocks(7), 3u);   // acknowledge
    EXPECT_EQ(bench.blocks(8), 5u);   // receive
    EXPECT_EQ(bench.blocks(9), 7u);   // inject
    EXPECT_EQ(bench.blocks(12), 11u); // retire
}

TEST(JourneyObserver, without_a_guest_the_journey_ends_with_the_physical_eoi)
{
    JourneyBench bench;
    bench.hardware(1);
    bench.hypervisor();
    bench.charge(9);
    pass_ps(300);
    bench.observer.on(EndOfInterruptFact{ 0, plpi });
    const auto names = bench.names();
    ASSERT_EQ(names.size(), 9u);
    EXPECT_EQ(names[7], "acknowledge 128");
    EXPECT_EQ(names[8], "end_of_interrupt 556");
    EXPECT_EQ(bench.blocks(8), 5u + 9);
}

TEST(JourneyObserver, without_a_message_there_are_no_hops)
{
    JourneyBench bench;
    bench.hardware(1);
    EXPECT_TRUE(bench.observer.hops().empty());
}

TEST(JourneyObserver, messages_that_merge_or_are_dropped_are_not_reported)
{
    JourneyBench bench;
    bench.observer.on(MsiSentFact{ 0, bench.tag(1), 0 });
    bench.observer.on(MsiDroppedFact{ bench.tag(1), Drop::UnmappedEvent });
    bench.observer.on(MsiSentFact{ 0, bench.tag(2), 0 });
    bench.observer.on(LpiStoredFact{ 0, plpi, 2, true });
    bench.hardware(3);
    bench.hypervisor();
    bench.guest();
    EXPECT_EQ(bench.names().size(), 13u);
    EXPECT_EQ(bench.names()[0], "send 1");
}

TEST(JourneyObserver, only_the_first_message_is_reported)
{
    JourneyBench bench;
    bench.hardware(1);
    bench.hypervisor();
    bench.guest();
    const auto first = bench.names();
    pass_ps(12345);
    bench.hardware(2);
    bench.hypervisor();
    pass_ps(777);
    bench.guest();
    EXPECT_EQ(bench.names(), first);
}

TEST(JourneyObserver, a_line_that_is_high_already_costs_no_arbitration)
{
    JourneyBench bench;
    bench.observer.on(IrqLineFact{ 0, true });
    bench.hardware(1);
    bench.hypervisor();
    bench.guest();
    EXPECT_EQ(bench.names()[6], "arbitrate 0");
    EXPECT_EQ(bench.names()[7], "acknowledge 192"); // 64 + 128
}

TEST(JourneyObserver, a_mark_ahead_of_simulated_time_counts_at_the_pes_own_time)
{
    JourneyBench bench;
    bench.hardware(1);
    bench.observer.on(AcknowledgedFact{ 0, plpi });
    bench.mark(SIM_STEP_RECEIVED, 20);
    pass_ps(50);
    bench.mark(SIM_STEP_INJECTED);
    bench.observer.on(PeStateFact{ 0, PeState::Guest, 0 });
    bench.observer.on(VirtualAcknowledgedFact{ 0, vlpi });
    bench.observer.on(VirtualEndFact{ 0, vlpi });
    EXPECT_EQ(bench.names()[8], "receive 20");
    EXPECT_EQ(bench.names()[9], "inject 30");
}

TEST(JourneyObserver, a_merged_vlpi_is_forgotten_and_the_one_that_waits_is_the_journey)
{
    JourneyBench bench;
    bench.hardware(1);
    bench.hypervisor();
    bench.hardware(2);
    bench.hypervisor();
    bench.mark(SIM_STEP_MERGED);
    bench.guest();
    EXPECT_EQ(bench.names()[9], "inject 1023"); // 511 of the second's way, then 512
}

TEST(JourneyObserver, messages_that_no_guest_ever_gets_do_not_crowd_out_a_later_one)
{
    JourneyBench bench;
    for (std::uint64_t serial = 1; serial <= 2 * JourneyObserver::followed_max; ++serial) {
        bench.observer.on(MsiSentFact{ 0, bench.tag(serial), 0 });
        bench.observer.on(LpiStoredFact{ 0, plpi, serial, false });
        bench.observer.on(AcknowledgedFact{ 0, plpi });
        bench.observer.on(EndOfInterruptFact{ 0, plpi });
    }
    bench.hardware(10'000);
    bench.hypervisor();
    bench.guest();
    EXPECT_EQ(bench.names().size(), 13u);
}

} // namespace
} // namespace itstorm
