// When messages are due and on which vectors.
#include "device_traffic/pattern.h"
#include <array>
#include <cmath>
#include <gtest/gtest.h>

namespace itstorm {
namespace {

PatternConfig pattern(Arrival arrival, double rate)
{
    PatternConfig config;
    config.arrival = arrival;
    config.rate_per_s = rate;
    return config;
}

TEST(Pattern, PeriodicStartsAtOnceAndDoesNotDrift)
{
    RandomStream random = random_stream(1, "nic0");
    Pattern p(pattern(Arrival::Periodic, 3e6), 1000);
    EXPECT_EQ(p.next_due_ps(random), 1000u);
    EXPECT_EQ(p.next_due_ps(random), 1000u + 333'333);
    EXPECT_EQ(p.next_due_ps(random), 1000u + 666'667);
    EXPECT_EQ(p.next_due_ps(random), 1000u + 1'000'000);
}

TEST(Pattern, PoissonIntervalsHaveTheMeanAndVarianceOfAnExponential)
{
    RandomStream random = random_stream(7, "nic0");
    Pattern p(pattern(Arrival::Poisson, 1e6), 0);
    constexpr int n = 200'000;
    double sum = 0, squares = 0;
    std::uint64_t before = 0;
    for (int i = 0; i < n; ++i) {
        const std::uint64_t due = p.next_due_ps(random);
        const double interval = static_cast<double>(due - before) / 1e6; // in mean intervals
        before = due;
        sum += interval;
        squares += interval * interval;
    }
    const double mean = sum / n, variance = squares / n - mean * mean;
    EXPECT_NEAR(mean, 1.0, 4 / std::sqrt(n)); // four standard deviations of the mean
    EXPECT_NEAR(variance, 1.0,
                4 * std::sqrt(8.0) / std::sqrt(n)); // fourth central moment of Exp(1) is 9
}

TEST(Pattern, TheSameSeedAndNameGiveTheSameArrivals)
{
    RandomStream a = random_stream(7, "nic0"), b = random_stream(7, "nic0");
    Pattern p(pattern(Arrival::Poisson, 1e6), 0), q(pattern(Arrival::Poisson, 1e6), 0);
    for (int i = 0; i < 1000; ++i)
        ASSERT_EQ(p.next_due_ps(a), q.next_due_ps(b));
}

TEST(Pattern, AnotherSeedOrNameGivesAnotherStream)
{
    EXPECT_NE(stream_seed(1, "nic0"), stream_seed(2, "nic0"));
    EXPECT_NE(stream_seed(1, "nic0"), stream_seed(1, "nic1"));
    EXPECT_NE(stream_seed(1, ""), stream_seed(0x100, ""));
}

TEST(Pattern, TheSeedOfAStreamIsTheDocumentedHash)
{
    // Computed independently (FNV-1a, then SplitMix64's finaliser) over 01 00 00 00 00 00 00 00 'n'
    // 'i' 'c' '0'.
    EXPECT_EQ(stream_seed(1, "nic0"), 0x86df00978ccea82au);
}

TEST(Pattern, RoundRobinTakesTheVectorsInTurn)
{
    RandomStream random = random_stream(1, "nic0");
    PatternConfig config = pattern(Arrival::Periodic, 1);
    config.choice = VectorChoice::RoundRobin;
    config.first_vector = 4;
    config.vector_count = 3;
    Pattern p(config, 0);
    for (const unsigned vector : { 4u, 5u, 6u, 4u, 5u })
        EXPECT_EQ(p.next_vector(random), vector);
}

TEST(Pattern, OneAlwaysTakesTheFirstVector)
{
    RandomStream random = random_stream(1, "nic0");
    PatternConfig config = pattern(Arrival::Periodic, 1);
    config.first_vector = 4;
    config.vector_count = 3;
    Pattern p(config, 0);
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(p.next_vector(random), 4u);
}

TEST(Pattern, UniformHitsEveryVectorEquallyOften)
{
    RandomStream random = random_stream(1, "nic0");
    PatternConfig config = pattern(Arrival::Periodic, 1);
    config.choice = VectorChoice::Uniform;
    config.first_vector = 2;
    config.vector_count = 4;
    Pattern p(config, 0);
    std::array<int, 6> hits{};
    constexpr int n = 40'000;
    for (int i = 0; i < n; ++i)
        ++hits.at(p.next_vector(random));
    EXPECT_EQ(hits[0] + hits[1], 0);
    for (unsigned vector = 2; vector < 6; ++vector)
        EXPECT_NEAR(hits[vector], n / 4, 4 * std::sqrt(n * 0.25 * 0.75));
}

TEST(Pattern, ItIsExhaustedAfterItsNumberOfMessages)
{
    PatternConfig config = pattern(Arrival::Periodic, 1);
    config.messages = 2;
    Pattern p(config, 0);
    p.offered();
    EXPECT_FALSE(p.exhausted());
    p.offered();
    EXPECT_TRUE(p.exhausted());
}

} // namespace
} // namespace itstorm
