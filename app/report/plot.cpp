// SPDX-License-Identifier: Apache-2.0
// Plots over time: see plot.h.
#include "report/plot.h"
#include "quantity.h"
#include "report/axis.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace itstorm {

namespace {

constexpr double width = 960, height = 260;
constexpr double left_edge = 56, right_edge = 944, top_edge = 44, bottom_edge = 226;
constexpr double label_apart = 13; // between the lines of labels that would overlap
constexpr double capacity_far = 8; // times the largest value

double largest_value(const Plot& plot)
{
    double most = 0;
    for (const Plot::Line& line : plot.lines)
        for (std::size_t n = 0; n < line.values.size(); ++n)
            most = std::max(most, line.values[n] + (line.around.empty() ? 0 : line.around[n]));
    return most;
}

// A capacity far above all values would flatten the lines: then it stands in the caption only.
bool is_capacity_near(const Plot& plot)
{
    return plot.capacity && largest_value(plot) * capacity_far >= *plot.capacity;
}

double top_of(const Plot& plot)
{
    const double most = largest_value(plot);
    return std::max(is_capacity_near(plot) ? std::max(most, *plot.capacity) : most, 1e-9) * 1.04;
}

std::string place(double x, double y)
{
    return coordinate(x) + " " + coordinate(y);
}

Axis axis_of(const Plot& plot)
{
    const double from = plot.x.empty() ? 0 : plot.x.front();
    return plot.is_log ? Axis::logarithmic(from, plot.x_end, left_edge, right_edge)
                       : Axis::linear(from, plot.x_end, left_edge, right_edge);
}

class Picture {
public:
    Picture(Html& html, const Plot& plot)
        : html_(html), plot_(plot), x_(axis_of(plot)),
          y_(Axis::linear(0, top_of(plot), bottom_edge, top_edge))
    {
    }

    void draw()
    {
        const auto svg = html_.element("svg", { { "viewBox", "0 0 " + place(width, height) },
                                                { "role", "img" },
                                                { "aria-label", plot_.title } });
        draw_axes();
        for (const Plot::Line& line : plot_.lines)
            plot_.is_stepped ? draw_steps(line) : draw_joined(line);
        if (is_capacity_near(plot_))
            draw_capacity();
        draw_marks();
    }

private:
    void path(const std::string& d, const std::string& css_class)
    {
        html_.leaf("path", "", { { "class", css_class }, { "d", d } });
    }

    void words(double x, double y, const std::string& text, const std::string& css_class)
    {
        html_.leaf("text", text,
                   { { "class", css_class }, { "x", coordinate(x) }, { "y", coordinate(y) } });
    }

    void draw_axes()
    {
        std::string grid;
        for (const double value : y_.ticks(5)) {
            grid += "M" + place(left_edge, y_.at(value)) + "H" + coordinate(right_edge);
            words(left_edge - 8, y_.at(value) + 4, format_value(value, ""), "tick end");
        }
        path(grid, "grid");
        for (std::size_t n = 0; n < plot_.x_words.size(); ++n)
            words(x_.at(plot_.x[n]), bottom_edge + 17, plot_.x_words[n], "tick middle");
        if (plot_.x_words.empty())
            for (const double value : x_.ticks(10))
                words(x_.at(value), bottom_edge + 17, format_value(value, ""), "tick middle");
        words(right_edge, height - 4, plot_.x_name, "tick end");
    }

    // A value holds until the next one; the line ends where the last finite value ends.
    void draw_steps(const Plot::Line& line)
    {
        std::string d, before;
        double end = plot_.x_end;
        for (std::size_t i = 0; i < line.values.size(); ++i) {
            if (!std::isfinite(line.values[i]))
                continue;
            const bool has_next = i + 1 < line.values.size();
            end = has_next ? plot_.x[i + 1] : plot_.x_end;
            const std::string y = coordinate(y_.at(line.values[i]));
            if (y == before)
                continue;
            d += d.empty() ? "M" + coordinate(x_.at(plot_.x[i])) + " " + y
                           : "H" + coordinate(x_.at(plot_.x[i])) + "V" + y;
            before = y;
        }
        if (!d.empty())
            path(d + "H" + coordinate(x_.at(end)), "line c" + std::to_string(line.color));
    }

    std::string corner(std::size_t n, double value) const
    {
        return place(x_.at(plot_.x[n]), y_.at(std::max(value, 0.0)));
    }

    // Dots joined by lines, in front of the band that Line::around describes.
    void draw_joined(const Plot::Line& line)
    {
        const std::string color = "c" + std::to_string(line.color);
        std::string d, above, below;
        for (std::size_t n = 0; n < line.values.size(); ++n) {
            const double value = line.values[n];
            if (!std::isfinite(value))
                continue;
            d += (d.empty() ? "M" : "L") + corner(n, value);
            if (line.around.empty())
                continue;
            above += (above.empty() ? "M" : "L") + corner(n, value + line.around[n]);
            below = "L" + corner(n, value - line.around[n]) + below;
        }
        if (!above.empty())
            path(above + below + "Z", "band " + color);
        path(d, "line " + color);
        for (std::size_t n = 0; n < line.values.size(); ++n)
            if (std::isfinite(line.values[n]))
                html_.leaf("circle", "",
                           { { "class", color },
                             { "cx", coordinate(x_.at(plot_.x[n])) },
                             { "cy", coordinate(y_.at(line.values[n])) },
                             { "r", "3" } });
    }

    void draw_capacity()
    {
        path("M" + place(left_edge, y_.at(*plot_.capacity)) + "H" + coordinate(right_edge),
             "capacity");
    }

    void draw_marks()
    {
        double last_end[3] = { -1e9, -1e9, -1e9 };
        for (const Plot::Mark& mark : plot_.marks) {
            const double x = x_.at(mark.x);
            std::size_t row = 0;
            while (row < 2 && last_end[row] > x)
                ++row;
            last_end[row] = x + 10 + 7 * static_cast<double>(mark.name.size());
            const double y = 10 + label_apart * static_cast<double>(row);
            const bool is_last = x + 7 * static_cast<double>(mark.name.size()) > right_edge;
            path("M" + place(x, y - 8) + "V" + coordinate(bottom_edge), "mark");
            words(is_last ? x - 4 : x + 4, y, mark.name, is_last ? "tick end" : "tick");
        }
    }

    Html& html_;
    const Plot& plot_;
    const Axis x_, y_;
};

// Rounded to six significant digits, which is more than a screen shows; whole numbers have no
// point.
nlohmann::json rounded(const std::vector<double>& values)
{
    nlohmann::json all = nlohmann::json::array();
    for (const double value : values) {
        char digits[32];
        std::snprintf(digits, sizeof digits, "%.6g", value);
        const double few = std::strtod(digits, nullptr);
        if (!std::isfinite(few))
            all.push_back(nullptr);
        else if (few == std::floor(few) && std::fabs(few) < 1e15)
            all.push_back(static_cast<std::int64_t>(few));
        else
            all.push_back(few);
    }
    return all;
}

// Every "<" is escaped, so that no name in the JSON can end the script element that holds it.
std::string numbers_of_plot(const Plot& plot)
{
    nlohmann::ordered_json json = { { "title", plot.title },
                                    { "unit", plot.unit },
                                    { "xName", plot.x_name } };
    json["stepped"] = plot.is_stepped;
    json["log"] = plot.is_log;
    json["xWords"] = plot.x_words;
    json["x"] = rounded(plot.x);
    json["xEnd"] = plot.x_end;
    for (const Plot::Line& line : plot.lines)
        json["lines"].push_back({ { "name", line.name },
                                  { "color", line.color },
                                  { "values", rounded(line.values) },
                                  { "around", rounded(line.around) } });
    if (plot.capacity)
        json["capacity"] = *plot.capacity;
    json["top"] = top_of(plot);
    json["marks"] = nlohmann::json::array();
    for (const Plot::Mark& mark : plot.marks)
        json["marks"].push_back({ { "x", mark.x }, { "name", mark.name } });
    std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos;)
        text.replace(at, 1, "\\u003c");
    return text;
}

void write_key(Html& html, const Plot& plot)
{
    const auto key = html.element("p", { { "class", "key" } });
    for (const Plot::Line& line : plot.lines) {
        const auto item = html.element("span");
        html.leaf("i", "", { { "class", "swatch c" + std::to_string(line.color) } });
        html.text(line.name);
    }
}

} // namespace

void write_plot(Html& html, const Plot& plot)
{
    const auto figure = html.element("figure", { { "class", "plot" } });
    {
        const auto caption = html.element("figcaption");
        html.leaf("span", plot.title);
        html.leaf("span",
                  plot.capacity ? plot.unit + ", full at " + format_value(*plot.capacity, "")
                                : plot.unit,
                  { { "class", "quiet" } });
    }
    {
        const auto still = html.element("div", { { "class", "still" } });
        Picture(html, plot).draw();
        write_key(html, plot);
    }
    const auto data = html.element("script", { { "type", "application/json" } });
    html.raw(numbers_of_plot(plot));
}

} // namespace itstorm
