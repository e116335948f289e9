// SPDX-License-Identifier: Apache-2.0
// A pattern from its start to its end, the configurations that are refused, and its random stream.
#include "device_traffic/pattern.h"
#include "patterns.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace itstorm {
namespace {

TEST(Pattern, times_count_from_its_start)
{
    RandomStream random = random_stream(1, "nic0");
    Pattern p(periodic(3e6), 1000);
    EXPECT_EQ(p.next_due_ps(random), 1000u);
    EXPECT_EQ(p.next_due_ps(random), 1000u + 333'333);
}

TEST(Pattern, is_exhausted_after_its_number_of_messages)
{
    Pattern p(periodic(1, 2), 0);
    p.offered();
    EXPECT_FALSE(p.exhausted());
    p.offered();
    EXPECT_TRUE(p.exhausted());
}

TEST(Pattern, only_line_rate_has_no_times)
{
    EXPECT_TRUE(Pattern(line_rate(), 0).at_line_rate());
    EXPECT_FALSE(Pattern(periodic(1), 0).at_line_rate());
}

TEST(Pattern, ends_with_its_arrivals)
{
    RandomStream random = random_stream(1, "nic0");
    Pattern p(replay({ { 5, 0 } }), 1000);
    EXPECT_EQ(p.next_due_ps(random), 1005u);
    EXPECT_EQ(p.next_due_ps(random), std::nullopt);
}

TEST(Pattern, a_replay_takes_the_vectors_of_its_trace_whatever_the_rule)
{
    RandomStream random = random_stream(1, "nic0");
    PatternConfig config = replay({ { 0, 7 }, { 1, 2 }, { 2, 7 } });
    config.choice = VectorChoice::Uniform;
    Pattern p(config, 0);
    for (const unsigned vector : { 7u, 2u, 7u }) {
        p.next_due_ps(random);
        EXPECT_EQ(p.next_vector(random), vector);
    }
}

// ---- refused patterns ----

PatternConfig on_vectors(PatternConfig config, unsigned first, unsigned count)
{
    config.first_vector = first;
    config.vector_count = count;
    return config;
}

struct Impossible {
    const char* name;
    PatternConfig pattern;
    const char* why;
};

void PrintTo(const Impossible& impossible, std::ostream* out) // the test's name for CTest
{
    *out << impossible.name;
}

class ImpossiblePattern : public testing::TestWithParam<Impossible> {};

TEST_P(ImpossiblePattern, says_why)
{
    EXPECT_THAT(pattern_problem(GetParam().pattern, 4), testing::HasSubstr(GetParam().why));
}

INSTANTIATE_TEST_SUITE_P(
    Patterns, ImpossiblePattern,
    testing::Values(Impossible{ "last_vector", on_vectors(periodic(1), 3, 2), "does not have" },
                    Impossible{ "no_vector", on_vectors(periodic(1), 0, 0), "does not have" },
                    Impossible{ "periodic_rate", periodic(0), "positive rate" },
                    Impossible{ "poisson_rate", at_rate(Arrival::Poisson, 0), "positive rate" },
                    Impossible{ "on_off_rate", on_off(0, 1, 1), "positive rate" },
                    Impossible{ "ramp_rate", ramp(0, 0, 1), "positive rate" },
                    Impossible{ "jitter", jittered(1e6, 500'001), "half a period" },
                    Impossible{ "burst_size", bursts(BurstSizes::Fixed, 0, 1, 1), "at least one" },
                    Impossible{ "burst_gap", bursts(BurstSizes::Fixed, 1, 0, 0), "let time pass" },
                    Impossible{ "on_time", on_off(1e6, 0, 1), "on-time is 0" },
                    Impossible{ "short_on_time", on_off(1e6, 999, 1), "choose poisson" },
                    Impossible{ "ramp_length", ramp(1, 1, 0), "no length" },
                    Impossible{ "empty_trace", replay({}), "nothing to replay" },
                    Impossible{ "trace_vector", replay({ { 0, 4 } }), "does not have" }));

TEST(PossiblePattern, has_no_problem)
{
    for (const PatternConfig& pattern :
         { on_vectors(periodic(1), 3, 1), jittered(1e6, 500'000), line_rate(),
           bursts(BurstSizes::Geometric, 8, 1, 0), on_off(1e6, 1000, 0), ramp(0, 1, 1),
           ramp(1, 0, 1), replay({ { 0, 3 } }) })
        EXPECT_EQ(pattern_problem(pattern, 4), "");
}

// ---- streams ----

TEST(PatternStream, another_seed_or_name_gives_another_stream)
{
    EXPECT_NE(stream_seed(1, "nic0"), stream_seed(2, "nic0"));
    EXPECT_NE(stream_seed(1, "nic0"), stream_seed(1, "nic1"));
    EXPECT_NE(stream_seed(1, ""), stream_seed(0x100, ""));
}

TEST(PatternStream, its_seed_is_the_documented_hash)
{
    // Computed independently (FNV-1a, then SplitMix64's finaliser) over 01 00 00 00 00 00 00 00 'n'
    // 'i' 'c' '0'.
    EXPECT_EQ(stream_seed(1, "nic0"), 0x86df00978ccea82au);
}

} // namespace
} // namespace itstorm
