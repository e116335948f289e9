// SPDX-License-Identifier: Apache-2.0
// Plots: the still picture, and the numbers for the script.
#include "report/plot.h"
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::HasSubstr;
using testing::Not;

namespace {

Plot ring()
{
    Plot plot;
    plot.title = "its0.cmdq.occupancy";
    plot.unit = "commands";
    plot.x = { 0, 1, 2 };
    plot.x_end = 3;
    plot.lines = { { "mean", { 0, 100, 50 } } };
    return plot;
}

std::string written(const Plot& plot)
{
    Html html;
    write_plot(html, plot);
    return html.markup();
}

} // namespace

TEST(Plot, a_value_is_a_step_that_holds_until_the_next_one)
{
    EXPECT_THAT(written(ring()), HasSubstr("class=\"line c1\" d=\"M56 226H352V51H648V138.5H944\""));
}

TEST(Plot, a_line_ends_where_its_values_do)
{
    Plot plot = ring();
    plot.lines.push_back({ "of a run that ended earlier", { 50, std::nan(""), std::nan("") }, 2 });
    EXPECT_THAT(written(plot), HasSubstr("class=\"line c2\" d=\"M56 138.5H352\""));
}

TEST(Plot, its_capacity_is_a_line_if_the_values_come_near_it)
{
    Plot plot = ring();
    plot.capacity = 127;
    EXPECT_THAT(written(plot), HasSubstr("class=\"capacity\""));
    plot.capacity = 100000;
    EXPECT_THAT(written(plot), Not(HasSubstr("class=\"capacity\"")));
    EXPECT_THAT(written(plot), HasSubstr("full at 100000"));
}

TEST(Plot, the_labels_of_the_timeline_stand_in_it)
{
    Plot plot = ring();
    plot.marks = { { 1, "storm" } };
    EXPECT_THAT(written(plot), HasSubstr(">storm</text>"));
}

TEST(Plot, no_name_ends_the_element_of_its_numbers)
{
    Plot plot = ring();
    plot.lines[0].name = "</script><script>alert(1)</script>";
    EXPECT_THAT(written(plot), Not(HasSubstr("</script><script>alert")));
    EXPECT_THAT(written(plot), HasSubstr("\\u003c/script>"));
}
