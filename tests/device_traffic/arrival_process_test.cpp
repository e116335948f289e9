// SPDX-License-Identifier: Apache-2.0
// Each arrival process follows its law: exact times, or a distribution within the limits of fit.h.
#include "device_traffic/arrival_process.h"
#include "fit.h"
#include "patterns.h"
#include <map>
#include <optional>

namespace itstorm {
namespace {

constexpr std::uint64_t us = 1'000'000;

// The first n times, or all if there are fewer.
std::vector<std::uint64_t> times(const PatternConfig& config, std::size_t n,
                                 const std::string& stream = "nic0")
{
    RandomStream random = random_stream(7, stream);
    const auto process = make_arrivals(config);
    std::vector<std::uint64_t> all;
    for (std::optional<std::uint64_t> at; all.size() < n && (at = process->next_ps(random));)
        all.push_back(*at);
    return all;
}

// The intervals in microseconds; the first begins at time zero.
std::vector<double> intervals(const PatternConfig& config, std::size_t n)
{
    std::vector<double> all;
    std::uint64_t before = 0;
    for (const std::uint64_t at : times(config, n)) {
        all.push_back(static_cast<double>(at - before) / us);
        before = at;
    }
    return all;
}

// ---- every random process ----

struct Named {
    const char* name;
    PatternConfig pattern;
};

void PrintTo(const Named& named, std::ostream* out) // the test's name for CTest
{
    *out << named.name;
}

class RandomArrivals : public testing::TestWithParam<Named> {};

TEST_P(RandomArrivals, the_same_stream_gives_the_same_times)
{
    EXPECT_EQ(times(GetParam().pattern, 1000), times(GetParam().pattern, 1000));
}

TEST_P(RandomArrivals, another_stream_gives_other_times)
{
    EXPECT_NE(times(GetParam().pattern, 1000), times(GetParam().pattern, 1000, "nic1"));
}

TEST_P(RandomArrivals, times_never_decrease)
{
    const auto all = times(GetParam().pattern, 10'000);
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
}

INSTANTIATE_TEST_SUITE_P(Arrivals, RandomArrivals,
                         testing::Values(Named{ "poisson", at_rate(Arrival::Poisson, 1e6) },
                                         Named{ "jittered", jittered(1e6, us / 2) },
                                         Named{ "bursts",
                                                bursts(BurstSizes::Geometric, 8, us, 1000) },
                                         Named{ "on_off", on_off(1e6, 10 * us, 10 * us) }));

// ---- periodic ----

TEST(PeriodicArrivals, start_at_once_and_do_not_drift)
{
    EXPECT_EQ(times(periodic(3e6), 4),
              (std::vector<std::uint64_t>{ 0, 333'333, 666'667, 1'000'000 }));
    EXPECT_EQ(times(periodic(3e6), 3'000'001).back(), 1'000'000 * us);
}

TEST(PeriodicArrivals, jitter_is_uniform_around_a_place_that_does_not_drift)
{
    constexpr std::uint64_t jitter = 300'000;
    const auto all = times(jittered(1e6, jitter), 20'000);
    std::vector<double> moved;
    for (std::size_t n = 0; n < all.size(); ++n)
        moved.push_back(static_cast<double>(all[n]) - static_cast<double>(n * us + jitter));
    EXPECT_GE(*std::min_element(moved.begin(), moved.end()), -300'000.0);
    EXPECT_LE(*std::max_element(moved.begin(), moved.end()), 300'000.0);
    expect_distribution(moved, [](double x) { return (x + 300'000) / 600'000; });
}

// ---- Poisson ----

TEST(PoissonArrivals, intervals_are_exponential)
{
    expect_distribution(intervals(at_rate(Arrival::Poisson, 2e6), 100'000),
                        [](double t) { return 1 - std::exp(-2 * t); });
}

TEST(PoissonArrivals, intervals_are_independent)
{
    const auto all = intervals(at_rate(Arrival::Poisson, 1e6), 100'000);
    double sum = 0;
    for (std::size_t n = 1; n < all.size(); ++n)
        sum += (all[n] - 1) * (all[n - 1] - 1);
    EXPECT_NEAR(sum / static_cast<double>(all.size()), 0, 4 / std::sqrt(100'000.0));
}

// ---- bursts ----

TEST(BurstArrivals, of_fixed_size_are_exact)
{
    EXPECT_EQ(times(bursts(BurstSizes::Fixed, 3, 1000, 10), 7),
              (std::vector<std::uint64_t>{ 0, 10, 20, 1020, 1030, 1040, 2040 }));
}

TEST(BurstArrivals, without_spacing_come_at_once)
{
    EXPECT_EQ(times(bursts(BurstSizes::Fixed, 2, 1000, 0), 5),
              (std::vector<std::uint64_t>{ 0, 0, 1000, 1000, 2000 }));
}

// The number of bursts of each size, without the last burst.
std::map<std::uint64_t, double> burst_sizes(std::uint32_t mean)
{
    std::map<std::uint64_t, double> sizes;
    std::uint64_t size = 0, before = 0;
    for (const std::uint64_t at : times(bursts(BurstSizes::Geometric, mean, 1000, 1), 100'000)) {
        if (at - before == 1000) {
            ++sizes[size];
            size = 0;
        }
        ++size;
        before = at;
    }
    return sizes;
}

TEST(BurstArrivals, sizes_are_geometric)
{
    constexpr unsigned last = 12; // and above
    std::vector<double> counts(last), expected(last);
    for (const auto& [size, count] : burst_sizes(4))
        counts[std::min<std::uint64_t>(size, last) - 1] += count;
    for (unsigned size = 1; size < last; ++size)
        expected[size - 1] = 0.25 * std::pow(0.75, size - 1);
    expected[last - 1] = std::pow(0.75, last - 1);
    expect_frequencies(counts, expected);
}

TEST(BurstArrivals, of_geometric_size_one_are_single)
{
    const auto sizes = burst_sizes(1);
    EXPECT_EQ(sizes.size(), 1u);
    EXPECT_EQ(sizes.begin()->first, 1u);
}

// ---- on and off ----

// Intervals of an interrupted Poisson process are hyperexponential (Kuczura 1973).
TEST(OnOffArrivals, intervals_are_hyperexponential)
{
    constexpr double rate = 2, on = 1 / 5.0, off = 1 / 20.0; // per us
    const double sum = rate + on + off, root = std::sqrt(sum * sum - 4 * rate * off);
    const double fast = (sum + root) / 2, slow = (sum - root) / 2;
    const double share = (rate - slow) / (fast - slow);
    expect_distribution(intervals(on_off(2e6, 5 * us, 20 * us), 100'000), [&](double t) {
        return 1 - share * std::exp(-fast * t) - (1 - share) * std::exp(-slow * t);
    });
}

TEST(OnOffArrivals, the_mean_rate_is_the_rate_times_the_share_of_on_time)
{
    constexpr std::size_t n = 400'000;
    const double seconds =
        static_cast<double>(times(on_off(2e6, 5 * us, 20 * us), n).back()) / 1e12;
    EXPECT_NEAR(n / seconds, 2e6 * 5 / 25, 0.02 * 4e5); // some 40000 on-times, 0.5 % each
}

TEST(OnOffArrivals, without_off_time_are_poisson)
{
    expect_distribution(intervals(on_off(1e6, us, 0), 100'000),
                        [](double t) { return 1 - std::exp(-t); });
}

// ---- ramp ----

TEST(RampArrivals, come_when_the_integral_of_the_rate_is_whole)
{
    constexpr double from = 1, to = 5, over = 1000; // per us, us
    const auto all = times(ramp(1e6, 5e6, 1000 * us), 3001);
    for (std::size_t n = 0; n < all.size(); ++n) {
        const double t = static_cast<double>(all[n]) / us;
        ASSERT_NEAR(from * t + (to - from) * t * t / (2 * over), static_cast<double>(n), 1e-5);
    }
    EXPECT_EQ(all.back(), 1000 * us);
}

TEST(RampArrivals, keep_the_rate_of_the_end)
{
    const auto all = times(ramp(0, 2e6, 10 * us), 31); // ten on the ramp
    EXPECT_EQ(all[10], 10 * us);
    EXPECT_EQ(all[30], 20 * us);
}

TEST(RampArrivals, that_go_down_to_rate_0_end)
{
    const auto all = times(ramp(2e6, 0, 10 * us), 1000);
    ASSERT_EQ(all.size(), 11u); // the integral is 10
    EXPECT_EQ(all.back(), 10 * us);
}

TEST(RampArrivals, of_one_rate_are_periodic)
{
    EXPECT_EQ(times(ramp(3e6, 3e6, us), 100), times(periodic(3e6), 100));
}

// ---- replay, line rate ----

TEST(ReplayedArrivals, are_those_of_the_trace_and_end)
{
    EXPECT_EQ(times(replay({ { 5, 0 }, { 5, 1 }, { 9, 0 } }), 10),
              (std::vector<std::uint64_t>{ 5, 5, 9 }));
}

TEST(LineRateArrivals, have_no_times)
{
    EXPECT_EQ(make_arrivals(line_rate()), nullptr);
}

} // namespace
} // namespace itstorm
