// SPDX-License-Identifier: Apache-2.0
// "statistic op quantity", the only kind of condition a scenario has.
#pragma once
#include "known_stats.h"
#include <optional>

namespace itstorm {

struct Comparison {
    std::string stat;
    Compare op;
    std::string quantity;
};

std::optional<Comparison> parse_comparison(const std::string& text);

// The number in the statistic's own unit: seconds, counts, per second, factor. `error` says what is
// wrong with the unit.
double parse_limit(const std::string& quantity, Scale scale, const std::string& unit,
                   std::string& error);

bool holds(double value, Compare op, double limit);
const char* compare_text(Compare op);

} // namespace itstorm
