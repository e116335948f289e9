// SPDX-License-Identifier: Apache-2.0
#include "quantity.h"
#include "diagnostics.h"
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

namespace itstorm {

namespace {

struct Unit {
    Dimension dimension;
    const char* name;
    std::uint64_t factor;
};

// The units, smallest first within each dimension.
constexpr Unit units[] = {
    { Dimension::Duration, "ps", 1 },
    { Dimension::Duration, "ns", 1'000 },
    { Dimension::Duration, "us", 1'000'000 },
    { Dimension::Duration, "ms", 1'000'000'000 },
    { Dimension::Duration, "s", 1'000'000'000'000 },
    { Dimension::DurationNs, "ns", 1 },
    { Dimension::DurationNs, "us", 1'000 },
    { Dimension::DurationNs, "ms", 1'000'000 },
    { Dimension::DurationNs, "s", 1'000'000'000 },
    { Dimension::Bytes, "B", 1 },
    { Dimension::Bytes, "KiB", 1ull << 10 },
    { Dimension::Bytes, "MiB", 1ull << 20 },
    { Dimension::Bytes, "GiB", 1ull << 30 },
    { Dimension::Rate, "/s", 1 },
    { Dimension::Rate, "k/s", 1'000 },
    { Dimension::Rate, "M/s", 1'000'000 },
    { Dimension::Rate, "G/s", 1'000'000'000 },
    { Dimension::Frequency, "Hz", 1 },
    { Dimension::Frequency, "kHz", 1'000 },
    { Dimension::Frequency, "MHz", 1'000'000 },
    { Dimension::Frequency, "GHz", 1'000'000'000 },
    { Dimension::Percent, "%", 1 },
};

struct Decimal {
    unsigned __int128 digits = 0;
    std::uint64_t scale = 1; // value = digits / scale
    std::string rest;
    bool valid = false, has_too_many_digits = false;
};

// Reads digits with at most one point; at most 18 of them, so that nothing overflows.
Decimal read_decimal(const std::string& text)
{
    Decimal d;
    std::size_t i = 0, count = 0;
    bool point = false, digit_after_point = true;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '.' && !point && count > 0) {
            point = true;
            digit_after_point = false;
        } else if (c >= '0' && c <= '9') {
            d.digits = d.digits * 10 + static_cast<unsigned>(c - '0');
            if (point)
                d.scale *= 10;
            digit_after_point = true;
            ++count;
        } else {
            break;
        }
        if (count > 18) {
            d.has_too_many_digits = true;
            return d;
        }
    }
    d.valid = count > 0 && digit_after_point;
    while (i < text.size() && text[i] == ' ')
        ++i;
    d.rest = text.substr(i);
    return d;
}

const Unit* find_unit(Dimension dimension, const std::string& name)
{
    for (const Unit& u : units)
        if (u.dimension == dimension && name == u.name)
            return &u;
    return nullptr;
}

Quantity failure(std::string message)
{
    Quantity q;
    q.error = std::move(message);
    return q;
}

const char* finest(Dimension dimension)
{
    for (const Unit& u : units)
        if (u.dimension == dimension)
            return u.name;
    return "";
}

std::string significant(double value)
{
    std::array<char, 64> text;
    const double magnitude = std::fabs(value);
    const bool plain = magnitude == 0 || (magnitude >= 1e-3 && magnitude < 1e15);
    const int digits = magnitude >= 1000 ? static_cast<int>(std::log10(magnitude)) + 1 : 4;
    const auto format = plain ? std::chars_format::general : std::chars_format::scientific;
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, format, plain ? digits : 3);
    return std::string(text.data(), end.ptr);
}

// The value in the unit with which at most three digits stand before the point.
std::string scaled(double value, const std::vector<std::pair<double, const char*>>& steps)
{
    for (const auto& [factor, name] : steps)
        if (std::fabs(value) >= factor)
            return significant(value / factor) + " " + name;
    return significant(value / steps.back().first) + " " + steps.back().second;
}

} // namespace

std::string allowed_units(Dimension dimension)
{
    std::vector<std::string> names;
    for (const Unit& u : units)
        if (u.dimension == dimension)
            names.push_back(u.name);
    return join_or(names);
}

Quantity parse_quantity(const std::string& text, Dimension dimension)
{
    const bool is_plain = dimension == Dimension::Count || dimension == Dimension::Real;
    const Decimal d = read_decimal(text);
    if (d.has_too_many_digits)
        return failure(quoted(text) + " has too many digits: at most 18");
    if (!d.valid && text.size() > 1 && text[0] == '-' && read_decimal(text.substr(1)).valid)
        return failure(quoted(text) + " is negative");
    if (!d.valid)
        return failure(quoted(text) + " is not a number" +
                       (is_plain ? "" : " with a unit (" + allowed_units(dimension) + ")"));
    const Unit plain = { Dimension::Count, "", 1 };
    const Unit* unit =
        is_plain ? (d.rest.empty() ? &plain : nullptr) : find_unit(dimension, d.rest);
    if (!unit && is_plain)
        return failure(quoted(text) + " has the unit " + quoted(d.rest) +
                       ", but this is a plain number");
    if (!unit && d.rest.empty())
        return failure(quoted(text) + " needs a unit: " + allowed_units(dimension));
    if (!unit)
        return failure(quoted(text) + " has the unit " + quoted(d.rest) +
                       "; allowed: " + allowed_units(dimension));

    const unsigned __int128 scaled_up = d.digits * unit->factor;
    Quantity q;
    q.real = static_cast<double>(scaled_up) / static_cast<double>(d.scale);
    if (dimension == Dimension::Percent)
        q.real = static_cast<double>(d.digits) / static_cast<double>(d.scale) / 100;
    if (scaled_up / d.scale > std::numeric_limits<std::int64_t>::max())
        return failure(quoted(text) + " is too large");
    q.number = static_cast<std::uint64_t>(scaled_up / d.scale);
    const bool fraction = scaled_up % d.scale != 0;
    if (fraction && dimension == Dimension::Count)
        return failure(quoted(text) + " is not a whole number");
    if (fraction && dimension != Dimension::Rate && dimension != Dimension::Percent &&
        dimension != Dimension::Real)
        return failure(quoted(text) + " is finer than 1 " + finest(dimension));
    return q;
}

std::string format_exact(std::uint64_t number, Dimension dimension)
{
    const Unit* best = nullptr;
    for (const Unit& u : units)
        if (u.dimension == dimension && (!best || (number != 0 && number % u.factor == 0)))
            best = &u;
    return best ? std::to_string(number / best->factor) + best->name : std::to_string(number);
}

std::string format_short(std::uint64_t number, Dimension dimension)
{
    for (auto u = std::rbegin(units); u != std::rend(units); ++u) {
        if (u->dimension != dimension || number < u->factor ||
            number % u->factor * 1000 % u->factor)
            continue;
        std::string decimals = std::to_string(1000 + number % u->factor * 1000 / u->factor);
        decimals.erase(decimals.find_last_not_of('0') + 1);
        return std::to_string(number / u->factor) +
               (decimals.size() > 1 ? "." + decimals.substr(1) : "") + u->name;
    }
    return format_exact(number, dimension);
}

std::string format_value(double value, const std::string& unit)
{
    if (unit == "s")
        return value == 0 ? "0 s"
                          : scaled(value, { { 1, "s" },
                                            { 1e-3, "ms" },
                                            { 1e-6, "us" },
                                            { 1e-9, "ns" },
                                            { 1e-12, "ps" } });
    if (unit == "1" || unit.empty())
        return significant(value);
    if (unit.size() > 2 && unit.substr(unit.size() - 2) == "/s")
        return scaled(value, { { 1e9, "G " }, { 1e6, "M " }, { 1e3, "k " }, { 1, "" } }) + unit;
    return significant(value) + " " + unit;
}

std::string format_percent(double factor)
{
    return significant(factor * 100) + " %";
}

} // namespace itstorm
