// SPDX-License-Identifier: Apache-2.0
// Spread: see spread.h.
#include "sweep/spread.h"
#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace itstorm {

std::optional<Spread> spread_of(const std::vector<double>& values)
{
    if (values.empty())
        return std::nullopt;
    Spread s;
    const auto n = static_cast<double>(values.size());
    s.count = values.size();
    s.min = *std::min_element(values.begin(), values.end());
    s.max = *std::max_element(values.begin(), values.end());
    // The mean of equal values is that value exactly.
    s.mean = s.min == s.max ? s.min : std::accumulate(values.begin(), values.end(), 0.0) / n;
    if (values.size() == 1)
        return s;
    double squares = 0;
    for (const double value : values)
        squares += (value - s.mean) * (value - s.mean);
    s.deviation = std::sqrt(squares / (n - 1));
    const boost::math::students_t student(n - 1);
    s.ci95 = boost::math::quantile(student, 0.975) * *s.deviation / std::sqrt(n);
    return s;
}

} // namespace itstorm
