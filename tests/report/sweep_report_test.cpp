// SPDX-License-Identifier: Apache-2.0
// The report of a sweep.
#include "report/sweep_report.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;

namespace {

// A sweep of two knobs with 3 and 2 values; its number is 10 times the first index plus the second.
SweepData some_sweep()
{
    SweepData sweep;
    sweep.name = "70-knee";
    sweep.knobs = { { "storm.rate", { "1k/s", "2k/s", "3k/s" }, { 1000, 2000, 3000 } },
                    { "storm.detect", { "none", "inflight" }, {} } };
    sweep.statistics = { { "dom2.progress", "cycles/s", false } };
    for (std::size_t rate = 0; rate < 3; ++rate)
        for (std::size_t detect = 0; detect < 2; ++detect) {
            const double value = 10 * static_cast<double>(rate) + static_cast<double>(detect);
            sweep.configurations.push_back({ { rate, detect }, { { value, 0.5 } } });
            SweepData::Point point{};
            point.configuration = sweep.configurations.size() - 1;
            point.ending = "finished";
            point.command = "itstorm run s.yaml -C x=" + std::to_string(rate);
            point.passed = true;
            sweep.points.push_back(point);
        }
    return sweep;
}

} // namespace

TEST(SweepReport, a_number_is_a_line_for_each_value_of_one_knob_with_its_band)
{
    const std::string page = sweep_report(some_sweep());
    EXPECT_THAT(page, AllOf(HasSubstr("class=\"line c1\""), HasSubstr("class=\"line c2\""),
                            HasSubstr("class=\"band c1\""), HasSubstr("\"around\":[0.5,0.5,0.5]")));
}

TEST(SweepReport, two_knobs_have_a_table_whose_cells_have_stronger_colours_for_larger_numbers)
{
    const std::string page = sweep_report(some_sweep());
    EXPECT_THAT(page, AllOf(HasSubstr("--warmth:0%\">0 cycles/s"),
                            HasSubstr("--warmth:45%\">21 cycles/s")));
}

TEST(SweepReport, tables_of_two_numbers_have_names_of_their_own)
{
    SweepData sweep = some_sweep();
    sweep.statistics.push_back({ "dom1.progress", "cycles/s", false });
    for (SweepData::Configuration& one : sweep.configurations)
        one.cells.push_back(one.cells[0]);
    EXPECT_THAT(sweep_report(sweep),
                AllOf(HasSubstr("aria-label=\"dom2.progress: storm.detect down"),
                      HasSubstr("aria-label=\"dom1.progress: storm.detect down")));
}

TEST(SweepReport, a_third_knob_has_a_plot_for_each_value)
{
    SweepData sweep = some_sweep();
    sweep.knobs.push_back({ "seed", { "1", "2" }, {} });
    for (std::size_t n = 0; n < sweep.configurations.size(); ++n)
        sweep.configurations[n].at.push_back(n % 2);
    EXPECT_THAT(sweep_report(sweep), AllOf(HasSubstr(">seed = 1<"), HasSubstr(">seed = 2<")));
}

TEST(SweepReport, a_point_has_the_command_that_repeats_it)
{
    EXPECT_THAT(sweep_report(some_sweep()), HasSubstr("itstorm run s.yaml -C x=2"));
}

TEST(SweepReport, points_that_did_not_pass_come_first_and_link_to_what_was_kept)
{
    SweepData sweep = some_sweep();
    sweep.points.back().passed = false;
    sweep.points.back().failed = "innocent-starves: 3 %";
    sweep.points.back().folder = "points/5/report.html";
    const std::string page = sweep_report(sweep);
    ASSERT_THAT(page, AllOf(HasSubstr("innocent-starves"), HasSubstr("itstorm run s.yaml -C x=0")));
    EXPECT_LT(page.find("innocent-starves"), page.find("itstorm run s.yaml -C x=0"));
    EXPECT_THAT(
        page,
        HasSubstr("<a href=\"points/5/report.html\">storm.rate=3k/s, storm.detect=inflight</a>"));
}

TEST(SweepReport, the_page_says_how_many_lines_it_leaves_out)
{
    SweepData sweep = some_sweep();
    sweep.knobs[1].values.clear();
    for (std::size_t n = 0; n < 9; ++n)
        sweep.knobs[1].values.push_back("detector" + std::to_string(n));
    EXPECT_THAT(sweep_report(sweep),
                HasSubstr("The first 7 of 9 values of storm.detect have a line."));
}
