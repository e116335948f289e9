// SPDX-License-Identifier: Apache-2.0
// Percentiles: see percentiles.h.
#include "report/percentiles.h"
#include "quantity.h"
#include "report/axis.h"
#include "report/page.h"
#include "report/run_data.h"
#include <algorithm>
#include <iterator>

namespace itstorm {

namespace {

constexpr double row_high = 22, names_wide = 250, picture_wide = 960, axis_high = 30;

struct Column { // beside Percentiles::values
    const char *name, *suffix;
};
constexpr Column columns[] = { { "p50", ".p50" },
                               { "p90", ".p90" },
                               { "p99", ".p99" },
                               { "p99.9", ".p999" },
                               { "longest", ".max" } };
constexpr std::size_t longest = std::size(columns) - 1;

double least_of(const std::vector<Percentiles>& rows)
{
    double least = rows[0].values.back();
    for (const Percentiles& row : rows)
        if (row.values[0] > 0)
            least = std::min(least, row.values[0]);
    return least;
}

double most_of(const std::vector<Percentiles>& rows)
{
    double most = 0;
    for (const Percentiles& row : rows)
        most = std::max(most, row.values.back());
    return most;
}

void write_line(Html& html, const Axis& axis, const Percentiles& row, double y)
{
    html.leaf(
        "text", row.name,
        { { "class", "end" }, { "x", coordinate(names_wide - 12) }, { "y", coordinate(y + 4) } });
    html.leaf("path", "",
              { { "class", "span" },
                { "d", "M" + coordinate(axis.at(row.values.front())) + " " + coordinate(y) + "H" +
                           coordinate(axis.at(row.values.back())) } });
    for (std::size_t n = 0; n < row.values.size(); ++n) {
        const double x = axis.at(row.values[n]);
        if (n == longest) // the longest one is an upright stroke
            html.leaf("path", "",
                      { { "class", "most" },
                        { "d", "M" + coordinate(x) + " " + coordinate(y - 6) + "V" +
                                   coordinate(y + 6) } });
        else
            html.leaf("circle", "",
                      { { "class", "p" + std::to_string(n) },
                        { "cx", coordinate(x) },
                        { "cy", coordinate(y) },
                        { "r", n == 0 ? "4.5" : "3.8" } });
    }
}

void write_picture(Html& html, const std::vector<Percentiles>& rows)
{
    const double bottom = 8 + row_high * static_cast<double>(rows.size());
    const Axis axis =
        Axis::logarithmic(least_of(rows), most_of(rows), names_wide, picture_wide - 24);
    const auto svg = html.element(
        "svg",
        { { "viewBox", "0 0 " + coordinate(picture_wide) + " " + coordinate(bottom + axis_high) },
          { "role", "img" },
          { "aria-label", "Percentiles of durations; the table below has the numbers" } });
    for (const double tick : axis.ticks(12)) {
        const std::string x = coordinate(axis.at(tick));
        html.leaf("path", "",
                  { { "class", "grid" }, { "d", "M" + x + " 4V" + coordinate(bottom) } });
        html.leaf("text", format_value(tick, "s"),
                  { { "class", "tick middle" }, { "x", x }, { "y", coordinate(bottom + 16) } });
    }
    for (std::size_t n = 0; n < rows.size(); ++n)
        write_line(html, axis, rows[n], 8 + row_high * (static_cast<double>(n) + 0.5));
}

} // namespace

std::optional<Percentiles> percentiles_of(const Numbers& numbers, const std::string& name)
{
    const auto count = number_in(numbers, name + ".count");
    Percentiles percentiles{ name, count.value_or(0), {} };
    for (std::size_t n = 0; n < std::size(columns); ++n) {
        const auto value = number_in(numbers, name + columns[n].suffix);
        if (!value)
            return std::nullopt;
        percentiles.values[n] = *value;
    }
    return count && percentiles.values[longest] > 0 ? std::optional(percentiles) : std::nullopt;
}

void write_percentiles(Html& html, const std::string& caption, const std::vector<Percentiles>& rows)
{
    {
        const auto figure = html.element("figure");
        write_picture(html, rows);
        const auto key = html.element("p", { { "class", "key" } });
        for (std::size_t n = 0; n < std::size(columns); ++n) {
            const auto item = html.element("span");
            html.leaf(
                "i", "",
                { { "class", n == longest ? "stroke" : "swatch round p" + std::to_string(n) } });
            html.text(columns[n].name);
        }
    }
    PageTable table{ caption, { "what", "times" }, {} };
    for (const Column& column : columns)
        table.headings.emplace_back(column.name);
    for (const Percentiles& row : rows) {
        table.rows.push_back({ row.name, { format_value(row.count, ""), "number" } });
        for (const double value : row.values)
            table.rows.back().push_back({ format_value(value, "s"), "number" });
    }
    write_page_table(html, table);
}

} // namespace itstorm
