// SPDX-License-Identifier: Apache-2.0
// Sweeps: see sweep_report.h.
#include "report/sweep_report.h"
#include "report/page.h"
#include "report/plot.h"
#include "verdict.h"
#include <algorithm>
#include <cmath>
#include <map>

namespace itstorm {

namespace {

constexpr std::size_t lines_most = 7;   // in one plot
constexpr std::size_t panels_most = 12; // plots of one number
constexpr std::size_t points_most =
    400; // rows of the table of points; those that failed come first

std::string number_of_sweep(double value, const SweepData::Statistic& statistic)
{
    return number_text({ value, statistic.unit, "", statistic.is_share, false });
}

// Which knob is the x axis, and which one has a line for each value. Each combination of the other
// knobs has a plot of its own, a panel.
struct Roles {
    std::size_t x = 0;
    std::optional<std::size_t> line;
};

Roles roles_of(const SweepData& sweep)
{
    Roles roles;
    const auto rank = [&](std::size_t knob) {
        const SweepData::Knob& k = sweep.knobs[knob];
        return (k.numbers.empty() ? 0 : 1'000'000) + k.values.size();
    };
    for (std::size_t n = 1; n < sweep.knobs.size(); ++n)
        if (rank(n) > rank(roles.x))
            roles.x = n;
    for (std::size_t n = 0; n < sweep.knobs.size(); ++n)
        if (n != roles.x && sweep.knobs[n].values.size() > 1 &&
            (!roles.line || sweep.knobs[n].values.size() > sweep.knobs[*roles.line].values.size()))
            roles.line = n;
    return roles;
}

using Configurations = std::vector<const SweepData::Configuration*>;

// The configurations of each panel, by the values of the knobs that are neither x axis nor lines.
std::map<std::string, Configurations> panels_of(const SweepData& sweep, const Roles& roles)
{
    std::map<std::string, Configurations> panels;
    for (const SweepData::Configuration& one : sweep.configurations) {
        std::string name;
        for (std::size_t n = 0; n < sweep.knobs.size(); ++n)
            if (n != roles.x && n != roles.line && sweep.knobs[n].values.size() > 1)
                name += (name.empty() ? "" : ", ") + sweep.knobs[n].path + " = " +
                        sweep.knobs[n].values[one.at[n]];
        panels[name].push_back(&one);
    }
    return panels;
}

// Numbers that span more than a decade are shown on a logarithmic axis.
bool is_wide(const std::vector<double>& numbers)
{
    if (numbers.empty())
        return false;
    const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
    return *least > 0 && *most > 10 * *least;
}

struct PlotScale {
    double factor;
    std::string unit;
};

PlotScale scale_for(const SweepData::Statistic& statistic, double most)
{
    const std::string& unit = statistic.unit;
    if (statistic.is_share)
        return { 100, "%" };
    if (unit == "s")
        return most >= 1      ? PlotScale{ 1, "s" }
               : most >= 1e-3 ? PlotScale{ 1e3, "ms" }
               : most >= 1e-6 ? PlotScale{ 1e6, "us" }
                              : PlotScale{ 1e9, "ns" };
    const bool is_plain = unit.empty() || unit == "1";
    return most >= 1e9   ? PlotScale{ 1e-9, is_plain ? "G" : "G " + unit }
           : most >= 1e6 ? PlotScale{ 1e-6, is_plain ? "M" : "M " + unit }
           : most >= 1e4 ? PlotScale{ 1e-3, is_plain ? "k" : "k " + unit }
                         : PlotScale{ 1, is_plain ? "" : unit };
}

class SweepPlot {
public:
    SweepPlot(const SweepData& sweep, const Roles& roles, std::size_t statistic)
        : sweep_(sweep), roles_(roles), statistic_(statistic), knob_(sweep.knobs[roles.x])
    {
        plot_.x_name = knob_.path;
        plot_.is_stepped = false;
        plot_.is_log = is_wide(knob_.numbers);
        for (std::size_t n = 0; n < knob_.values.size(); ++n)
            plot_.x.push_back(knob_.numbers.empty() ? static_cast<double>(n) : knob_.numbers[n]);
        if (knob_.numbers.empty() || has_few_values())
            plot_.x_words = knob_.values;
        order_ = ascending(plot_.x);
    }

    Plot of(const std::string& title, const Configurations& panel)
    {
        plot_.title = title;
        const std::size_t lines = roles_.line ? sweep_.knobs[*roles_.line].values.size() : 1;
        for (std::size_t n = 0; n < std::min(lines, lines_most); ++n)
            plot_.lines.push_back(line(n, panel));
        scale();
        sort_by_x();
        plot_.x_end = plot_.x.back();
        return plot_;
    }

private:
    bool has_few_values() const { return knob_.values.size() <= 12; } // each is named

    Plot::Line line(std::size_t n, const Configurations& panel) const
    {
        Plot::Line line;
        line.name =
            roles_.line ? sweep_.knobs[*roles_.line].values[n] : sweep_.statistics[statistic_].name;
        line.color = static_cast<unsigned>(n % lines_most) + 1;
        line.values.assign(knob_.values.size(), std::nan(""));
        line.around.assign(knob_.values.size(), 0);
        for (const SweepData::Configuration* one : panel)
            if ((!roles_.line || one->at[*roles_.line] == n) && one->cells[statistic_].mean) {
                line.values[one->at[roles_.x]] = *one->cells[statistic_].mean;
                line.around[one->at[roles_.x]] = one->cells[statistic_].ci95;
            }
        return line;
    }

    // Scales all lines to the unit in which the largest value has few digits.
    void scale()
    {
        double most = 0;
        for (const Plot::Line& one : plot_.lines)
            for (const double value : one.values)
                most = std::max(most, value);
        const PlotScale to = scale_for(sweep_.statistics[statistic_], most);
        plot_.unit = to.unit;
        if (roles_.line)
            plot_.unit += (to.unit.empty() ? "" : "; ") +
                          ("a line for each " + sweep_.knobs[*roles_.line].path);
        for (Plot::Line& one : plot_.lines)
            for (std::size_t n = 0; n < one.values.size(); ++n) {
                one.values[n] *= to.factor;
                one.around[n] *= to.factor;
            }
    }

    static std::vector<std::size_t> ascending(const std::vector<double>& x)
    {
        std::vector<std::size_t> order(x.size());
        for (std::size_t n = 0; n < order.size(); ++n)
            order[n] = n;
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
        return order;
    }

    template <class Value>
    void reorder(std::vector<Value>& values) const
    {
        std::vector<Value> sorted;
        for (const std::size_t n : order_)
            sorted.push_back(values[n]);
        values = std::move(sorted);
    }

    void sort_by_x()
    {
        reorder(plot_.x);
        if (!plot_.x_words.empty())
            reorder(plot_.x_words);
        for (Plot::Line& one : plot_.lines) {
            reorder(one.values);
            reorder(one.around);
        }
    }

    const SweepData& sweep_;
    const Roles& roles_;
    const std::size_t statistic_;
    const SweepData::Knob& knob_;
    std::vector<std::size_t> order_;
    Plot plot_;
};

// A table of two knobs; the larger the number of a cell, the stronger its colour.
void write_heat(Html& html, const SweepData& sweep, const Roles& roles, std::size_t statistic,
                const Configurations& panel, const std::string& title)
{
    double least = 0, most = 0;
    bool is_first = true;
    for (const SweepData::Configuration* one : panel)
        if (const auto mean = one->cells[statistic].mean) {
            least = is_first ? *mean : std::min(least, *mean);
            most = is_first ? *mean : std::max(most, *mean);
            is_first = false;
        }
    const SweepData::Knob &across = sweep.knobs[roles.x], &down = sweep.knobs[*roles.line];
    PageTable table{ title + ": " + down.path + " down, " + across.path + " across",
                     { down.path },
                     {},
                     false,
                     "heat" };
    table.headings.insert(table.headings.end(), across.values.begin(), across.values.end());
    for (std::size_t y = 0; y < down.values.size(); ++y) {
        table.rows.push_back({ down.values[y] });
        for (std::size_t x = 0; x < across.values.size(); ++x) {
            const auto one = std::find_if(panel.begin(), panel.end(), [&](const auto* c) {
                return c->at[roles.x] == x && c->at[*roles.line] == y;
            });
            const auto mean = one == panel.end() ? std::nullopt : (*one)->cells[statistic].mean;
            const double warmth = mean && most > least ? (*mean - least) / (most - least) : 0;
            table.rows.back().push_back(
                { mean ? number_of_sweep(*mean, sweep.statistics[statistic]) : "-", "number", "",
                  "--warmth:" + coordinate(warmth * 45) + "%" });
        }
    }
    write_page_table(html, table);
}

void write_statistic(Html& html, const SweepData& sweep, const Roles& roles, std::size_t statistic)
{
    const std::string& name = sweep.statistics[statistic].name;
    std::size_t shown = 0;
    const auto panels = panels_of(sweep, roles);
    if (roles.line)
        write_left_out(html, lines_most, sweep.knobs[*roles.line].values.size(),
                       "values of " + sweep.knobs[*roles.line].path + " have a line");
    const auto grid = html.element("div", { { "class", panels.size() > 1 ? "panels" : "" } });
    for (const auto& [others, panel] : panels) {
        if (++shown > panels_most)
            break;
        const auto one = html.element("div");
        write_plot(html,
                   SweepPlot(sweep, roles, statistic).of(others.empty() ? name : others, panel));
        if (roles.line && panels.size() <= 4)
            write_heat(html, sweep, roles, statistic, panel,
                       others.empty() ? name : name + ", " + others);
    }
    write_left_out(html, panels_most, panels.size(),
                   "combinations of the other knobs; all are in sweep.csv");
}

std::string values_of(const SweepData& sweep, const SweepData::Point& point)
{
    std::string text;
    for (std::size_t n = 0; n < sweep.knobs.size(); ++n)
        text += (text.empty() ? "" : ", ") + sweep.knobs[n].path + "=" +
                sweep.knobs[n].values[sweep.configurations[point.configuration].at[n]];
    return text + point.again;
}

void write_points(Html& html, const SweepData& sweep)
{
    std::vector<const SweepData::Point*> points;
    for (const SweepData::Point& point : sweep.points)
        points.push_back(&point);
    std::stable_partition(points.begin(), points.end(), [](const auto* p) { return !p->passed; });
    write_left_out(html, points_most, points.size(),
                   "points, those that did not pass first; all are in sweep.csv");
    points.resize(std::min(points.size(), points_most));
    PageTable table{ "Points, and the command that makes each again",
                     { "point", "verdict", "not met", "command" },
                     {},
                     true };
    for (const SweepData::Point* point : points) {
        const std::string verdict =
            point->ending == "finished" ? (point->passed ? "pass" : "FAIL") : point->ending;
        table.rows.push_back({ { values_of(sweep, *point), "", point->folder },
                               { verdict, point->passed ? "pass" : "fail" },
                               point->failed,
                               { point->command, "code" } });
    }
    write_page_table(html, table);
}

} // namespace

std::string sweep_report(const SweepData& sweep)
{
    const auto failed = std::count_if(sweep.points.begin(), sweep.points.end(),
                                      [](const SweepData::Point& point) { return !point.passed; });
    Page page(sweep.name, "sweep",
              std::to_string(sweep.points.size()) + " points, " + std::to_string(failed) +
                  " not passed, itstorm " + sweep.version);
    if (!sweep.knobs.empty() && !sweep.configurations.empty()) {
        const Roles roles = roles_of(sweep);
        for (std::size_t n = 0; n < sweep.statistics.size(); ++n)
            page.section(sweep.statistics[n].name,
                         [&](Html& html) { write_statistic(html, sweep, roles, n); });
    }
    page.section("Points", [&](Html& html) { write_points(html, sweep); });
    return page.text();
}

} // namespace itstorm
