// SPDX-License-Identifier: Apache-2.0
// An axis of a picture, linear or logarithmic: maps values to coordinates and chooses the ticks.
#pragma once
#include <vector>

namespace itstorm {

class Axis {
public:
    // Maps the values from..to to the coordinates begin..end. A logarithmic axis is extended to
    // whole powers of ten at both ends.
    static Axis linear(double from, double to, double begin, double end);
    static Axis logarithmic(double from, double to, double begin, double end);

    double at(double value) const;
    std::vector<double> ticks(unsigned most) const; // round numbers

private:
    Axis(bool is_log, double from, double to, double begin, double end)
        : is_log_(is_log), from_(from), to_(to), begin_(begin), end_(end)
    {
    }
    std::vector<double> decades(unsigned most) const;

    bool is_log_;
    double from_, to_, begin_, end_;
};

} // namespace itstorm
