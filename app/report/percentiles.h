// SPDX-License-Identifier: Apache-2.0
// Percentiles of several durations: dots on one logarithmic axis, and the table of the same
// numbers.
#pragma once
#include "report/html.h"
#include "verdict.h"
#include <array>
#include <optional>
#include <vector>

namespace itstorm {

struct Percentiles {
    std::string name;
    double count;
    std::array<double, 5> values; // p50, p90, p99, p99.9, longest; seconds
};

// Of a duration that took place, and was longer than nothing.
std::optional<Percentiles> percentiles_of(const Numbers& numbers, const std::string& name);

void write_percentiles(Html& html, const std::string& caption,
                       const std::vector<Percentiles>& rows);

} // namespace itstorm
