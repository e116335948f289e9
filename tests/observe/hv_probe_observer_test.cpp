// SPDX-License-Identifier: Apache-2.0
// The hypervisor's own statistics: probes and batches of commands in, numbers by name out.
#include "observe/hv_probe_observer.h"
#include "observe_support.h"

namespace itstorm {
namespace {

constexpr auto ns = sc_core::SC_NS;

TEST(HvProbeObserver, rows_become_statistics_of_their_kind)
{
    Stats stats;
    const std::vector<hv_probe> rows{
        { "host.cmdq.wait.bulk", HV_DURATION, nullptr, "wait", false },
        { "vits.queue", HV_LEVEL, "commands", "guest ring", true },
        { "storm.detections", HV_COUNTER, "1", "storms", true },
    };
    HvProbeObserver observer(stats, rows, { "dom1", "dom2" });
    observer.on(HvProbeFact{ 0, SIM_NO_DOMAIN, 1500, {} });
    observer.on(HvProbeFact{ 1, 1, 12, {} });
    observer.on(HvProbeFact{ 2, 0, 1, {} });
    observer.on(HvProbeFact{ 2, 0, 2, {} });
    pass_ps(10);
    const auto run = stats.run();
    EXPECT_DOUBLE_EQ(value_of(run, "host.cmdq.wait.bulk.max"), 1500e-9);
    EXPECT_EQ(value_of(run, "dom2.vits.queue.mean"), 12);
    EXPECT_EQ(unit_of(run, "dom2.vits.queue.mean"), "commands");
    EXPECT_EQ(value_of(run, "dom1.storm.detections"), 3);
    EXPECT_EQ(value_of(run, "dom2.storm.detections"), 0);
    EXPECT_FALSE(has(run, "dom1.vits.queue.mean"));
}

TEST(HvProbeObserver, a_share_counts_the_time_with_at_least_one_stretch)
{
    Stats stats;
    HvProbeObserver observer(stats, { { "host.cmdq.no_slot", HV_SHARE, "1", "waits", false } }, {});
    const auto state = [&](unsigned begins) {
        observer.on(HvProbeFact{ 0, SIM_NO_DOMAIN, begins, {} });
    };
    pass_ps(100);
    state(1);
    pass_ps(20);
    state(1);
    pass_ps(20);
    state(0);
    pass_ps(20);
    state(0);
    state(0); // one too many
    pass_ps(100);
    state(1);
    pass_ps(40);
    EXPECT_DOUBLE_EQ(value_of(stats.run(), "host.cmdq.no_slot"), 1.0 / 3);
}

TEST(HvProbeObserver, a_share_without_a_stretch_is_0)
{
    Stats stats;
    HvProbeObserver observer(stats, { { "host.cmdq.no_slot", HV_SHARE, "1", "waits", false } }, {});
    pass_ps(100);
    EXPECT_EQ(value_of(stats.run(), "host.cmdq.no_slot"), 0);
}

// A ring of four slots; times in ps, requests in ns.
struct CommandsDone : testing::Test {
    Stats stats;
    HvProbeObserver observer{ stats,
                              { { "host.cmdq.done.bulk", HV_DURATION, "ns", "", false } },
                              {} };

    CommandsDone() { creadr(0); }
    void creadr(std::uint32_t slot) { observer.ring(0, RingFact{ slot * 32, 0, 0, 4, false }); }
    void request(std::uint64_t start_ns, std::uint64_t commands)
    {
        observer.on(HvCommandsFact{ 0, 0, start_ns, commands });
    }
    double value(const char* suffix)
    {
        return value_of(stats.run(), std::string("host.cmdq.done.bulk") + suffix);
    }
    static std::uint64_t now_ns() { return sc_core::sc_time_stamp().value() / 1000; }
};

TEST_F(CommandsDone, a_batch_lasts_until_creadr_has_passed_its_last_command)
{
    pass_ps(1000 - sc_core::sc_time_stamp().value() % 1000);
    request(now_ns(), 2);
    pass_ps(5000);
    creadr(1);
    EXPECT_FALSE(has(stats.run(), "host.cmdq.done.bulk.count"));
    pass_ps(3000);
    creadr(2);
    EXPECT_EQ(value(".count"), 1);
    EXPECT_DOUBLE_EQ(value(".max"), 8e-9);
}

TEST_F(CommandsDone, positions_count_on_when_the_ring_wraps)
{
    pass_ps(1000 - sc_core::sc_time_stamp().value() % 1000);
    creadr(3);
    request(now_ns(), 6);
    pass_ps(1000);
    creadr(1); // five
    EXPECT_FALSE(has(stats.run(), "host.cmdq.done.bulk.count"));
    pass_ps(1000);
    creadr(2);
    EXPECT_DOUBLE_EQ(value(".max"), 2e-9);
}

TEST_F(CommandsDone, a_batch_that_is_reported_late_ends_when_it_was_passed)
{
    pass_ps(1000 - sc_core::sc_time_stamp().value() % 1000);
    const std::uint64_t start_ns = now_ns();
    pass_ps(4000);
    creadr(1);
    pass_ps(4000);
    creadr(2);
    pass_ps(4000);
    request(start_ns, 1);
    EXPECT_DOUBLE_EQ(value(".max"), 4e-9);
}

TEST_F(CommandsDone, a_batch_that_the_its_never_passes_is_not_counted)
{
    request(now_ns(), 3);
    creadr(2);
    stats.finish();
    EXPECT_FALSE(has(stats.run(), "host.cmdq.done.bulk.count"));
}

} // namespace
} // namespace itstorm
