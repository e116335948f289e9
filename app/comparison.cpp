// SPDX-License-Identifier: Apache-2.0
#include "comparison.h"
#include "diagnostics.h"
#include "quantity.h"
#include "text_layout.h"
#include <charconv>
#include <cmath>

namespace itstorm {

namespace {

struct Operator {
    const char* text;
    Compare op;
};

// Operators of two characters first: "<=" begins with "<".
constexpr Operator operators[] = { { "<=", Compare::LessEqual }, { ">=", Compare::GreaterEqual },
                                   { "==", Compare::Equal },     { "!=", Compare::NotEqual },
                                   { "<", Compare::Less },       { ">", Compare::Greater } };

// "3", "3 commands", "1 command"
double parse_count(const std::string& text, const std::string& unit, std::string& error)
{
    double value = 0;
    const auto [end, code] =
        std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    if (code != std::errc()) {
        error = quoted(text) + " is not a number";
        return 0;
    }
    const std::string word = trimmed(std::string(end, text.data() + text.size()));
    if (!word.empty() && word != unit && word + "s" != unit)
        error =
            unit.empty()
                ? quoted(text) + " has the unit " + quoted(word) + ", but this is a plain number"
                : quoted(text) + " has the unit " + quoted(word) + "; this is counted in " + unit;
    return value;
}

} // namespace

std::optional<Comparison> parse_comparison(const std::string& text)
{
    const std::size_t at = text.find_first_of("<>=!");
    if (at == std::string::npos)
        return std::nullopt;
    for (const Operator& o : operators) {
        const std::string symbol = o.text;
        if (text.compare(at, symbol.size(), symbol) != 0)
            continue;
        const Comparison c{ trimmed(text.substr(0, at)), o.op,
                            trimmed(text.substr(at + symbol.size())) };
        const bool whole =
            !c.stat.empty() && !c.quantity.empty() && c.stat.find(' ') == std::string::npos;
        return whole ? std::optional<Comparison>(c) : std::nullopt;
    }
    return std::nullopt;
}

double parse_limit(const std::string& quantity, Scale scale, const std::string& unit,
                   std::string& error)
{
    if (scale == Scale::Count)
        return parse_count(quantity, unit, error);
    if (scale == Scale::Factor && quantity.find('%') == std::string::npos)
        return parse_count(quantity, "", error);
    const Dimension dimension = scale == Scale::Rate       ? Dimension::Rate
                                : scale == Scale::Duration ? Dimension::Duration
                                                           : Dimension::Percent;
    const Quantity q = parse_quantity(quantity, dimension);
    error = q.error;
    return dimension == Dimension::Duration ? q.real / 1e12 : q.real;
}

bool holds(double value, Compare op, double limit)
{
    // Values are sums of picoseconds, limits come from text: what differs by rounding only is
    // equal.
    const double slack = 1e-12 * std::fabs(limit);
    const bool equal = std::fabs(value - limit) <= slack;
    switch (op) {
    case Compare::Less: return value < limit && !equal;
    case Compare::LessEqual: return value < limit || equal;
    case Compare::Equal: return equal;
    case Compare::NotEqual: return !equal;
    case Compare::GreaterEqual: return value > limit || equal;
    case Compare::Greater: return value > limit && !equal;
    }
    return false;
}

const char* compare_text(Compare op)
{
    for (const Operator& o : operators)
        if (o.op == op)
            return o.text;
    return "";
}

} // namespace itstorm
