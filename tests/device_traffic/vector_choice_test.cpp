// SPDX-License-Identifier: Apache-2.0
// Each rule of choice follows its law: an exact sequence, or a distribution within the limits of
// fit.h.
#include "device_traffic/vector_choice.h"
#include "fit.h"
#include "patterns.h"

namespace itstorm {
namespace {

PatternConfig choosing(VectorChoice choice, unsigned first, unsigned count)
{
    PatternConfig config = periodic(1);
    config.choice = choice;
    config.first_vector = first;
    config.vector_count = count;
    return config;
}

std::vector<unsigned> vectors(const PatternConfig& config, std::size_t n)
{
    RandomStream random = random_stream(1, "nic0");
    const auto sequence = make_vectors(config);
    std::vector<unsigned> all;
    while (all.size() < n)
        all.push_back(sequence->next(random));
    return all;
}

// How often each vector of the range is chosen; at() throws for a vector outside of it.
std::vector<double> frequencies(const PatternConfig& config, std::size_t n)
{
    std::vector<double> counts(config.vector_count);
    for (const unsigned vector : vectors(config, n))
        ++counts.at(vector - config.first_vector);
    return counts;
}

TEST(VectorChoiceOne, always_takes_the_first)
{
    EXPECT_EQ(vectors(choosing(VectorChoice::One, 4, 3), 5), std::vector<unsigned>(5, 4));
}

TEST(VectorChoiceRoundRobin, takes_them_in_turn)
{
    EXPECT_EQ(vectors(choosing(VectorChoice::RoundRobin, 4, 3), 5),
              (std::vector<unsigned>{ 4, 5, 6, 4, 5 }));
}

TEST(VectorChoiceUniform, takes_each_equally_often)
{
    expect_frequencies(frequencies(choosing(VectorChoice::Uniform, 2, 5), 40'000),
                       std::vector<double>(5, 0.2));
}

class VectorChoiceZipf : public testing::TestWithParam<double> {};

TEST_P(VectorChoiceZipf, takes_the_kth_in_proportion_to_a_power_of_k)
{
    PatternConfig config = choosing(VectorChoice::Zipf, 3, 16);
    config.zipf_exponent = GetParam();
    std::vector<double> expected;
    double sum = 0;
    for (unsigned k = 1; k <= 16; ++k)
        sum += std::pow(k, -GetParam());
    for (unsigned k = 1; k <= 16; ++k)
        expected.push_back(std::pow(k, -GetParam()) / sum);
    expect_frequencies(frequencies(config, 40'000), expected);
}

INSTANTIATE_TEST_SUITE_P(Exponents, VectorChoiceZipf, testing::Values(0.0, 0.8, 1.0, 2.0));

} // namespace
} // namespace itstorm
