// SPDX-License-Identifier: Apache-2.0
// VlpiObserver: counters per domain, and the latency from the function to the guest of the message
// that set the pending bit.
#include "observe/vlpi_observer.h"
#include "observe_support.h"
#include <gmock/gmock.h>
#include <itstorm/types.h>

namespace itstorm {
namespace {

constexpr std::uint32_t plpi = 8200, vlpi = 8192;

struct VlpiBench {
    Stats stats;
    VlpiObserver observer{ stats, 2, { "dom1", "dom2" } };

    static MsiTag tag(std::uint64_t serial) { return { 1, 0, serial }; }
    void mark(unsigned step, std::uint16_t domain = 0)
    {
        observer.on(MarkFact{ 0, step, domain, vlpi, plpi, sc_core::sc_time_stamp() });
    }
    void sent(std::uint64_t serial) { observer.on(MsiSentFact{ 0, tag(serial) }); }
    void stored(std::uint64_t serial, bool merged = false)
    {
        observer.on(LpiStoredFact{ 0, plpi, serial, merged });
    }
    void to_hypervisor()
    {
        observer.on(AcknowledgedFact{ 0, plpi });
        mark(SIM_STEP_RECEIVED);
    }
    void to_guest(unsigned pe = 0, std::uint16_t domain = 0)
    {
        observer.on(PeStateFact{ pe, PeState::Guest, domain });
        observer.on(VirtualAcknowledgedFact{ pe, vlpi });
    }
    double latency_ps(const char* suffix)
    {
        return value_of(stats.run(), std::string("dom1.vlpi.latency") + suffix) * 1e12;
    }
};

TEST(VlpiObserver, latency_runs_from_the_function_to_the_guests_acknowledge)
{
    VlpiBench bench;
    bench.sent(1);
    pass_ps(300);
    bench.stored(1);
    pass_ps(50);
    bench.to_hypervisor();
    pass_ps(100);
    bench.mark(SIM_STEP_INJECTED);
    bench.to_guest();
    bench.observer.on(VirtualEndFact{ 0, vlpi });
    EXPECT_NEAR(bench.latency_ps(".max"), 450, 1e-6);
    EXPECT_EQ(value_of(bench.stats.run(), "dom1.vlpi.injected"), 1);
    EXPECT_EQ(value_of(bench.stats.run(), "dom1.vlpi.handled"), 1);
    EXPECT_EQ(bench.observer.tracked(), 0u);
}

TEST(VlpiObserver, the_slowest_messages_are_listed_hop_by_hop)
{
    VlpiBench bench;
    for (std::uint64_t n = 1; n <= VlpiObserver::slowest_most + 2; ++n) {
        bench.sent(n);
        pass_ps(100);
        bench.observer.on(MsiReceivedFact{ VlpiBench::tag(n) });
        pass_ps(20);
        bench.stored(n);
        pass_ps(1000 * n);
        bench.to_hypervisor();
        pass_ps(3);
        bench.mark(SIM_STEP_INJECTED);
        pass_ps(50);
        bench.to_guest();
    }
    const std::vector<VlpiWay>& slowest = bench.observer.slowest();
    ASSERT_EQ(slowest.size(), VlpiObserver::slowest_most);
    EXPECT_THAT(slowest.front().hops_ps, testing::ElementsAre(100, 20, 10000, 0, 3, 50));
    EXPECT_EQ(slowest.back().hops_ps[VlpiWay::Pending], 3000u);
}

TEST(VlpiObserver, messages_that_merge_do_not_restart_the_latency)
{
    VlpiBench bench;
    bench.sent(1);
    bench.stored(1);
    pass_ps(100);
    bench.sent(2);
    bench.stored(2, true); // on the physical pending bit
    bench.to_hypervisor();
    bench.sent(3);
    bench.stored(3);
    bench.to_hypervisor(); // on the vLPI that waits
    bench.mark(SIM_STEP_MERGED);
    pass_ps(100);
    bench.to_guest();
    EXPECT_NEAR(bench.latency_ps(".max"), 200, 1e-6);
    EXPECT_EQ(bench.latency_ps(".count"), 1e12);
    EXPECT_EQ(value_of(bench.stats.run(), "dom1.vlpi.merged"), 1);
    EXPECT_EQ(bench.observer.tracked(), 0u);
}

TEST(VlpiObserver, a_message_that_comes_during_the_handler_starts_a_new_latency)
{
    VlpiBench bench;
    bench.sent(1);
    bench.stored(1);
    bench.to_hypervisor();
    bench.to_guest();
    pass_ps(10);
    bench.sent(2);
    bench.stored(2);
    bench.to_hypervisor();
    pass_ps(70);
    bench.to_guest();
    EXPECT_EQ(value_of(bench.stats.run(), "dom1.vlpi.latency.count"), 2);
    EXPECT_NEAR(bench.latency_ps(".max"), 70, 1e-6);
}

TEST(VlpiObserver, the_guest_may_run_on_another_pe)
{
    VlpiBench bench;
    bench.sent(1);
    bench.stored(1);
    bench.to_hypervisor();
    pass_ps(20);
    bench.to_guest(0, 1); // another domain with the same vLPI number
    EXPECT_FALSE(has(bench.stats.run(), "dom1.vlpi.latency.count"));
    pass_ps(20);
    bench.to_guest(1, 0);
    EXPECT_NEAR(bench.latency_ps(".max"), 40, 1e-6);
}

TEST(VlpiObserver, an_lpi_that_moves_keeps_its_start)
{
    VlpiBench bench;
    bench.sent(1);
    bench.stored(1);
    pass_ps(100);
    bench.observer.on(LpiMovedFact{ 0, plpi, 1, false });
    bench.observer.on(AcknowledgedFact{ 0, plpi }); // no longer there
    pass_ps(50);
    bench.observer.on(AcknowledgedFact{ 1, plpi });
    bench.observer.on(MarkFact{ 1, SIM_STEP_RECEIVED, 0, vlpi, plpi, sc_core::sc_time_stamp() });
    bench.to_guest(1);
    EXPECT_NEAR(bench.latency_ps(".max"), 150, 1e-6);
    EXPECT_EQ(bench.observer.tracked(), 0u);
}

TEST(VlpiObserver, an_lpi_that_merges_at_its_new_target_does_not_restart_the_latency)
{
    VlpiBench bench;
    bench.sent(1);
    bench.observer.on(LpiStoredFact{ 1, plpi, 1, false });
    pass_ps(100);
    bench.sent(2);
    bench.stored(2);
    bench.observer.on(LpiMovedFact{ 0, plpi, 1, true });
    EXPECT_EQ(bench.observer.tracked(), 1u);
    bench.observer.on(AcknowledgedFact{ 1, plpi });
    bench.observer.on(MarkFact{ 1, SIM_STEP_RECEIVED, 0, vlpi, plpi, sc_core::sc_time_stamp() });
    bench.to_guest(1);
    EXPECT_NEAR(bench.latency_ps(".max"), 100, 1e-6);
}

TEST(VlpiObserver, a_message_that_is_dropped_is_forgotten)
{
    VlpiBench bench;
    for (const std::uint64_t serial : { 1, 2, 3, 4 })
        bench.sent(serial);
    bench.observer.on(MsiBlockedFact{ bench.tag(1), Drop::IommuBlocked });
    bench.observer.on(MsiDroppedFact{ bench.tag(2), Drop::UnmappedEvent });
    bench.stored(3);
    bench.observer.on(LpiClearedFact{ 0, plpi });
    bench.stored(4);
    bench.to_hypervisor();
    bench.mark(SIM_STEP_DISCARDED);
    EXPECT_EQ(bench.observer.tracked(), 0u);
    EXPECT_EQ(value_of(bench.stats.run(), "dom1.vlpi.discarded"), 1);
}

TEST(VlpiObserver, an_lpi_of_no_domain_counts_for_the_host)
{
    VlpiBench bench;
    bench.sent(1);
    bench.stored(1);
    bench.observer.on(AcknowledgedFact{ 0, plpi });
    bench.mark(SIM_STEP_DISCARDED, SIM_NO_DOMAIN);
    EXPECT_EQ(value_of(bench.stats.run(), "host.vlpi.discarded"), 1);
}

TEST(VlpiObserver, a_pended_vlpi_keeps_its_start)
{
    VlpiBench bench;
    bench.sent(1);
    bench.stored(1);
    bench.to_hypervisor();
    bench.mark(SIM_STEP_PENDED);
    pass_ps(500);
    bench.mark(SIM_STEP_INJECTED);
    bench.to_guest();
    EXPECT_EQ(value_of(bench.stats.run(), "dom1.vlpi.pended"), 1);
    EXPECT_NEAR(bench.latency_ps(".max"), 500, 1e-6);
}

TEST(VlpiObserver, an_lpi_set_by_a_command_has_no_latency)
{
    VlpiBench bench;
    bench.stored(0);
    bench.to_hypervisor();
    bench.to_guest();
    EXPECT_FALSE(has(bench.stats.run(), "dom1.vlpi.latency.count"));
}

TEST(VlpiObserver, only_the_end_of_an_lpi_counts_as_handled)
{
    VlpiBench bench;
    bench.observer.on(PeStateFact{ 0, PeState::Guest, 0 });
    bench.observer.on(VirtualEndFact{ 0, 27 });
    EXPECT_EQ(value_of(bench.stats.run(), "dom1.vlpi.handled"), 0);
}

TEST(VlpiObserver, after_a_million_messages_nothing_is_tracked)
{
    VlpiBench bench;
    for (std::uint64_t serial = 1; serial <= 1'000'000; ++serial) {
        bench.sent(serial);
        bench.stored(serial, serial % 4 != 1);
        if (serial % 4 == 0) {
            bench.to_hypervisor();
            bench.to_guest();
        }
    }
    EXPECT_EQ(bench.observer.tracked(), 0u);
    EXPECT_EQ(value_of(bench.stats.run(), "dom1.vlpi.latency.count"), 250'000);
}

} // namespace
} // namespace itstorm
