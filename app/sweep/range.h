// SPDX-License-Identifier: Apache-2.0
// Numbers of knobs without knowing the knob: a quantity says by its unit what it measures. Ranges
// of an axis and the values that a search tries are made here, and written as a person would.
#pragma once
#include "decode.h"
#include "quantity.h"
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

// In the finest unit of its dimension; Real in millionths.
struct Amount {
    Dimension dimension = Dimension::Count;
    std::uint64_t number = 0;
};

std::optional<Amount> parse_amount(const std::string& text); // none: not a quantity
std::string amount_text(const Amount& amount);               // parses back to the same

// Both in one dimension: 1 and 0.5 are Real. False: they measure different things.
bool make_alike(Amount& a, Amount& b);

// The amount at `share` (0 to 1) of the way, by factor if `is_log`; rounded to so many significant
// digits, so that it can be read.
Amount between(const Amount& from, const Amount& to, double share, bool is_log, unsigned digits);

// { from, to, points [, scale] | step | factor }, decoded against its rows. Complains, and returns
// none, if that is no range.
std::vector<std::string> range_values(const Entries& entries, Diagnostics& errors);

} // namespace itstorm
