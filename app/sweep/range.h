// SPDX-License-Identifier: Apache-2.0
// Numbers of knobs without knowing the knob: the unit of a quantity says what it measures. Makes
// the ranges of an axis and the values that a search tries, and writes them as a person would.
#pragma once
#include "decode.h"
#include "quantity.h"
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

// A number in the finest unit of its dimension; Real in millionths.
struct Amount {
    Dimension dimension = Dimension::Count;
    std::uint64_t number = 0;
};

std::optional<Amount> parse_amount(const std::string& text); // nothing: it is no quantity
std::string amount_text(const Amount& amount);               // parses back to the same

// Brings both to one dimension: 1 and 0.5 become Real. False: they measure different things.
bool make_alike(Amount& a, Amount& b);

// The amount at `share` (0 to 1) of the way, by factor if `is_log`; rounded to so many significant
// digits, so that it can be read.
Amount between(const Amount& from, const Amount& to, double share, bool is_log, unsigned digits);

// The values of { from, to, points [, scale] | step | factor }, which is decoded by its rows. None,
// and a complaint, if that is no range.
std::vector<std::string> range_values(const Entries& entries, Diagnostics& errors);

} // namespace itstorm
