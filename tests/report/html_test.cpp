// SPDX-License-Identifier: Apache-2.0
// Html, the writer of pages, and Axis, the axes of pictures.
#include "report/axis.h"
#include "report/html.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::ElementsAre;

TEST(Html, an_element_ends_with_its_scope)
{
    Html html;
    {
        const auto outer = html.element("p", { { "class", "a" } });
        html.leaf("b", "x");
    }
    EXPECT_EQ(html.markup(), "<p class=\"a\"><b>x</b>\n</p>\n");
}

TEST(Html, a_hostile_name_stays_text)
{
    Html html;
    html.leaf("td", "<script>alert('x')</script>&", { { "title", "\"><img src=x onerror=y>" } });
    EXPECT_EQ(html.markup(),
              "<td title=\"&quot;&gt;&lt;img src=x onerror=y&gt;\">&lt;script&gt;alert(&#39;x&#39;)"
              "&lt;/script&gt;&amp;</td>\n");
}

TEST(Html, a_control_character_is_replaced)
{
    EXPECT_EQ(html_escaped(std::string("a\0b\x1b", 4)), "a\uFFFDb\uFFFD");
}

TEST(Html, invalid_utf8_and_bidirectional_controls_are_replaced)
{
    EXPECT_EQ(html_escaped("a\u202Eb"), "a\uFFFDb");
    EXPECT_EQ(html_escaped("a\xffz\xc3"), "a\uFFFDz\uFFFD");
    EXPECT_EQ(html_escaped("\u00fc\n\t"), "\u00fc\n\t");
}

TEST(Html, an_attribute_without_a_value_is_left_out)
{
    Html html;
    html.leaf("td", "x", { { "class", "" }, { "id", "a" } });
    EXPECT_EQ(html.markup(), "<td id=\"a\">x</td>\n");
}

TEST(Html, a_link_to_a_folder_is_no_scheme_no_host_and_no_fragment)
{
    EXPECT_EQ(link_to("javascript:alert(1)"), "javascript%3Aalert%281%29");
    EXPECT_EQ(link_to("//host/x"), "/.//host/x");
    EXPECT_EQ(link_to("a#b?c d%/report.html"), "a%23b%3Fc%20d%25/report.html");
    EXPECT_EQ(link_to("../out/30-storm_a.b~c"), "../out/30-storm_a.b~c");
}

TEST(Html, a_coordinate_has_one_decimal_and_no_minus_zero)
{
    EXPECT_EQ(coordinate(1.25), "1.3");
    EXPECT_EQ(coordinate(3), "3");
    EXPECT_EQ(coordinate(-0.01), "0");
}

TEST(Axis, a_linear_axis_has_round_ticks)
{
    const Axis axis = Axis::linear(0, 127, 200, 0);
    EXPECT_THAT(axis.ticks(5), ElementsAre(0, 50, 100));
    EXPECT_DOUBLE_EQ(axis.at(127), 0);
}

TEST(Axis, a_logarithmic_axis_begins_and_ends_at_decades)
{
    const Axis axis = Axis::logarithmic(3e-9, 2e-6, 0, 400);
    EXPECT_DOUBLE_EQ(axis.at(1e-9), 0);
    EXPECT_NEAR(axis.at(1e-5), 400, 1e-6);
    EXPECT_EQ(axis.ticks(10).size(), 5u);
}

TEST(Axis, equal_values_have_an_axis_too)
{
    EXPECT_DOUBLE_EQ(Axis::linear(5, 5, 0, 10).at(5), 0);
    EXPECT_DOUBLE_EQ(Axis::logarithmic(1e-6, 1e-6, 0, 10).at(1e-6), 0);
}
