// SPDX-License-Identifier: Apache-2.0
// series.csv, row by row.
#include "observe/series.h"
#include "observe_support.h"
#include <algorithm>
#include <sstream>

namespace itstorm {
namespace {

RingFact ring(std::uint32_t used)
{
    return { 0, 0, used, 128, false };
}

std::string text_of(const Series& series)
{
    std::ostringstream out;
    series.write(out);
    return out.str();
}

TEST(Series, a_row_has_mean_maximum_and_last_of_its_interval)
{
    Series series({ "its0" }, 1, 1000);
    pass_ps(250);
    series.ring(0, ring(4));
    pass_ps(500);
    series.ring(0, ring(1));
    series.on(LpiLevelFact{ 0, 9 });
    series.on(LpiLevelFact{ 0, 0 });
    pass_ps(250);
    series.finish();
    EXPECT_EQ(text_of(series),
              "time_us,interval_us,its0.cmdq.occupancy.mean,its0.cmdq.occupancy.max,its0.cmdq."
              "occupancy.last,"
              "gicr0.lpi.pending.mean,gicr0.lpi.pending.max,gicr0.lpi.pending.last\n"
              "0.000000,0.001000,2.250,4,1,0.000,9,0\n");
}

TEST(Series, the_capacity_of_a_ring_is_one_less_than_its_slots)
{
    Series series({ "its0", "its1" }, 1, 1000);
    series.ring(0, ring(0));
    EXPECT_EQ(series.capacities(),
              (std::map<std::string, std::uint64_t>{ { "its0.cmdq.occupancy", 127 } }));
}

TEST(Series, quiet_intervals_get_their_rows_too)
{
    Series series({ "its0" }, 0, 1000);
    series.ring(0, ring(3));
    pass_ps(3500);
    series.ring(0, ring(0));
    pass_ps(100);
    series.finish();
    EXPECT_EQ(text_of(series),
              "time_us,interval_us,its0.cmdq.occupancy.mean,its0.cmdq.occupancy.max,its0.cmdq."
              "occupancy.last\n"
              "0.000000,0.001000,3.000,3,3\n"
              "0.001000,0.001000,3.000,3,3\n"
              "0.002000,0.001000,3.000,3,3\n"
              "0.003000,0.000600,2.500,3,0\n"); // the last one is 600 ps long
}

TEST(Series, a_change_at_the_border_belongs_to_the_next_interval)
{
    Series series({ "its0" }, 0, 1000);
    pass_ps(1000);
    series.ring(0, ring(5));
    pass_ps(1000);
    series.finish();
    EXPECT_NE(text_of(series).find("\n0.000000,0.001000,0.000,0,0\n0.001000,0.001000,5.000,5,5\n"),
              std::string::npos);
}

TEST(Series, the_time_of_a_long_run_is_written_in_full)
{
    Series series({ "its0" }, 0, 1'000'000'000'000);
    pass_ps(1'000'000'000'000);
    series.ring(0, ring(1));
    pass_ps(1);
    series.finish();
    EXPECT_NE(text_of(series).find("\n1000000.000000,0.000001,1.000,1,1\n"), std::string::npos);
}

std::size_t lines(const std::string& text)
{
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

// The line of the text that begins with `begin`.
std::string row(const std::string& text, const std::string& begin)
{
    const std::size_t at = text.find('\n' + begin);
    return at == std::string::npos ? "absent"
                                   : text.substr(at + 1, text.find('\n', at + 1) - at - 1);
}

TEST(Series, neighbours_become_one_row_when_all_rows_are_full)
{
    Series series({ "its0" }, 0, 1000);
    series.ring(0, ring(4));
    pass_ps(500);
    series.ring(0, ring(0));
    pass_ps(1000 * Series::max_rows - 500); // full
    series.ring(0, ring(7));
    pass_ps(600);
    series.ring(0, ring(0));
    pass_ps(600);
    series.finish();
    const std::string text = text_of(series);
    EXPECT_EQ(lines(text), 1 + Series::max_rows / 2 + 1);
    EXPECT_EQ(row(text, "0.000000"), "0.000000,0.002000,1.000,4,0"); // 4 for a quarter of it
    EXPECT_EQ(row(text, "0.002000"), "0.002000,0.002000,0.000,0,0");
    EXPECT_EQ(row(text, "4.096000"), "4.096000,0.001200,3.500,7,0");
}

TEST(Series, a_row_without_a_neighbour_becomes_the_begin_of_the_next)
{
    Series series({ "its0" }, 0, 1000);
    series.ring(0, ring(4));
    pass_ps(1000); // one row has ended
    series.ring(0, ring(2));
    pass_ps(1000 * Series::max_rows); // more intervals end than there is room for
    series.finish();
    EXPECT_EQ(row(text_of(series), "0.000000"), "0.000000,0.002000,3.000,4,2");
}

TEST(Series, a_long_quiet_time_has_few_rows)
{
    Series series({ "its0" }, 1);
    series.ring(0, ring(3));
    pass_ps(900'000'000'000'000'000); // 900 000 s
    series.ring(0, ring(0));
    series.finish();
    const std::string text = text_of(series);
    EXPECT_LE(lines(text), Series::max_rows + 1);
    EXPECT_GT(lines(text), Series::max_rows / 2);
    EXPECT_EQ(row(text, "0.000000").substr(0, 35), "0.000000,335544320.000000,3.000,3,3");
}

} // namespace
} // namespace itstorm
