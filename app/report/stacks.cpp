// SPDX-License-Identifier: Apache-2.0
// Stacks: see stacks.h.
#include "report/stacks.h"
#include "report/axis.h"
#include "verdict.h"
#include <algorithm>
#include <numeric>

namespace itstorm {

namespace {

constexpr double bar_high = 18, bar_apart = 26, bars_from = 200, bars_to = 930, below = 26;
constexpr double least_wide = 0.4; // what is narrower is not drawn

double longest_stack(const Stacks& stacks)
{
    double most = 0;
    for (const Stack& stack : stacks.all)
        most = std::max(most, std::accumulate(stack.parts.begin(), stack.parts.end(), 0.0));
    return most;
}

void write_stack(Html& html, const Stacks& stacks, const Stack& stack, const Axis& axis, double y)
{
    html.leaf(
        "text", stack.name,
        { { "class", "end" }, { "x", coordinate(bars_from - 10) }, { "y", coordinate(y + 13) } });
    double from = 0;
    for (std::size_t n = 0; n < stack.parts.size(); ++n) {
        const double begin = axis.at(from), wide = axis.at(from + stack.parts[n]) - begin;
        from += stack.parts[n];
        if (wide < least_wide)
            continue;
        const auto rect = html.element("rect", { { "class", stacks.css_class + std::to_string(n) },
                                                 { "x", coordinate(begin) },
                                                 { "y", coordinate(y) },
                                                 { "width", coordinate(std::max(wide, 1.0)) },
                                                 { "height", coordinate(bar_high) } });
        html.leaf("title",
                  stack.name + ": " + stacks.parts[n] + " " + part_text(stack.parts[n], stacks));
    }
}

} // namespace

std::string part_text(double value, const Stacks& stacks)
{
    return number_text({ value, stacks.unit, "", stacks.is_share, false });
}

void write_stacks(Html& html, const Stacks& stacks)
{
    const auto figure = html.element("figure");
    const double bottom = bar_apart * static_cast<double>(stacks.all.size());
    const double most = stacks.is_share ? 1 : longest_stack(stacks);
    const Axis axis = Axis::linear(0, most, bars_from, bars_to);
    {
        const auto svg = html.element(
            "svg", { { "viewBox", "0 0 960 " + coordinate(bottom + below) },
                     { "role", "img" },
                     { "aria-label", stacks.title + "; the table below has the numbers" } });
        for (const double tick : axis.ticks(8)) {
            const std::string x = coordinate(axis.at(tick));
            html.leaf("path", "",
                      { { "class", "grid" }, { "d", "M" + x + " 0V" + coordinate(bottom) } });
            html.leaf("text", part_text(tick, stacks),
                      { { "class", "tick middle" }, { "x", x }, { "y", coordinate(bottom + 16) } });
        }
        for (std::size_t n = 0; n < stacks.all.size(); ++n)
            write_stack(html, stacks, stacks.all[n], axis, bar_apart * static_cast<double>(n) + 4);
    }
    const auto key = html.element("p", { { "class", "key" } });
    for (std::size_t n = 0; n < stacks.parts.size(); ++n) {
        const auto item = html.element("span");
        html.leaf("i", "", { { "class", "swatch " + stacks.css_class + std::to_string(n) } });
        html.text(stacks.parts[n]);
    }
}

} // namespace itstorm
