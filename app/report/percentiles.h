// SPDX-License-Identifier: Apache-2.0
// Percentiles of several durations: as dots on a common logarithmic axis, and as a table.
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

// The percentiles of a duration; nothing if it never occurred or was always 0.
std::optional<Percentiles> percentiles_of(const Numbers& numbers, const std::string& name);

void write_percentiles(Html& html, const std::string& caption,
                       const std::vector<Percentiles>& rows);

} // namespace itstorm
