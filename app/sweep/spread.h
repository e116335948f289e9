// SPDX-License-Identifier: Apache-2.0
// Mean and deviation of the repetitions of a configuration.
#pragma once
#include <optional>
#include <vector>

namespace itstorm {

struct Spread {
    std::size_t count = 0;
    double mean = 0, min = 0, max = 0;
    std::optional<double> deviation; // standard deviation of the sample; nothing for a single value
    std::optional<double>
        ci95; // half the width of the 95 % confidence interval of the mean, Student
};

// Nothing if there are no values.
std::optional<Spread> spread_of(const std::vector<double>& values);

} // namespace itstorm
