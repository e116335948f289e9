// SPDX-License-Identifier: Apache-2.0
// Tables of results: their layout, and the contents of the table of a scenario that asks for none.
#include "glance.h"
#include "glob.h"
#include "stat_names.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

Table table_of(std::size_t columns, std::vector<const char*> statistics)
{
    Table table;
    for (std::size_t n = 0; n < columns; ++n)
        table.columns.push_back("variant" + std::to_string(n));
    for (const char* name : statistics) {
        table.rows.push_back({ "", { name, "", false, false, {} }, {} });
        for (std::size_t n = 0; n < columns; ++n)
            table.rows.back().cells.push_back(Number{ 1.5 * static_cast<double>(n), "s", "" });
    }
    return table;
}

std::size_t widest_line(const std::string& text)
{
    std::size_t widest = 0, begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
        widest = std::max(widest, end - begin);
    return widest;
}

// A run of a scenario with these numbers.
struct Sample {
    Scenario scenario;
    ReadResult result;

    Sample(const std::string& variant, const std::map<std::string, double>& numbers)
    {
        scenario.variant = variant;
        for (const auto& [name, value] : numbers)
            result.numbers.run.numbers[name] = { value, "1", "", is_share(name, "1"), false };
    }
    NamedResult named() const { return { &scenario, result }; }
};

bool has_row(const Table& table, const std::string& stat)
{
    for (const Table::Row& row : table.rows)
        if (row.what.stat == stat)
            return true;
    return false;
}

} // namespace

TEST(TableCsv, has_the_rows_to_make_the_table_again)
{
    Table table = table_of(2, { "dom1.progress" });
    TableRow row;
    row.stat = "pe0.share.el2";
    row.window = "during";
    row.is_share = row.relative = true;
    row.relative_to = { "fair", "" };
    row.unit = "1";
    table.rows.push_back({ "", row, { Number{ 0.5, "1", "" }, std::nullopt } });
    const std::vector<TableRow> rows = table_rows(table_csv(table));
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(title(rows[0]), "dom1.progress");
    EXPECT_EQ(title(rows[1]), "pe0.share.el2 in during / fair/run");
    EXPECT_TRUE(rows[1].is_share);
    EXPECT_EQ(rows[1].relative_to.variant, "fair");
    EXPECT_EQ(rows[1].relative_to.window, "");
    EXPECT_TRUE(table_rows("a,b\n1,2\n").empty());
}

TEST(TableLayout, a_table_is_not_split_if_it_fits_or_without_a_terminal)
{
    const Table table = table_of(12, { "a.b", "c.d" });
    EXPECT_EQ(widest_line(table_text(table, 0)), widest_line(table_text(table, 1000)));
    EXPECT_GT(widest_line(table_text(table, 0)), 100u);
}

TEST(TableLayout, with_few_rows_and_many_columns_is_turned_on_its_side)
{
    const std::string text = table_text(table_of(12, { "a.b", "c.d" }), 80);
    EXPECT_THAT(text, HasSubstr("              a.b     c.d\n"
                                "variant0      0 s     0 s\n"
                                "variant1    1.5 s   1.5 s\n"));
}

TEST(TableLayout, is_split_into_parts_that_fit_and_none_is_lost)
{
    const Table table = table_of(12, { "a.statistic.with.a.long.name", "b.another.with.a.long.name",
                                       "c.third.of.them.just.as.long" });
    const std::string text = table_text(table, 60);
    EXPECT_LE(widest_line(text), 60u);
    for (const std::string& column : table.columns)
        EXPECT_THAT(text, HasSubstr(column));
    EXPECT_THAT(text, HasSubstr("16.5 s"));
}

TEST(TableLayout, one_column_that_does_not_fit_is_shown_all_the_same)
{
    const std::string text = table_text(table_of(2, { "a.b", "c.d", "e.f" }), 5);
    EXPECT_THAT(text, AllOf(HasSubstr("variant0"), HasSubstr("variant1")));
}

TEST(TableLayout, csv_has_a_line_for_each_number_that_occurred)
{
    Table table = table_of(2, { "a" });
    table.rows[0].what.window = "w";
    table.rows[0].cells[0] = std::nullopt;
    EXPECT_EQ(table_csv(table), "column,statistic,window,relative_to,value,unit\n"
                                "variant1,a,w,,1.5,s\n");
}

TEST(TableLayout, markdown_has_headings_of_groups_and_all_columns)
{
    Table table = table_of(2, { "a" });
    table.rows[0].group = "ITS";
    EXPECT_EQ(table_markdown(table), "|  | variant0 | variant1 |\n|---|---:|---:|\n"
                                     "| ITS |  |  |\n|   a | 0 s | 1.5 s |\n");
}

TEST(Glance, has_the_statistics_that_changed_with_the_ring_first)
{
    const Sample run("", { { "its0.cmdq.occupancy.mean", 3 },
                           { "its0.cmdq.full_events", 0 },
                           { "dom1.vlpi.handled", 7 },
                           { "dom1.vlpi.merged", 0 } });
    const Table table = glance({ run.named() }, {});
    ASSERT_EQ(table.rows.size(), 2u);
    EXPECT_EQ(table.rows[0].what.stat, "its0.cmdq.occupancy.mean");
    EXPECT_EQ(table.rows[0].group, "ITS");
    EXPECT_EQ(table.rows[1].what.stat, "dom1.vlpi.handled");
    EXPECT_EQ(table.rows[1].group, "domains");
}

TEST(Glance, of_variants_has_only_what_differs_and_how_full_the_ring_was)
{
    const Sample a(
        "a", { { "its0.cmdq.occupancy.max", 4 }, { "nic0.msi.sent", 5 }, { "dom1.progress", 10 } });
    const Sample b(
        "b", { { "its0.cmdq.occupancy.max", 4 }, { "nic0.msi.sent", 5 }, { "dom1.progress", 9 } });
    const Table table = glance({ a.named(), b.named() }, {});
    EXPECT_TRUE(has_row(table, "its0.cmdq.occupancy.max"));
    EXPECT_TRUE(has_row(table, "dom1.progress"));
    EXPECT_FALSE(has_row(table, "nic0.msi.sent"));
}

TEST(Glance, of_many_instances_has_the_largest)
{
    std::map<std::string, double> numbers;
    for (int pe = 0; pe < 64; ++pe)
        numbers["pe" + std::to_string(pe) + ".share.irq"] = pe == 40 ? 0.9 : 0.001 * (1 + pe);
    const Table table = glance({ Sample("", numbers).named() }, {});
    EXPECT_EQ(table.rows.size(), 3u);
    EXPECT_TRUE(has_row(table, "pe40.share.irq"));
    EXPECT_THAT(table_text(table, 0), AllOf(HasSubstr("90 %"), HasSubstr("the largest")));
}

TEST(Glance, has_the_probes_of_the_object)
{
    const std::vector<hv_probe> probes = { { "my.queue", HV_LEVEL, "jobs", "", true },
                                           { "my.tries", HV_COUNTER, "tries", "", false } };
    const Sample run("", { { "dom1.my.queue.max", 2 }, { "my.tries", 3 }, { "other", 4 } });
    const Table table = glance({ run.named() }, probes);
    EXPECT_TRUE(has_row(table, "dom1.my.queue.max"));
    EXPECT_TRUE(has_row(table, "my.tries"));
    EXPECT_FALSE(has_row(table, "other"));
}

TEST(Glance, a_count_without_a_unit_is_no_share)
{
    const std::vector<hv_probe> probes = { { "tries", HV_COUNTER, "1", "", true } };
    const Sample run("", { { "shared.tries", 40 } });
    EXPECT_THAT(table_text(glance({ run.named() }, probes), 0),
                AllOf(HasSubstr("shared.tries   40"), Not(HasSubstr("%"))));
}

TEST(Glob, a_star_stands_for_any_text_and_a_question_mark_for_one_character)
{
    for (const char* pattern : { "*", "a*", "*c", "a.*.c", "a?b?c", "*b*", "a.b.c", "**c" })
        EXPECT_TRUE(matches_glob(pattern, "a.b.c")) << pattern;
    for (const char* pattern : { "", "a", "b*", "*b", "a.?.?.c", "a.b.c.*", "A*" })
        EXPECT_FALSE(matches_glob(pattern, "a.b.c")) << pattern;
}

TEST(Glob, many_stars_do_not_take_for_ever)
{
    std::string pattern;
    for (int n = 0; n < 200; ++n)
        pattern += "*a";
    EXPECT_FALSE(matches_glob(pattern + "b", std::string(5000, 'a')));
}
