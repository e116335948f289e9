// SPDX-License-Identifier: Apache-2.0
// The report that compares several runs.
#include "report/comparison_report.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

const char* const ring = "its0.cmdq.occupancy";

// A run of 10 us, with 3 commands in the ring on average.
RunData run_named(const std::string& name)
{
    RunData run;
    run.name = run.folder = name;
    run.result.meta.scenario = "30-storm";
    run.levels = Levels{ { 0 }, 10, { { ring, { 3 }, { 4 } } } };
    return run;
}

ComparisonData comparison_of(std::vector<RunData> runs)
{
    return { "30-storm", "", "", std::move(runs), {} };
}

std::size_t count_of(const std::string& text, const std::string& what)
{
    std::size_t count = 0;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size())
        ++count;
    return count;
}

} // namespace

TEST(ComparisonReport, runs_have_one_plot_and_links_to_their_own_reports)
{
    const std::string page =
        comparison_report(comparison_of({ run_named("none"), run_named("inflight") }));
    EXPECT_EQ(count_of(page, "<figure class=\"plot\">"), 1u);
    EXPECT_THAT(page, AllOf(HasSubstr("href=\"none/report.html\""), HasSubstr("\"name\":\"none\""),
                            HasSubstr("\"name\":\"inflight\"")));
}

TEST(ComparisonReport, a_run_that_failed_says_which_expectation)
{
    auto all = comparison_of({ run_named("a"), run_named("b") });
    all.runs[0].result.judgement.verdicts = { { "starves", Outcome::Failed, "3 %", 0.03, "1" } };
    EXPECT_THAT(comparison_report(all), AllOf(HasSubstr("0 of 1 met"), HasSubstr("starves: 3 %")));
}

TEST(ComparisonReport, all_plots_of_a_ring_reach_to_the_end_of_the_longest_run)
{
    std::vector<RunData> runs;
    for (int n = 0; n < 9; ++n)
        runs.push_back(run_named("run" + std::to_string(n)));
    runs[8].levels->end_us = 20;
    const std::string page = comparison_report(comparison_of(std::move(runs)));
    EXPECT_EQ(count_of(page, "<figure class=\"plot\">"), 2u); // of at most 7 lines each
    EXPECT_EQ(count_of(page, "\"xEnd\":0.02"), 2u);
}

TEST(ComparisonReport, a_run_with_other_intervals_is_averaged_over_those_that_are_shown)
{
    RunData fine = run_named("fine");
    fine.levels = Levels{ { 0, 4 }, 10, { { ring, { 5, 10 }, { 5, 10 } } } };
    RunData coarse = run_named("coarse");
    coarse.levels->end_us = 20;
    EXPECT_THAT(comparison_report(comparison_of({ fine, coarse })), HasSubstr("\"values\":[8]"));
}

TEST(ComparisonReport, a_capacity_is_shown_if_all_runs_have_it)
{
    auto all = comparison_of({ run_named("a"), run_named("b") });
    all.runs[0].result.capacities = all.runs[1].result.capacities = { { ring, 127 } };
    EXPECT_THAT(comparison_report(all), HasSubstr("full at 127"));
    all.runs[1].result.capacities = { { ring, 255 } };
    EXPECT_THAT(comparison_report(all), Not(HasSubstr("full at")));
}

TEST(ComparisonReport, a_label_is_shown_if_all_runs_reach_it_at_the_same_moment)
{
    auto all = comparison_of({ run_named("a"), run_named("b") });
    all.runs[0].result.labels_ps = { { "boot", 1'000'000 }, { "storm", 2'000'000 } };
    all.runs[1].result.labels_ps = { { "boot", 1'000'000 }, { "storm", 3'000'000 } };
    const std::string page = comparison_report(all);
    EXPECT_THAT(page, AllOf(HasSubstr(">boot</text>"), Not(HasSubstr(">storm</text>"))));
}

TEST(ComparisonReport, the_picture_of_the_pes_has_a_table)
{
    auto all = comparison_of({ run_named("a"), run_named("b") });
    all.runs[0].result.numbers.run.numbers["pe0.share.guest"] = { 0.25, "1", "", true, false };
    EXPECT_THAT(comparison_report(all),
                AllOf(HasSubstr("<caption>Where the time of each PE went</caption>"),
                      HasSubstr("a pe0"), HasSubstr("<td class=\"number\">25 %")));
}

TEST(ComparisonReport, a_number_of_a_run_that_was_cut_short_is_marked_and_the_mark_explained)
{
    auto all = comparison_of({ run_named("a"), run_named("b") });
    all.table.columns = { "a", "b" };
    Table::Row row;
    row.what.stat = "dom2.progress";
    Number cut_short;
    cut_short.value = 5;
    cut_short.unit = "cycles";
    cut_short.is_partial = true;
    row.cells = { cut_short, std::nullopt };
    all.table.rows = { row };
    EXPECT_THAT(comparison_report(all), AllOf(HasSubstr("5 cycles*"), HasSubstr("* so far")));
}

TEST(ComparisonReport, the_page_says_how_many_latencies_it_leaves_out)
{
    auto all = comparison_of({ run_named("a"), run_named("b") });
    for (int n = 0; n < 8; ++n)
        for (const char* suffix : { ".count", ".mean", ".p50", ".p90", ".p99", ".p999", ".max" })
            all.runs[0].result.numbers.run.numbers["dom" + std::to_string(n) + ".vlpi.latency" +
                                                   suffix] = { 1, "s", "" };
    EXPECT_THAT(comparison_report(all), HasSubstr("The first 6 of 8 latencies"));
}

TEST(ComparisonReport, a_folder_with_special_characters_in_its_name_is_linked)
{
    auto all = comparison_of({ run_named("a"), run_named("b") });
    all.runs[0].folder = "data:text/html,x";
    EXPECT_THAT(comparison_report(all), HasSubstr("href=\"data%3Atext/html%2Cx/report.html\""));
}
