// SPDX-License-Identifier: Apache-2.0
// Each fault of a buggy device: its effect, its count, and that the device is right without it. The
// destructor of the bench checks that the ledger balances.
#include "arch/pci_device.h"
#include "device_bench.h"
#include <array>

namespace itstorm {
namespace {

struct BuggyBench : DeviceBench {
    static FunctionConfig buggy_config(const BuggyConfig& buggy, bool intx)
    {
        FunctionConfig config = DeviceBench::config(ideal(), 4);
        config.kind = DeviceType::Buggy;
        config.buggy = buggy;
        config.intx = intx;
        return config;
    }

    explicit BuggyBench(const BuggyConfig& buggy, bool intx = false)
        : DeviceBench(buggy_config(buggy, intx))
    {
        function.probes.kind.fault.attach([this](const DeviceFaultFact& fact) {
            EXPECT_EQ(fact.function, 3u);
            ++faults_[static_cast<std::size_t>(fact.fault)];
        });
    }

    ~BuggyBench() { EXPECT_EQ(ledger.msis_sent, booked() + ledger.cleared); }

    // Makes n events, one per us, and runs until they are over.
    void events(std::uint64_t n, unsigned vector = 0)
    {
        PatternConfig pattern = periodic(1e6, n);
        pattern.first_vector = vector;
        function.start(pattern);
        run(n * 1'000'000);
    }

    std::uint64_t count(DeviceFault fault) const
    {
        return faults_[static_cast<std::size_t>(fault)];
    }
    std::uint64_t all_faults() const
    {
        std::uint64_t sum = 0;
        for (const std::uint64_t n : faults_)
            sum += n;
        return sum;
    }

private:
    std::array<std::uint64_t, static_cast<std::size_t>(DeviceFault::Count)> faults_{};
};

BuggyConfig none()
{
    return {};
}

TEST(BuggyDevice, without_faults_is_a_plain_device)
{
    BuggyBench bench(none());
    bench.events(3, 2);
    bench.configure(0xa2, 0, 2); // MSI-X off
    bench.events(1, 2);
    bench.configure(0xa2, 0x8000, 2);
    bench.mask(2, true);
    bench.run(1'000'000);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 102, 102, 102, 102 }));
    bench.events(1, 2);
    EXPECT_EQ(bench.far_end.writes.size(), 4u);
    EXPECT_EQ(bench.all_faults(), 0u);
}

TEST(BuggyDevice, a_stuck_vector_repeats_from_its_nth_event_on)
{
    BuggyConfig buggy;
    buggy.stuck_after = 2;
    buggy.stuck_gap_ps = 400'000;
    BuggyBench bench(buggy);
    bench.events(2, 1); // the second at 1 us; up to 2 us
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 101, 101, 101, 101 }));
    EXPECT_EQ(bench.far_end.writes[2].at_ps, 1'400'000u);
    EXPECT_EQ(bench.count(DeviceFault::Stuck), 2u);
    bench.run(4'000'000);
    EXPECT_EQ(bench.count(DeviceFault::Stuck), 12u);
}

TEST(BuggyDevice, before_the_nth_event_no_vector_is_stuck)
{
    BuggyConfig buggy;
    buggy.stuck_after = 3;
    BuggyBench bench(buggy);
    bench.events(2);
    bench.run(10'000'000);
    EXPECT_EQ(bench.far_end.writes.size(), 2u);
}

TEST(BuggyDevice, a_reset_frees_a_stuck_vector)
{
    BuggyConfig buggy;
    buggy.stuck_after = 1;
    BuggyBench bench(buggy);
    bench.events(1);
    const std::size_t sent = bench.far_end.writes.size();
    bench.configure(0x48, 0x8000, 2);
    bench.run(10'000'000);
    EXPECT_GT(sent, 1u);
    EXPECT_EQ(bench.far_end.writes.size(), sent);
}

TEST(BuggyDevice, spurious_events_are_of_other_vectors_at_their_probability)
{
    BuggyConfig buggy;
    buggy.spurious = 0.25;
    BuggyBench bench(buggy);
    bench.events(4000, 1);
    std::array<unsigned, 4> by_vector{};
    for (const std::uint32_t data : bench.data())
        ++by_vector.at(data - 100);
    EXPECT_EQ(by_vector[1], 4000u);
    // Binomial: within four standard deviations of 1000, and of a third of that on each other one.
    EXPECT_NEAR(static_cast<double>(bench.count(DeviceFault::Spurious)), 1000, 110);
    for (const unsigned vector : { 0u, 2u, 3u })
        EXPECT_NEAR(by_vector[vector], 333, 70) << vector;
}

TEST(BuggyDevice, lost_interrupts_are_never_sent)
{
    BuggyConfig buggy;
    buggy.lost = 0.5;
    BuggyBench bench(buggy);
    bench.events(1000);
    const std::uint64_t lost = bench.count(DeviceFault::Lost);
    EXPECT_NEAR(static_cast<double>(lost), 500, 64);
    EXPECT_EQ(bench.far_end.writes.size(), 1000 - lost);
    EXPECT_EQ(bench.ledger.msis_sent, 1000 - lost);
}

TEST(BuggyDevice, a_wrong_event_is_off_by_its_offset)
{
    BuggyConfig buggy;
    buggy.event_offset = 1000;
    BuggyBench bench(buggy);
    bench.events(2, 3);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 1103, 1103 }));
    EXPECT_EQ(bench.far_end.writes[0].tag.event_id, 1103u);
    EXPECT_EQ(bench.count(DeviceFault::WrongEvent), 2u);
}

TEST(BuggyDevice, ignoring_masks_sends_under_vector_mask_and_function_mask)
{
    BuggyConfig buggy;
    buggy.ignores_mask = true;
    BuggyBench bench(buggy);
    bench.mask(0, true);
    bench.events(2);
    bench.mask(0, false);
    bench.configure(0xa2, 0xc000, 2); // Function Mask
    bench.events(1);
    EXPECT_EQ(bench.far_end.writes.size(), 3u);
    EXPECT_EQ(bench.count(DeviceFault::IgnoredMask), 3u);
}

class AfterDisable : public testing::TestWithParam<std::array<std::uint32_t, 2>> {};

TEST_P(AfterDisable, continues_with_the_vector_that_it_sent_before)
{
    BuggyConfig buggy;
    buggy.after_disable = true;
    BuggyBench bench(buggy);
    bench.events(1, 2);
    bench.configure(GetParam()[0], GetParam()[1], 2);
    bench.events(2, 2);
    EXPECT_EQ(bench.data(), (std::vector<std::uint32_t>{ 102, 102, 102 }));
    EXPECT_EQ(bench.count(DeviceFault::AfterDisable), 2u);
}

TEST_P(AfterDisable, without_the_fault_sends_no_message)
{
    BuggyBench bench(none());
    bench.events(1, 2);
    bench.configure(GetParam()[0], GetParam()[1], 2);
    bench.events(2, 2);
    EXPECT_EQ(bench.far_end.writes.size(), 1u);
}

using OffsetAndValue = std::array<std::uint32_t, 2>;
INSTANTIATE_TEST_SUITE_P(Ways, AfterDisable,
                         testing::Values(OffsetAndValue{ 0xa2, 0 },        // MSI-X off
                                         OffsetAndValue{ 0x04, 2 },        // Bus Master off
                                         OffsetAndValue{ 0x48, 0x8000 })); // Function Level Reset

TEST(BuggyDevice, a_stuck_vector_continues_after_a_reset_that_the_device_ignores)
{
    BuggyConfig buggy;
    buggy.stuck_after = 1;
    buggy.after_disable = true;
    BuggyBench bench(buggy);
    bench.events(1, 1);
    bench.configure(0x48, 0x8000, 2);
    bench.run(1'000'000);
    EXPECT_EQ(bench.count(DeviceFault::AfterDisable), 10u);
    EXPECT_EQ(bench.far_end.writes.back().data, 101u);
}

TEST(BuggyDevice, faults_of_all_kinds_together_balance)
{
    BuggyConfig buggy;
    buggy.stuck_after = 50;
    buggy.spurious = 0.3;
    buggy.lost = 0.2;
    buggy.event_offset = 7;
    buggy.ignores_mask = true;
    BuggyBench bench(buggy);
    bench.mask(3, true);
    bench.events(500);
    EXPECT_GT(bench.count(DeviceFault::Stuck), 400u);
    EXPECT_GT(bench.count(DeviceFault::IgnoredMask), 10u);
    EXPECT_GT(bench.count(DeviceFault::WrongEvent), 400u);
}

// ---- the pin ----

bool line_after_clearing(const BuggyConfig& buggy)
{
    BuggyBench bench(buggy, true);
    bool line = false;
    bench.function.probes.intx.attach([&](const IntxFact& fact) { line = fact.level; });
    bench.configure(0xa2, 0, 2); // neither MSI nor MSI-X
    bench.events(1, 1);
    EXPECT_TRUE(line);
    const std::uint32_t all = ~0u;
    EXPECT_TRUE(bus_write(bench.software.bar0.socket, DEVICE_INTERRUPT_CAUSE, &all, 4));
    EXPECT_EQ(bench.count(DeviceFault::StuckLine), buggy.stuck_line ? 1u : 0u);
    return line;
}

TEST(BuggyDevice, a_stuck_line_stays_asserted)
{
    BuggyConfig buggy;
    buggy.stuck_line = true;
    EXPECT_TRUE(line_after_clearing(buggy));
}

TEST(BuggyDevice, without_the_fault_clearing_the_cause_lowers_the_line)
{
    EXPECT_FALSE(line_after_clearing(none()));
}

} // namespace
} // namespace itstorm
