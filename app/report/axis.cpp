// SPDX-License-Identifier: Apache-2.0
// Axis: see axis.h.
#include "report/axis.h"
#include <algorithm>
#include <cmath>

namespace itstorm {

namespace {

double power_of_ten(int exponent)
{
    return exponent >= 0 ? std::pow(10.0, exponent) : 1 / std::pow(10.0, -exponent);
}

int exponent_below(double value)
{
    int exponent = static_cast<int>(std::floor(std::log10(value)));
    if (power_of_ten(exponent + 1) <= value)
        ++exponent;
    return exponent;
}

// The least of 1, 2, 2.5 and 5 times a power of ten that is not less than `value`.
double round_step_above(double value)
{
    if (!(value > 0))
        return 0;
    const double decade = power_of_ten(exponent_below(value));
    for (const double step : { 1.0, 2.0, 2.5, 5.0 })
        if (step * decade >= value)
            return step * decade;
    return 10 * decade;
}

} // namespace

Axis Axis::linear(double from, double to, double begin, double end)
{
    return { false, from, to > from ? to : from + 1, begin, end };
}

Axis Axis::logarithmic(double from, double to, double begin, double end)
{
    const int first = exponent_below(from);
    const double last = power_of_ten(exponent_below(to));
    const double top = std::max(last < to ? last * 10 : last, power_of_ten(first + 1));
    return { true, power_of_ten(first), top, begin, end };
}

double Axis::at(double value) const
{
    const double share = is_log_
                             ? std::log10(std::max(value, from_) / from_) / std::log10(to_ / from_)
                             : (value - from_) / (to_ - from_);
    return begin_ + share * (end_ - begin_);
}

std::vector<double> Axis::decades(unsigned most) const
{
    const int first = exponent_below(from_), last = exponent_below(to_);
    const int step =
        std::max(1, (last - first + static_cast<int>(most) - 1) / static_cast<int>(most));
    std::vector<double> all;
    for (int exponent = first; exponent <= last; exponent += step)
        all.push_back(power_of_ten(exponent));
    return all;
}

std::vector<double> Axis::ticks(unsigned most) const
{
    if (is_log_)
        return decades(most);
    const double step = round_step_above((to_ - from_) / most);
    std::vector<double> all;
    for (double n = std::ceil(from_ / step); n * step <= to_ * (1 + 1e-12); ++n)
        all.push_back(n * step);
    return all;
}

} // namespace itstorm
