// SPDX-License-Identifier: Apache-2.0
// Ranges: see range.h.
#include "sweep/range.h"
#include <algorithm>
#include <cmath>

namespace itstorm {

namespace {

constexpr std::uint64_t millionths = 1'000'000;
constexpr std::size_t values_most = 100'000;

Amount parse_plain(const std::string& text, bool& is_good)
{
    const Quantity count = parse_quantity(text, Dimension::Count);
    const Quantity real = parse_quantity(text, Dimension::Real);
    is_good = real.error.empty() && (count.error.empty() || real.real < 1e12);
    if (count.error.empty())
        return { Dimension::Count, count.number };
    return { Dimension::Real, static_cast<std::uint64_t>(std::llround(real.real * millionths)) };
}

// The number with this many significant digits.
std::uint64_t rounded(std::uint64_t number, unsigned digits)
{
    std::uint64_t unit = 1;
    for (std::uint64_t rest = number; rest >= static_cast<std::uint64_t>(std::pow(10, digits));
         rest /= 10)
        unit *= 10;
    return (number + unit / 2) / unit * unit;
}

// The values of the rows of a range.
class Range {
public:
    Range(const Entries& entries, Diagnostics& errors) : entries_(entries), errors_(errors) {}

    std::vector<std::string> values()
    {
        const std::size_t before = errors_.count();
        const auto from = amount("from"), to = amount("to");
        if (!from || !to)
            return {};
        from_ = *from;
        to_ = *to;
        if (!make_alike(from_, to_))
            return fail("to", "'to' measures something else than 'from'");
        if (from_.number >= to_.number)
            return fail("to", "'to' must be more than 'from'");
        if (entries_.find(row("points")))
            by_points();
        else if (entries_.find(row("step")))
            by_step();
        else if (entries_.find(row("factor")))
            by_factor();
        else
            return fail("from", "a range needs 'points', 'step' or 'factor'");
        check();
        return errors_.count() == before ? texts_ : std::vector<std::string>();
    }

private:
    static std::string row(const std::string& key) { return "sweep.axes[]." + key; }

    std::vector<std::string> fail(const std::string& key, const std::string& message)
    {
        const Entry* entry = entries_.find(row(key));
        errors_.error(entry ? entry->node->origin : entries_.origin, message);
        return {};
    }

    std::optional<Amount> amount(const std::string& key)
    {
        const Entry* entry = entries_.find(row(key));
        if (!entry) {
            errors_.error(entries_.origin, "a range needs '" + key + "'");
            return std::nullopt;
        }
        if (!entry->value)
            return std::nullopt;
        const auto found = parse_amount(entry->value->text);
        if (!found)
            errors_.error(entry->node->origin,
                          "'" + key + "' is no quantity: " + quoted(entry->value->text));
        return found;
    }

    void forbid(std::initializer_list<const char*> keys, const char* with)
    {
        for (const char* key : keys)
            if (const Entry* entry = entries_.find(row(key)))
                errors_.error(entry->node->key_origin,
                              std::string("'") + key + "' does not go with '" + with + "'");
    }

    void add(const Amount& amount) { texts_.push_back(amount_text(amount)); }

    void by_points()
    {
        forbid({ "step", "factor" }, "points");
        const Value* points = entries_.value(row("points"));
        const Value* scale = entries_.value(row("scale"));
        const bool is_log = scale && scale->text == "log";
        if (!points)
            return;
        if (is_log && from_.number == 0) {
            fail("from", "a logarithmic range cannot begin at 0");
            return;
        }
        const auto gaps = static_cast<double>(points->number - 1);
        add(from_);
        for (std::uint64_t n = 1; n + 1 < points->number; ++n)
            add(between(from_, to_, static_cast<double>(n) / gaps, is_log, is_log ? 3 : 4));
        add(to_);
    }

    void by_step()
    {
        forbid({ "scale", "factor" }, "step");
        auto step = amount("step");
        if (!step)
            return;
        if (step->dimension != from_.dimension &&
            !(make_alike(*step, from_) && make_alike(to_, from_)))
            fail("step", "'step' measures something else than 'from'");
        else if (step->number == 0)
            fail("step", "'step' must be more than 0");
        else
            for (std::uint64_t n = from_.number; n <= to_.number && is_room(); n += step->number)
                add({ from_.dimension, n });
    }

    void by_factor()
    {
        forbid({ "scale" }, "factor");
        const Value* factor = entries_.value(row("factor"));
        if (factor && from_.number == 0)
            fail("from", "a range by factor cannot begin at 0");
        else if (factor)
            for (std::uint64_t n = from_.number; n <= to_.number; n *= factor->number)
                add({ from_.dimension, n });
    }

    bool is_room() const { return texts_.size() <= values_most; }

    void check()
    {
        if (!is_room())
            fail("from", "a range of more than " + std::to_string(values_most) + " values");
        const auto same = std::adjacent_find(texts_.begin(), texts_.end());
        if (same != texts_.end())
            fail("points", "two values round to the same " + *same + ": fewer points");
    }

    const Entries& entries_;
    Diagnostics& errors_;
    Amount from_, to_;
    std::vector<std::string> texts_;
};

} // namespace

std::optional<Amount> parse_amount(const std::string& text)
{
    bool is_plain = false;
    const Amount plain = parse_plain(text, is_plain);
    if (is_plain)
        return plain;
    for (const Dimension dimension : { Dimension::Duration, Dimension::Bytes, Dimension::Rate,
                                       Dimension::Frequency, Dimension::Percent }) {
        const Quantity q = parse_quantity(text, dimension);
        if (q.error.empty())
            return Amount{ dimension, q.number };
    }
    return std::nullopt;
}

std::string amount_text(const Amount& amount)
{
    if (amount.dimension != Dimension::Real)
        return format_short(amount.number, amount.dimension);
    std::string text = std::to_string(amount.number % millionths + millionths);
    text.erase(text.find_last_not_of('0') + 1);
    return std::to_string(amount.number / millionths) +
           (text.size() > 1 ? "." + text.substr(1) : "");
}

bool make_alike(Amount& a, Amount& b)
{
    const auto make_real = [](Amount& of, const Amount& like) {
        if (of.dimension == Dimension::Count && like.dimension == Dimension::Real)
            of = { Dimension::Real, of.number * millionths };
    };
    make_real(a, b);
    make_real(b, a);
    return a.dimension == b.dimension;
}

Amount between(const Amount& from, const Amount& to, double share, bool is_log, unsigned digits)
{
    const auto a = static_cast<double>(from.number), b = static_cast<double>(to.number);
    const double at = is_log ? a * std::pow(b / a, share) : a + (b - a) * share;
    return { from.dimension, rounded(static_cast<std::uint64_t>(std::llround(at)), digits) };
}

std::vector<std::string> range_values(const Entries& entries, Diagnostics& errors)
{
    return Range(entries, errors).values();
}

} // namespace itstorm
