// SPDX-License-Identifier: Apache-2.0
// Levels over time: see sections.h.
#include "report/sections.h"
#include <algorithm>
#include <cmath>

namespace itstorm {

namespace {

constexpr std::size_t pending_most =
    4; // redistributors that are drawn: those with most pending LPIs
constexpr unsigned colors = 7, most_color = 8;
constexpr double us_per_ms = 1000, ps_per_ms = 1e9;

double largest_in(const Levels::One& level)
{
    return level.max.empty() ? 0 : *std::max_element(level.max.begin(), level.max.end());
}

bool is_ring(const Levels::One& level)
{
    return level.name.find(".cmdq.occupancy") != std::string::npos;
}

void add_marks(Plot& plot, const RunData& run)
{
    for (const auto& [label, ps] : run.result.labels_ps)
        plot.marks.push_back({ static_cast<double>(ps) / ps_per_ms, label });
    std::stable_sort(plot.marks.begin(), plot.marks.end(),
                     [](const Plot::Mark& a, const Plot::Mark& b) { return a.x < b.x; });
}

// The moments of the longest run; the others' series hold nothing where they have ended.
const RunData* longest_of(const std::vector<const RunData*>& runs)
{
    const RunData* longest = nullptr;
    for (const RunData* run : runs)
        if (run->levels && (longest == nullptr || run->levels->end_us > longest->levels->end_us))
            longest = run;
    return longest;
}

// The value at each moment of `at`, of a series with moments of its own.
std::vector<double> values_at(const std::vector<double>& at, const Levels& levels,
                              const std::vector<double>& values)
{
    std::vector<double> all;
    std::size_t row = 0;
    for (const double us : at) {
        while (row + 1 < levels.from_us.size() && levels.from_us[row + 1] <= us)
            ++row;
        all.push_back(us < levels.end_us ? values[row] : std::nan(""));
    }
    return all;
}

} // namespace

std::optional<Plot> plot_of_level(const std::vector<const RunData*>& runs, const std::string& level)
{
    const RunData* longest = longest_of(runs);
    if (longest == nullptr)
        return std::nullopt;
    Plot plot;
    plot.title = level;
    unsigned colored = 0;
    const std::vector<double>& at = longest->levels->from_us;
    for (const double us : at)
        plot.x.push_back(us / us_per_ms);
    plot.x_end = longest->levels->end_us / us_per_ms;
    for (const RunData* run : runs) {
        const Levels::One* one = run->levels ? run->levels->find(level) : nullptr;
        if (one == nullptr)
            continue;
        if (runs.size() == 1)
            plot.lines.push_back({ "most", one->max, most_color });
        plot.lines.push_back({ runs.size() == 1 ? "mean" : run->name,
                               values_at(at, *run->levels, one->mean), 1 + colored++ % colors });
        const auto capacity = run->result.capacities.find(level);
        if (capacity != run->result.capacities.end())
            plot.capacity =
                std::max(plot.capacity.value_or(0), static_cast<double>(capacity->second));
    }
    plot.unit = level.find(".cmdq.") != std::string::npos ? "commands" : "LPIs";
    add_marks(plot, *longest);
    return plot.lines.empty() ? std::nullopt : std::optional(plot);
}

void write_levels(Html& html, const RunData& run)
{
    if (!run.levels)
        return;
    std::vector<const Levels::One*> shown, pending;
    for (const Levels::One& level : run.levels->all) {
        if (is_ring(level))
            shown.push_back(&level);
        else if (largest_in(level) != 0)
            pending.push_back(&level);
    }
    std::stable_sort(pending.begin(), pending.end(),
                     [](const auto* a, const auto* b) { return largest_in(*a) > largest_in(*b); });
    pending.resize(std::min(pending.size(), pending_most));
    shown.insert(shown.end(), pending.begin(), pending.end());
    html.leaf("p",
              "Commands in the ring, and pending LPIs, in each stretch of the run: mean, and the "
              "most there "
              "was. Vertical lines are the labels of the timeline.",
              { { "class", "quiet" } });
    for (const Levels::One* level : shown)
        if (const auto plot = plot_of_level({ &run }, level->name))
            write_plot(html, *plot);
}

} // namespace itstorm
