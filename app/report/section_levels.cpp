// SPDX-License-Identifier: Apache-2.0
// The plots of rings and pending LPIs over time: see sections.h.
#include "report/page.h"
#include "report/sections.h"
#include "stat_names.h"
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

bool has_label(const RunData& run, const std::pair<const std::string, std::uint64_t>& label)
{
    const auto at = run.result.labels_ps.find(label.first);
    return at != run.result.labels_ps.end() && at->second == label.second;
}

// Marks the labels that all runs reached at the same moment.
void add_marks(Plot& plot, const std::vector<const RunData*>& runs)
{
    for (const auto& label : runs.front()->result.labels_ps)
        if (std::all_of(runs.begin(), runs.end(),
                        [&](const RunData* run) { return has_label(*run, label); }))
            plot.marks.push_back({ static_cast<double>(label.second) / ps_per_ms, label.first });
    std::stable_sort(plot.marks.begin(), plot.marks.end(),
                     [](const Plot::Mark& a, const Plot::Mark& b) { return a.x < b.x; });
}

std::optional<double> capacity_in(const RunData& run, const std::string& level)
{
    const auto at = run.result.capacities.find(level);
    return at == run.result.capacities.end() ? std::nullopt
                                             : std::optional(static_cast<double>(at->second));
}

// The capacity that all runs have; nothing if they differ.
std::optional<double> common_capacity(const std::vector<const RunData*>& runs,
                                      const std::string& level)
{
    const auto capacity = capacity_in(*runs.front(), level);
    const bool is_common = std::all_of(runs.begin(), runs.end(), [&](const RunData* run) {
        return capacity_in(*run, level) == capacity;
    });
    return is_common ? capacity : std::nullopt;
}

// When the interval of row n ends.
double end_of_row(const Levels& levels, std::size_t n)
{
    return n + 1 < levels.from_us.size() ? levels.from_us[n + 1] : levels.end_us;
}

// The means of a series with other intervals over each interval of `moments`; NaN after its end.
std::vector<double> means_over(const Levels& moments, const Levels& levels,
                               const std::vector<double>& values)
{
    std::vector<double> means;
    std::size_t row = 0;
    for (std::size_t n = 0; n < moments.from_us.size(); ++n) {
        const double from = moments.from_us[n], end = end_of_row(moments, n);
        while (row < values.size() && end_of_row(levels, row) <= from)
            ++row;
        double area = 0, span = 0;
        for (std::size_t m = row; m < values.size() && levels.from_us[m] < end; ++m) {
            const double shared =
                std::min(end, end_of_row(levels, m)) - std::max(from, levels.from_us[m]);
            area += values[m] * shared;
            span += shared;
        }
        means.push_back(span > 0 ? area / span : std::nan(""));
    }
    return means;
}

} // namespace

const RunData* longest_of(const std::vector<RunData>& runs)
{
    const RunData* longest = nullptr;
    for (const RunData& run : runs)
        if (run.levels && (longest == nullptr || run.levels->end_us > longest->levels->end_us))
            longest = &run;
    return longest;
}

std::optional<Plot> plot_of_level(const std::vector<const RunData*>& runs, const std::string& level,
                                  const Levels& moments)
{
    Plot plot;
    plot.title = level;
    plot.unit = is_ring(level) ? "commands" : "LPIs";
    for (const double us : moments.from_us)
        plot.x.push_back(us / us_per_ms);
    plot.x_end = moments.end_us / us_per_ms;
    unsigned colored = 0;
    std::vector<const RunData*> drawn;
    for (const RunData* run : runs) {
        const Levels::One* one = run->levels ? run->levels->find(level) : nullptr;
        if (one == nullptr)
            continue;
        if (runs.size() == 1)
            plot.lines.push_back({ "max", one->max, most_color });
        plot.lines.push_back({ runs.size() == 1 ? "mean" : run->name,
                               means_over(moments, *run->levels, one->mean),
                               1 + colored++ % colors });
        drawn.push_back(run);
    }
    if (drawn.empty())
        return std::nullopt;
    plot.capacity = common_capacity(drawn, level);
    add_marks(plot, drawn);
    return plot;
}

void write_levels(Html& html, const RunData& run)
{
    if (!run.levels)
        return;
    std::vector<const Levels::One*> shown, pending;
    for (const Levels::One& level : run.levels->all) {
        if (is_ring(level.name))
            shown.push_back(&level);
        else if (largest_in(level) != 0)
            pending.push_back(&level);
    }
    std::stable_sort(pending.begin(), pending.end(),
                     [](const auto* a, const auto* b) { return largest_in(*a) > largest_in(*b); });
    const std::size_t all = pending.size();
    pending.resize(std::min(all, pending_most));
    shown.insert(shown.end(), pending.begin(), pending.end());
    html.leaf("p",
              "Commands in the ring and pending LPIs in each interval of the run: mean and "
              "maximum. Vertical lines are the labels of the timeline.",
              { { "class", "quiet" } });
    write_left_out(html, pending.size(), all,
                   "redistributors, those with most pending LPIs; all are in series.csv");
    for (const Levels::One* level : shown)
        if (const auto plot = plot_of_level({ &run }, level->name, *run.levels))
            write_plot(html, *plot);
}

} // namespace itstorm
