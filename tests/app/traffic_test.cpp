// SPDX-License-Identifier: Apache-2.0
// Storms and their patterns: how keys become a pattern, and every error in them.
#include "wrong.h"

namespace itstorm {
namespace {

std::string storm(const std::string& keys)
{
    return "  - { after: ready, delay: 1ms, do: storm.start, device: nic0, " + keys +
           ", label: storm }";
}

PatternConfig pattern_of(const std::string& keys)
{
    const Scenario scenario = scenario_of(with_line(18, storm(keys)));
    return scenario.timeline.at(1).pattern;
}

// ---- keys become patterns ----

TEST(Traffic, keys_of_periodic_with_jitter_become_a_pattern)
{
    const PatternConfig p = pattern_of("pattern: periodic, rate: 1M/s, jitter: 200ns");
    EXPECT_EQ(p.arrival, Arrival::Periodic);
    EXPECT_EQ(p.rate_per_s, 1e6);
    EXPECT_EQ(p.jitter_ps, 200'000u);
}

TEST(Traffic, keys_of_bursts_become_a_pattern)
{
    const PatternConfig p = pattern_of("pattern: bursts, burst_size: 32, burst_gap: 50us, "
                                       "burst_sizes: geometric, burst_spacing: 10ns");
    EXPECT_EQ(p.arrival, Arrival::Bursts);
    EXPECT_EQ(p.burst_size, 32u);
    EXPECT_EQ(p.burst_gap_ps, 50'000'000u);
    EXPECT_EQ(p.burst_sizes, BurstSizes::Geometric);
    EXPECT_EQ(p.burst_spacing_ps, 10'000u);
}

TEST(Traffic, keys_of_on_off_become_a_pattern)
{
    const PatternConfig p = pattern_of("pattern: on_off, rate: 2M/s, on_mean: 1ms, off_mean: 9ms");
    EXPECT_EQ(p.arrival, Arrival::OnOff);
    EXPECT_EQ(p.rate_per_s, 2e6);
    EXPECT_EQ(p.on_mean_ps, 1'000'000'000u);
    EXPECT_EQ(p.off_mean_ps, 9'000'000'000u);
}

TEST(Traffic, a_ramp_may_begin_at_nothing)
{
    const PatternConfig p = pattern_of("pattern: ramp, rate: 0/s, rate_to: 5M/s, over: 10ms");
    EXPECT_EQ(p.arrival, Arrival::Ramp);
    EXPECT_EQ(p.rate_per_s, 0);
    EXPECT_EQ(p.rate_to_per_s, 5e6);
    EXPECT_EQ(p.over_ps, 10'000'000'000u);
}

TEST(Traffic, keys_of_zipf_become_a_choice_of_vectors)
{
    const PatternConfig p =
        pattern_of("pattern: line_rate, vectors: [2, 9], choice: zipf, exponent: 1.25");
    EXPECT_EQ(p.choice, VectorChoice::Zipf);
    EXPECT_EQ(p.zipf_exponent, 1.25);
    EXPECT_EQ(p.first_vector, 2u);
    EXPECT_EQ(p.vector_count, 8u);
}

TEST(Traffic, when_full_and_msi_bytes_become_those_of_the_function)
{
    const Scenario s = scenario_of(with_line(9, "    - { name: nic0, bdf: \"0000:01:00.0\", "
                                                "vectors: 16, when_full: drop }"));
    EXPECT_EQ(s.soc.functions[0].when_full, WhenFull::Drop);
    EXPECT_EQ(s.soc.functions[0].link.msi_bytes,
              0u); // 24 or 28 bytes, as the address of the message needs
    EXPECT_EQ(s.soc.functions[1].when_full, WhenFull::Hold);
}

// ---- errors ----

struct WrongStorm {
    const char *name, *keys;
    const char* at; // the place of the error; empty: that of the entry
    const char* fragment;
};

void PrintTo(const WrongStorm& wrong, std::ostream* out) // the test's name for CTest
{
    *out << wrong.name;
}

class WrongTraffic : public testing::TestWithParam<WrongStorm> {};

TEST_P(WrongTraffic, is_one_error_at_its_place)
{
    const WrongStorm& wrong = GetParam();
    const std::string line = storm(wrong.keys);
    const std::size_t column = *wrong.at ? line.rfind(wrong.at) + 1 : 5;
    const std::string place = "s.yaml:18:" + std::to_string(column);
    EXPECT_THAT(errors_of(with_line(18, line)),
                testing::ElementsAre(testing::AllOf(testing::StartsWith(place + ": error: "),
                                                    testing::HasSubstr(wrong.fragment))));
}

INSTANTIATE_TEST_SUITE_P(
    Storms, WrongTraffic,
    testing::Values(
        WrongStorm{ "pattern", "pattern: burst", "burst", "did you mean 'bursts'?" },
        WrongStorm{ "key", "pattern: line_rate, burst_gapp: 1us", "burst_gapp",
                    "did you mean 'burst_gap'?" },
        WrongStorm{ "missing", "pattern: bursts, burst_size: 3", "",
                    "'burst_gap' is missing (pattern bursts needs it)" },
        WrongStorm{ "superfluous", "pattern: line_rate, rate: 1M/s", "rate: ",
                    "'rate' belongs to pattern: periodic, poisson, on_off or ramp, not to "
                    "line_rate" },
        WrongStorm{ "of_another_pattern", "pattern: poisson, rate: 1/s, jitter: 1ns", "jitter",
                    "'jitter' belongs to pattern: periodic, not to poisson" },
        WrongStorm{ "no_rate", "pattern: periodic, rate: 0/s", "0/s", "'rate' is 0" },
        WrongStorm{ "ramp_of_nothing", "pattern: ramp, rate: 0/s, rate_to: 0/s, over: 1ms",
                    "0/s, r", "'rate' is 0" },
        WrongStorm{ "jitter", "pattern: periodic, rate: 1M/s, jitter: 501ns", "periodic",
                    "more than half a period" },
        WrongStorm{ "on_off", "pattern: on_off, rate: 1/s, on_mean: 1us, off_mean: 1us", "on_off",
                    "choose poisson" },
        WrongStorm{ "no_gap", "pattern: bursts, burst_size: 3, burst_gap: 0ns", "0ns",
                    "must be 1ps or more" },
        WrongStorm{ "exponent", "pattern: line_rate, vectors: all, exponent: 1", "exponent",
                    "belongs to choice: zipf" },
        WrongStorm{ "exponent_value",
                    "pattern: line_rate, vectors: all, choice: zipf, exponent: 1x", "1x",
                    "is wrong" },
        WrongStorm{ "replay_of_nothing", "pattern: replay", "",
                    "'trace' is missing (pattern replay needs it)" }));

} // namespace
} // namespace itstorm
