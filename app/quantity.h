// SPDX-License-Identifier: Apache-2.0
// Numbers with units, exact: "1.5us" is 1500000 ps, and "0.5ps" is an error. Independent of the
// locale.
#pragma once
#include <cstdint>
#include <string>

namespace itstorm {

enum class Dimension {
    Count,      // plain
    Real,       // the same, may have a fraction that `number` does not hold
    Duration,   // in ps
    DurationNs, // in ns
    Bytes,
    Rate,      // per second
    Frequency, // Hz
    Percent,   // a factor: 90 % is 0.9
};

struct Quantity {
    std::uint64_t number = 0; // exact, in the unit of the dimension
    double real = 0;   // the same; Rate and Percent may be fractions that `number` does not hold
    std::string error; // empty: fine. Else what is wrong and which units are allowed
};

Quantity parse_quantity(const std::string& text, Dimension dimension);

// "ps, ns, us, ms or s"; empty for Count and Real
std::string allowed_units(Dimension dimension);

// The shortest text that parses back to `number`: 2000 ns is "2us".
std::string format_exact(std::uint64_t number, Dimension dimension);

// The same with at most three digits behind a point, in the largest unit that allows it: 31600 per
// second is "31.6k/s".
std::string format_short(std::uint64_t number, Dimension dimension);

// For people, with four significant digits: 2.179 us, 1.5 M MSIs/s, 12 commands. `unit`: that of a
// Scalar.
std::string format_value(double value, const std::string& unit);
std::string format_percent(double factor);

} // namespace itstorm
