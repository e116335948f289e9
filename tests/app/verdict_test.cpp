// SPDX-License-Identifier: Apache-2.0
#include "app_support.h"
#include "summary.h"
#include "verdict.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

namespace {

Scenario with(Expect expect)
{
    Scenario s;
    expect.id = "x";
    s.expects = { std::move(expect) };
    return s;
}

Expect at_end(const std::string& stat, Compare op, double value)
{
    Expect e;
    e.stat = stat;
    e.text = stat + " ? limit";
    e.op = op;
    e.value = value;
    return e;
}

VariantNumbers numbers(double run, double window)
{
    VariantNumbers n;
    n.run.numbers["a"] = { run, "commands", "" };
    n.windows["w"].numbers["a"] = { window, "commands/s", "" };
    return n;
}

Verdict only(const Judgement& j)
{
    EXPECT_EQ(j.verdicts.size(), 1u);
    return j.verdicts.empty() ? Verdict{} : j.verdicts[0];
}

} // namespace

TEST(Verdict, compares_with_every_operator)
{
    const auto passed = [](Compare op, double limit) {
        return only(judge(with(at_end("a", op, limit)), numbers(5, 0), {})).passed();
    };
    EXPECT_TRUE(passed(Compare::Less, 6) && !passed(Compare::Less, 5));
    EXPECT_TRUE(passed(Compare::LessEqual, 5) && !passed(Compare::LessEqual, 4));
    EXPECT_TRUE(passed(Compare::Equal, 5) && !passed(Compare::Equal, 4));
    EXPECT_TRUE(passed(Compare::NotEqual, 4) && !passed(Compare::NotEqual, 5));
    EXPECT_TRUE(passed(Compare::GreaterEqual, 5) && !passed(Compare::GreaterEqual, 6));
    EXPECT_TRUE(passed(Compare::Greater, 4) && !passed(Compare::Greater, 5));
}

TEST(Verdict, a_statistic_that_never_occurred_fails_and_says_so)
{
    const Verdict v = only(judge(with(at_end("b", Compare::Equal, 0)), numbers(5, 0), {}));
    EXPECT_FALSE(v.passed());
    EXPECT_FALSE(v.value.has_value());
    EXPECT_THAT(v.text, HasSubstr("b never occurred"));
}

TEST(Verdict, looks_into_the_window)
{
    Expect e = at_end("a", Compare::Equal, 7);
    e.window = "w";
    EXPECT_TRUE(only(judge(with(e), numbers(5, 7), {})).passed());
}

TEST(Verdict, relative_is_a_factor_of_the_other_variant)
{
    Expect e = at_end("a", Compare::GreaterEqual, 0.9);
    e.window = "w";
    e.relative = true;
    e.is_share = true;
    e.relative_to = { "fair", "w" };
    EXPECT_TRUE(only(judge(with(e), numbers(0, 9), { { "fair", numbers(0, 10) } })).passed());
    const Verdict low = only(judge(with(e), numbers(0, 8.9), { { "fair", numbers(0, 10) } }));
    EXPECT_FALSE(low.passed());
    EXPECT_THAT(low.text, HasSubstr("89 %"));
}

TEST(Verdict, relative_to_nothing_fails)
{
    Expect e = at_end("a", Compare::GreaterEqual, 0.9);
    e.window = "w";
    e.relative = true;
    e.relative_to = { "", "other" };
    EXPECT_THAT(only(judge(with(e), numbers(0, 9), {})).text, HasSubstr("never occurred in other"));
    e.relative_to = { "", "w" };
    EXPECT_THAT(only(judge(with(e), numbers(0, 0), {})).text, HasSubstr("is 0 in w"));
}

TEST(Verdict, waits_for_a_variant_that_was_not_run)
{
    Expect e = at_end("a", Compare::GreaterEqual, 0.9);
    e.relative = true;
    e.relative_to = { "fair", "" };
    const Judgement j = judge(with(e), numbers(5, 0), {});
    EXPECT_TRUE(j.verdicts.empty());
    EXPECT_THAT(j.skipped, ElementsAre("x"));
}

TEST(Verdict, within_is_what_the_simulation_saw)
{
    Expect e;
    e.kind = Expect::Kind::Within;
    VariantNumbers n;
    n.within["x"] = true;
    EXPECT_EQ(only(judge(with(e), n, {})).outcome, Outcome::Passed);
    n.within["x"] = false;
    EXPECT_EQ(only(judge(with(e), n, {})).outcome, Outcome::Failed);
}

TEST(Verdict, within_is_undecided_until_its_time_is_over)
{
    Expect e;
    e.kind = Expect::Kind::Within;
    e.of = "calm";
    VariantNumbers n;
    EXPECT_EQ(only(judge(with(e), n, {})).outcome, Outcome::Undecided);
    EXPECT_THAT(only(judge(with(e), n, {})).text, HasSubstr("'calm' did not happen"));
    n.labels = { "calm" };
    EXPECT_EQ(only(judge(with(e), n, {})).outcome, Outcome::Undecided);
    EXPECT_THAT(only(judge(with(e), n, {})).text, HasSubstr("the run ended before"));
}

TEST(Verdict, what_would_pass_in_a_window_that_was_cut_short_is_undecided_with_the_value_so_far)
{
    Expect e = at_end("a", Compare::Equal, 7);
    e.window = "w";
    VariantNumbers n = numbers(5, 7);
    n.windows["w"].incomplete = "'calm' did not happen";
    const Verdict v = only(judge(with(e), n, {}));
    EXPECT_EQ(v.outcome, Outcome::Undecided);
    EXPECT_EQ(v.value, 7);
    EXPECT_THAT(v.text, HasSubstr("w is incomplete: 'calm' did not happen; so far 7 commands/s"));
}

TEST(Verdict, what_would_fail_at_the_end_of_a_run_that_was_cut_short_is_undecided)
{
    VariantNumbers n = numbers(5, 7);
    n.run.incomplete = "it was interrupted";
    const Verdict v = only(judge(with(at_end("a", Compare::Greater, 9)), n, {}));
    EXPECT_EQ(v.outcome, Outcome::Undecided);
    EXPECT_THAT(v.text, HasSubstr("run is incomplete: it was interrupted"));
    EXPECT_EQ(only(judge(with(at_end("b", Compare::Equal, 0)), n, {})).outcome, Outcome::Undecided);
}

TEST(Verdict, a_whole_window_of_a_run_that_was_cut_short_is_decided)
{
    Expect e = at_end("a", Compare::Equal, 7);
    e.window = "w";
    VariantNumbers n = numbers(5, 7);
    n.run.incomplete = "it was interrupted";
    EXPECT_EQ(only(judge(with(e), n, {})).outcome, Outcome::Passed);
}

TEST(Verdict, relative_to_a_variant_that_was_cut_short_is_undecided)
{
    Expect e = at_end("a", Compare::GreaterEqual, 0.9);
    e.window = "w";
    e.relative = true;
    e.relative_to = { "fair", "w" };
    VariantNumbers fair = numbers(0, 10);
    fair.windows["w"].incomplete = "the run was cut short";
    const Verdict v = only(judge(with(e), numbers(0, 9), { { "fair", fair } }));
    EXPECT_EQ(v.outcome, Outcome::Undecided);
    EXPECT_THAT(v.text, HasSubstr("fair/w is incomplete: the run was cut short"));
    fair = VariantNumbers{}; // died without a result
    fair.run.incomplete = "it ended with a fault";
    EXPECT_EQ(only(judge(with(e), numbers(0, 9), { { "fair", fair } })).outcome,
              Outcome::Undecided);
}

TEST(Table, marks_what_was_cut_short_and_explains_the_mark)
{
    Scenario s;
    s.table = { { "a", "w", false, false, {} }, { "a", "", false, false, {} } };
    NamedResult run{ &s, {} };
    run.result.numbers = numbers(5, 7);
    EXPECT_THAT(table_text(scenario_table({ run }), 0), Not(HasSubstr("*")));
    run.result.numbers.windows["w"].incomplete = "'calm' did not happen";
    EXPECT_THAT(table_text(scenario_table({ run }), 0), HasSubstr("a in w  7 commands/s*\n"));
    EXPECT_THAT(table_text(scenario_table({ run }), 0),
                HasSubstr("* so far: the run or the window was cut short\n"));
}

TEST(Summary, says_why_something_is_undecided)
{
    Scenario s;
    NamedResult run{ &s, {} };
    run.result.judgement.verdicts = { { "x", Outcome::Undecided, "the run ended before", {}, "" } };
    EXPECT_THAT(summary_text(run, 0), HasSubstr("  undecided  x: the run ended before\n"));
}

TEST(Table, has_a_column_for_each_variant_and_a_dash_for_what_never_occurred)
{
    Scenario fair, none;
    fair.variant = "fair";
    none.variant = "none";
    fair.table =
        none.table = { { "a", "w", true, true, { "fair", "w" } }, { "b", "", false, false, {} } };
    NamedResult one{ &fair, {} }, two{ &none, {} };
    one.result.numbers = numbers(0, 10);
    two.result.numbers = numbers(0, 5);
    const std::string text = table_text(scenario_table({ one, two }), 0);
    EXPECT_THAT(text, HasSubstr("                  fair  none\n"));
    EXPECT_THAT(text, HasSubstr("a in w / fair/w  100 %  50 %\n"));
    EXPECT_THAT(text, HasSubstr("b                    -     -\n"));
}

TEST(Journey, adds_up)
{
    const std::string text =
        journey_text({ { "link", 6000, {} }, { "entry", 25000, { { "blocks", 3 } } } }, 0);
    EXPECT_THAT(text, HasSubstr("31000 ps"));
    EXPECT_THAT(text, HasSubstr("3 blocks"));
}
