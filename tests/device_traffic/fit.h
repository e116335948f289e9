// SPDX-License-Identifier: Apache-2.0
// Whether numbers fit a distribution: the statistics of Kolmogorov-Smirnov and Pearson, with the
// limits that a correct sampler exceeds for one seed in a thousand. Seeds are fixed, so that a test
// passes always or never.
#pragma once
#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <gtest/gtest.h>
#include <vector>

namespace itstorm {

constexpr double rejected_by_chance = 1e-3;

// The largest distance between the sample's distribution and `cdf`; continuous.
template <class Cdf>
void expect_distribution(std::vector<double> sample, Cdf cdf)
{
    std::sort(sample.begin(), sample.end());
    const double n = static_cast<double>(sample.size());
    double distance = 0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double expected = cdf(sample[i]), below = static_cast<double>(i) / n;
        distance = std::max({ distance, expected - below, below + 1 / n - expected });
    }
    const double limit = std::sqrt(-std::log(rejected_by_chance / 2) / (2 * n)); // asymptotic
    EXPECT_LT(distance, limit);
}

// Counts of all outcomes against their probabilities; each expected count is at least 5.
inline void expect_frequencies(const std::vector<double>& counts,
                               const std::vector<double>& probabilities)
{
    ASSERT_EQ(counts.size(), probabilities.size());
    double n = 0, distance = 0;
    for (const double count : counts)
        n += count;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double expected = n * probabilities[i];
        ASSERT_GE(expected, 5);
        distance += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    const boost::math::chi_squared law(static_cast<double>(counts.size() - 1));
    EXPECT_LT(distance, boost::math::quantile(boost::math::complement(law, rejected_by_chance)));
}

} // namespace itstorm
