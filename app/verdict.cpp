#include "verdict.h"
#include "comparison.h"
#include "quantity.h"

namespace itstorm {

namespace {

using Others = std::map<std::string, VariantNumbers>;

std::optional<Number> find(const VariantNumbers& numbers, const std::string& window,
                           const std::string& stat)
{
    const Numbers* in = &numbers.run;
    if (!window.empty()) {
        const auto found = numbers.windows.find(window);
        if (found == numbers.windows.end())
            return std::nullopt;
        in = &found->second;
    }
    const auto found = in->find(stat);
    return found == in->end() ? std::nullopt : std::optional<Number>(found->second);
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

std::string reference_text(const Reference& to)
{
    return (to.variant.empty() ? "" : to.variant + "/") + (to.window.empty() ? "run" : to.window);
}

Verdict judge_within(const Expect& expect, bool known, bool met)
{
    Verdict v{ expect.id, known && met };
    const std::string limit = format_value(static_cast<double>(expect.within_ps) / 1e12, "s");
    v.text = (!known ? "never decided: '" + expect.of + "' did not happen, or the run ended before"
              : met  ? "yes"
                     : "no") +
             (" (" + expect.text) + " within " + limit + " of " + expect.of + ")";
    return v;
}

Verdict judge_at_end(const Expect& expect, const VariantNumbers& own, const Others& others)
{
    Verdict v{ expect.id, false };
    const std::string what =
        " (" + expect.text + place(expect.window) +
        (expect.relative ? " relative to " + reference_text(expect.relative_to) : "") + ")";
    auto number = find(own, expect.window, expect.stat);
    if (!number) {
        v.text = expect.stat + " never occurred" + what;
        return v;
    }
    if (expect.relative) {
        const VariantNumbers* there = variant(expect.relative_to, own, others);
        const auto base = find(*there, expect.relative_to.window, expect.stat);
        if (!base || base->value == 0) {
            v.text = expect.stat + (base ? " is 0 in " : " never occurred in ") +
                     reference_text(expect.relative_to) + what;
            return v;
        }
        number = Number{ number->value / base->value, "1", "" };
    }
    number->is_share = expect.is_share;
    v.value = number->value;
    v.unit = number->unit;
    v.passed = holds(number->value, expect.op, expect.value);
    v.text = number_text(*number) + what;
    return v;
}

} // namespace

Judgement judge(const Scenario& scenario, const VariantNumbers& own,
                const std::map<std::string, bool>& within, const Others& others)
{
    Judgement judgement;
    for (const Expect& expect : scenario.expects) {
        if (expect.kind == Expect::Kind::Within) {
            const auto found = within.find(expect.id);
            judgement.verdicts.push_back(judge_within(expect, found != within.end(),
                                                      found != within.end() && found->second));
        } else if (expect.relative && !variant(expect.relative_to, own, others)) {
            judgement.skipped.push_back(expect.id);
        } else {
            judgement.verdicts.push_back(judge_at_end(expect, own, others));
        }
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
    return Number{ number->value / base->value, "1", "", true };
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
