// SPDX-License-Identifier: Apache-2.0
#include "verdict.h"
#include "comparison.h"
#include "quantity.h"

namespace itstorm {

namespace {

using Others = std::map<std::string, VariantNumbers>;

const Measured* extent(const VariantNumbers& numbers, const std::string& window)
{
    if (window.empty())
        return &numbers.run;
    const auto found = numbers.windows.find(window);
    return found == numbers.windows.end() ? nullptr : &found->second;
}

std::optional<Number> find(const VariantNumbers& numbers, const std::string& window,
                           const std::string& stat)
{
    const Measured* in = extent(numbers, window);
    if (in == nullptr || in->numbers.count(stat) == 0)
        return std::nullopt;
    Number number = in->numbers.at(stat);
    number.is_partial = !in->incomplete.empty();
    return number;
}

const VariantNumbers* variant(const Reference& to, const VariantNumbers& own, const Others& others)
{
    const auto found = others.find(to.variant);
    return to.variant.empty() ? &own : found == others.end() ? nullptr : &found->second;
}

std::string place(const std::string& window)
{
    return window.empty() ? "" : " in " + window;
}

// Why this run or window is not complete; empty: it is.
std::string incomplete(const VariantNumbers& numbers, const Reference& which)
{
    const Measured* in = extent(numbers, which.window);
    const std::string why = in != nullptr ? in->incomplete : numbers.run.incomplete;
    return why.empty() ? "" : reference_text(which) + " is incomplete: " + why;
}

Verdict judge_within(const Expect& expect, const VariantNumbers& own)
{
    const std::string limit = format_value(static_cast<double>(expect.within_ps) / 1e12, "s");
    const std::string what = " (" + expect.text + " within " + limit + " of " + expect.of + ")";
    const auto decided = own.within.find(expect.id);
    if (decided != own.within.end())
        return { expect.id,
                 decided->second ? Outcome::Passed : Outcome::Failed,
                 (decided->second ? "yes" : "no") + what,
                 {},
                 "" };
    const bool begun = own.labels.count(expect.of) != 0;
    return { expect.id,
             Outcome::Undecided,
             (begun ? "the run ended before it was decided"
                    : "'" + expect.of + "' did not happen") +
                 what,
             {},
             "" };
}

std::string what_is_compared(const Expect& expect)
{
    return " (" + expect.text + place(expect.window) +
           (expect.relative ? " relative to " + reference_text(expect.relative_to) : "") + ")";
}

// The number that the expectation is about; nothing: `why` says why.
std::optional<Number> number_of(const Expect& expect, const VariantNumbers& own,
                                const VariantNumbers& there, std::string& why)
{
    const auto number = find(own, expect.window, expect.stat);
    if (!number)
        why = expect.stat + " never occurred";
    if (!number || !expect.relative)
        return number;
    const auto base = find(there, expect.relative_to.window, expect.stat);
    if (base && base->value != 0)
        return Number{ number->value / base->value, "1", "" };
    why = expect.stat + (base ? " is 0 in " : " never occurred in ") +
          reference_text(expect.relative_to);
    return std::nullopt;
}

Verdict judge_at_end(const Expect& expect, const VariantNumbers& own, const VariantNumbers& there)
{
    Verdict v{ expect.id, Outcome::Failed, "", {}, "" };
    std::string cut = incomplete(own, { "", expect.window });
    if (cut.empty() && expect.relative)
        cut = incomplete(there, expect.relative_to);
    auto number = number_of(expect, own, there, v.text);
    if (number) {
        number->is_share = expect.is_share;
        v.value = number->value;
        v.unit = number->unit;
        v.text = number_text(*number);
        if (holds(number->value, expect.op, expect.value))
            v.outcome = Outcome::Passed;
    }
    if (!cut.empty()) {
        v.outcome = Outcome::Undecided;
        v.text = cut + (number ? "; so far " + v.text : "");
    }
    v.text += what_is_compared(expect);
    return v;
}

} // namespace

std::string reference_text(const Reference& to)
{
    return (to.variant.empty() ? "" : to.variant + "/") + (to.window.empty() ? "run" : to.window);
}

Reference read_reference(const std::string& text)
{
    const std::size_t slash = text.find('/');
    const std::string window = slash == std::string::npos ? text : text.substr(slash + 1);
    return { slash == std::string::npos ? "" : text.substr(0, slash),
             window == "run" ? "" : window };
}

Judgement judge(const Scenario& scenario, const VariantNumbers& own, const Others& others)
{
    Judgement judgement;
    for (const Expect& expect : scenario.expects) {
        const VariantNumbers* there = variant(expect.relative_to, own, others);
        if (expect.kind == Expect::Kind::Within)
            judgement.verdicts.push_back(judge_within(expect, own));
        else if (there == nullptr)
            judgement.skipped.push_back(expect.id);
        else
            judgement.verdicts.push_back(judge_at_end(expect, own, *there));
    }
    return judgement;
}

std::optional<Number> look_up(const TableRow& row, const VariantNumbers& own, const Others& others)
{
    auto number = find(own, row.window, row.stat);
    if (number)
        number->is_share = row.is_share;
    if (!number || !row.relative)
        return number;
    const VariantNumbers* there = variant(row.relative_to, own, others);
    const auto base = there ? find(*there, row.relative_to.window, row.stat) : std::nullopt;
    if (!base || base->value == 0)
        return std::nullopt;
    return Number{ number->value / base->value, "1", "", true,
                   number->is_partial || base->is_partial };
}

std::string unmet_text(const std::vector<Verdict>& verdicts)
{
    std::string text;
    for (const Verdict& verdict : verdicts)
        if (!verdict.passed())
            text += (text.empty() ? "" : "; ") + verdict.id + ": " + verdict.text;
    return text;
}

std::string number_text(const Number& number)
{
    return number.is_share ? format_percent(number.value) : format_value(number.value, number.unit);
}

std::string title(const TableRow& row)
{
    return row.stat + place(row.window) +
           (row.relative ? " / " + reference_text(row.relative_to) : "");
}

} // namespace itstorm
