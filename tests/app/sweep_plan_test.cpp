// SPDX-License-Identifier: Apache-2.0
// The section `sweep`: its points, and every error in it.
#include "app_support.h"
#include "sweep/plan.h"
#include "sweep/spread.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

Plan plan_of(const std::string& sweep, Diagnostics& errors,
             const std::vector<std::string>& variants = { "calm", "storm" })
{
    const Node root = parse_yaml(sweep, "s.yaml", errors);
    return read_plan(root.children.front(), variants, errors);
}

Plan plan_of(const std::string& sweep)
{
    Diagnostics errors;
    Plan plan = plan_of(sweep, errors);
    for (const Problem& problem : errors.sorted())
        ADD_FAILURE() << problem.text();
    return plan;
}

std::vector<std::string> points_of(const std::string& sweep)
{
    const Plan plan = plan_of(sweep);
    std::vector<std::string> texts;
    for (std::size_t n = 0; n < plan.configurations(); ++n)
        texts.push_back(plan.text(n));
    return texts;
}

std::vector<std::string> values_of(const std::string& axis)
{
    const Plan plan = plan_of("sweep: { axes: [ { a: " + axis + " } ] }");
    std::vector<std::string> texts;
    for (std::size_t n = 0; n < plan.configurations(); ++n)
        texts.push_back(value_text(*plan.values(n).front()));
    return texts;
}

// The only error of a scenario with this section.
std::string error_of(const std::string& sweep)
{
    Diagnostics errors;
    plan_of(sweep, errors);
    const auto all = errors.sorted();
    return all.size() == 1 ? all[0].text() : std::to_string(all.size()) + " errors";
}

std::string axis_error(const std::string& values)
{
    return error_of("sweep:\n  axes:\n    - a: " + values + "\n");
}

} // namespace

TEST(SweepPlan, the_last_axis_is_the_fastest)
{
    EXPECT_THAT(points_of("sweep: { axes: [ { a: [1, 2] }, { b: [x, y] } ] }"),
                ElementsAre("a=1 b=x", "a=1 b=y", "a=2 b=x", "a=2 b=y"));
}

TEST(SweepPlan, knobs_of_one_axis_move_in_step)
{
    EXPECT_THAT(points_of("sweep: { axes: [ { a: [1, 2], b: [x, x] } ] }"),
                ElementsAre("a=1 b=x", "a=2 b=x"));
}

TEST(SweepPlan, excluded_points_are_left_out)
{
    EXPECT_THAT(points_of("sweep: { axes: [ { a: [1, 2] }, { b: [x, y, z] } ],"
                          " exclude: [ { a: 1, b: [x, z] }, { b: y } ] }"),
                ElementsAre("a=2 b=x", "a=2 b=z"));
}

TEST(SweepPlan, a_value_may_be_a_list)
{
    EXPECT_THAT(points_of("sweep: { axes: [ { a: [[0], [0, 1]] } ], exclude: [ { a: [0] } ] }"),
                ElementsAre("a=[0, 1]"));
}

TEST(SweepPlan, repetitions_of_a_configuration_are_neighbours)
{
    const Plan plan = plan_of("sweep: { axes: [ { a: [1, 2] } ], repetitions: 3 }");
    EXPECT_EQ(plan.points(), 6u);
    EXPECT_EQ(plan.configuration_of(4), 1u);
    EXPECT_EQ(plan.repetition_of(4), 1u);
}

TEST(SweepPlan, the_first_repetition_has_the_scenarios_own_seed_and_the_others_differ)
{
    EXPECT_EQ(seed_of(7, 0), 7u);
    EXPECT_NE(seed_of(7, 1), seed_of(7, 2));
    EXPECT_NE(seed_of(7, 1), seed_of(8, 1));
    EXPECT_LT(seed_of(7, 1), 1ull << 53);
}

TEST(SweepPlan, a_variant_is_an_axis_but_no_change)
{
    const Plan plan = plan_of("sweep: { axes: [ { variant: [calm, storm] }, { a: [1] } ] }");
    EXPECT_EQ(plan.variant(1), "storm");
    ASSERT_EQ(plan.changes(1).size(), 1u);
    EXPECT_EQ(plan.changes(1)[0].path, "a");
}

TEST(SweepRange, points_stand_at_equal_distances)
{
    EXPECT_THAT(values_of("{ from: 1us, to: 2us, points: 5 }"),
                ElementsAre("1us", "1.25us", "1.5us", "1.75us", "2us"));
    EXPECT_THAT(values_of("{ from: 0, to: 1, points: 2 }"), ElementsAre("0", "1"));
}

TEST(SweepRange, points_on_a_log_scale_stand_at_equal_factors_of_three_digits)
{
    EXPECT_THAT(values_of("{ from: 10k/s, to: 1M/s, points: 5, scale: log }"),
                ElementsAre("10k/s", "31.6k/s", "100k/s", "316k/s", "1M/s"));
}

TEST(SweepRange, a_step_is_exact)
{
    EXPECT_THAT(values_of("{ from: 1, to: 8, step: 3 }"), ElementsAre("1", "4", "7"));
    EXPECT_THAT(values_of("{ from: 0.1, to: 0.3, step: 0.1 }"), ElementsAre("0.1", "0.2", "0.3"));
    EXPECT_THAT(values_of("{ from: 1us, to: 2us, step: 500ns }"),
                ElementsAre("1us", "1.5us", "2us"));
}

TEST(SweepRange, a_factor_is_exact)
{
    EXPECT_THAT(values_of("{ from: 4KiB, to: 1MiB, factor: 4 }"),
                ElementsAre("4KiB", "16KiB", "64KiB", "256KiB", "1MiB"));
}

TEST(SweepRange, a_whole_number_goes_with_a_fraction)
{
    EXPECT_THAT(values_of("{ from: 0, to: 0.5, points: 3 }"), ElementsAre("0", "0.25", "0.5"));
}

TEST(WrongSweep, ranges_are_refused_at_their_place)
{
    EXPECT_EQ(axis_error("{ from: 2us, to: 1us, points: 3 }"),
              "s.yaml:3:27: error: 'to' must be more than 'from'");
    EXPECT_EQ(axis_error("{ from: 1us, to: 1k/s, points: 3 }"),
              "s.yaml:3:27: error: 'to' measures something else than 'from'");
    EXPECT_EQ(axis_error("{ from: 1us, to: 2us }"),
              "s.yaml:3:18: error: a range needs 'points', 'step' or 'factor'");
    EXPECT_EQ(axis_error("{ from: 0, to: 9, points: 3, scale: log }"),
              "s.yaml:3:18: error: a logarithmic range cannot begin at 0");
    EXPECT_EQ(axis_error("{ from: 0, to: 9, factor: 2 }"),
              "s.yaml:3:18: error: a range by factor cannot begin at 0");
    EXPECT_EQ(axis_error("{ from: 1, to: 3, points: 9 }"),
              "s.yaml:3:36: error: two values round to the same 1: fewer points");
    EXPECT_EQ(axis_error("{ from: 1, to: 9, step: 0 }"),
              "s.yaml:3:34: error: 'step' must be more than 0");
    EXPECT_EQ(axis_error("{ from: 1, to: 9, step: 1us }"),
              "s.yaml:3:34: error: 'step' measures something else than 'from'");
    EXPECT_EQ(axis_error("{ from: 1, to: 9, step: 1, scale: log }"),
              "s.yaml:3:37: error: 'scale' does not go with 'step'");
    EXPECT_EQ(axis_error("{ from: soon, to: 9, points: 2 }"),
              "s.yaml:3:18: error: 'from' is no quantity: 'soon'");
    EXPECT_EQ(axis_error("{ to: 9, points: 2 }"), "s.yaml:3:10: error: a range needs 'from'");
    EXPECT_EQ(axis_error("{ from: 1, to: 1M, points: 2 }"),
              "s.yaml:3:25: error: 'to' is no quantity: '1M'");
    EXPECT_EQ(axis_error("{ from: 1, to: 1000000, step: 1 }"),
              "s.yaml:3:18: error: a range of more than 100000 values");
    EXPECT_THAT(axis_error("{ from: 1, to: 9, pionts: 2 }"),
                HasSubstr("s.yaml:3:28: error: unknown key 'pionts'"));
}

TEST(WrongSweep, axes_are_refused_at_their_place)
{
    EXPECT_EQ(axis_error("3"), "s.yaml:3:10: error: the values of 'a' are a list, [a, b], or a "
                               "range, { from: a, to: b, points: n }");
    EXPECT_EQ(axis_error("[]"), "s.yaml:3:10: error: the values of 'a' are a list, [a, b], or a "
                                "range, { from: a, to: b, points: n }");
    EXPECT_EQ(axis_error("[1, 2, 1]"), "s.yaml:3:17: error: 'a' has the value '1' twice");
    EXPECT_EQ(axis_error("[{ b: 1 }]"),
              "s.yaml:3:11: error: a value of 'a' is a single value or a list");
    EXPECT_EQ(error_of("sweep:\n  axes:\n    - a: [1, 2]\n      b: [1]\n"),
              "s.yaml:4:7: error: moves in step with 'a', which has 2 values, but has 1");
    EXPECT_EQ(error_of("sweep:\n  axes:\n    - a: [1, 2]\n    - a: [1]\n"),
              "s.yaml:4:7: error: 'a' is an axis already");
    EXPECT_EQ(error_of("sweep:\n  axes: [ a ]\n"),
              "s.yaml:2:11: error: an axis is a map { path: values }");
    EXPECT_EQ(error_of("sweep:\n  axes: [ { name: [a] } ]\n"),
              "s.yaml:2:13: error: 'name' changes nothing that is simulated: it cannot be an axis");
    EXPECT_EQ(error_of("sweep:\n  axes: [ { \"\": [a] } ]\n"),
              "s.yaml:2:13: error: an empty path names nothing: it cannot be an axis");
    EXPECT_EQ(error_of("sweep:\n  axes: [ { variant: [clam] } ]\n"),
              "s.yaml:2:23: error: unknown variant 'clam'; did you mean 'calm'?");
    EXPECT_THAT(error_of("sweep:\n  axis: [ { a: [1] } ]\n"),
                HasSubstr("s.yaml:2:3: error: unknown key 'axis' in sweep; did you mean"));
    EXPECT_THAT(error_of("sweep:\n  repetitions: 0\n"), HasSubstr("s.yaml:2:16: error:"));
    EXPECT_THAT(error_of("sweep:\n  axes: { a: [1] }\n"), HasSubstr("s.yaml:2:9: error:"));
}

TEST(WrongSweep, exclusions_are_refused_at_their_place)
{
    const std::string axes = "sweep:\n  axes: [ { ring: [4KiB, 8KiB] } ]\n  exclude:\n    - ";
    EXPECT_EQ(error_of(axes + "{ rign: 4KiB }\n"),
              "s.yaml:4:9: error: 'rign' is no axis; did you mean 'ring'?");
    EXPECT_EQ(error_of(axes + "{ ring: 4MiB }\n"),
              "s.yaml:4:15: error: '4MiB' is no value of 'ring'; did you mean '4KiB'?");
    EXPECT_EQ(error_of(axes + "{ ring: [4KiB, 8KiB] }\n"),
              "s.yaml:3:3: error: nothing is left: every point is excluded");
    EXPECT_EQ(error_of(axes + "4KiB\n"),
              "s.yaml:4:7: error: what is excluded is a map { path: value }");
}

TEST(WrongSweep, a_variant_cannot_change_it)
{
    const auto errors = errors_of(good() + "variants:\n  a: { sweep.repetitions: 3 }\n");
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0], "s.yaml:25:8: error: a variant cannot change the sweep");
}

TEST(WrongSweep, more_points_than_anybody_can_run_are_refused)
{
    const std::string range = "{ from: 1, to: 100000, step: 1 }";
    EXPECT_THAT(error_of("sweep:\n  axes: [ { a: " + range + " }, { b: " + range + " } ]\n"),
                HasSubstr("the sweep has more than 10000000 points"));
}

TEST(SweepSpread, the_interval_is_students)
{
    // Mean 3, deviation sqrt(2.5); t(0.975, 4) = 2.776445 from a printed table.
    const auto spread = spread_of({ 1, 2, 3, 4, 5 });
    ASSERT_TRUE(spread.has_value());
    EXPECT_EQ(spread->count, 5u);
    EXPECT_DOUBLE_EQ(spread->mean, 3);
    EXPECT_NEAR(*spread->deviation, 1.5811388, 1e-7);
    EXPECT_NEAR(*spread->ci95, 2.776445 * 1.5811388 / 2.2360680, 1e-5);
    EXPECT_EQ(spread->min, 1);
    EXPECT_EQ(spread->max, 5);
}

TEST(SweepSpread, one_value_has_none_and_equal_ones_have_zero)
{
    EXPECT_FALSE(spread_of({}).has_value());
    EXPECT_FALSE(spread_of({ 7 })->ci95.has_value());
    EXPECT_EQ(*spread_of({ 0.1, 0.1, 0.1 })->ci95, 0);
    EXPECT_EQ(spread_of({ 0.1, 0.1, 0.1 })->mean, 0.1);
}
