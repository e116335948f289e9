// SPDX-License-Identifier: Apache-2.0
// Comparisons: see comparison_report.h.
#include "report/comparison_report.h"
#include "quantity.h"
#include "report/page.h"
#include "report/percentiles.h"
#include "report/sections.h"
#include "stat_names.h"
#include <algorithm>
#include <set>

namespace itstorm {

namespace {

constexpr std::size_t lines_most = 7; // in one plot: as many as there are colours
constexpr std::size_t bars_most = 40; // PEs of all runs
constexpr std::size_t latencies_most = 6;

// "2 of 3 met", and which ones were not.
PageTable::Cell verdict_cell(const ReadResult& result)
{
    const auto& verdicts = result.judgement.verdicts;
    const auto met = std::count_if(verdicts.begin(), verdicts.end(),
                                   [](const Verdict& v) { return v.passed(); });
    if (result.ending != Ending::Finished)
        return { ending_name(result.ending), "fail" };
    if (verdicts.empty())
        return { "nothing expected", "quiet" };
    const std::string text =
        std::to_string(met) + " of " + std::to_string(verdicts.size()) + " met";
    return { text, met == static_cast<std::ptrdiff_t>(verdicts.size()) ? "pass" : "fail" };
}

std::string what_failed(const ReadResult& result)
{
    const std::string unmet = unmet_text(result.judgement.verdicts);
    return result.message + (result.message.empty() || unmet.empty() ? "" : "; ") + unmet;
}

void write_runs(Html& html, const ComparisonData& comparison)
{
    html.leaf("p", comparison.summary, { { "class", "summary" } });
    PageTable table{ "Runs", { "run", "expectations", "ended at", "not met" }, {} };
    for (const RunData& run : comparison.runs) {
        const std::string link = run.folder.empty() ? "" : run.folder + "/report.html";
        table.rows.push_back({ { run.name, "", link },
                               verdict_cell(run.result),
                               { format_value(run.result.end_s, "s"), "number" },
                               what_failed(run.result) });
    }
    write_page_table(html, table);
}

void write_side_by_side(Html& html, const Table& numbers)
{
    if (numbers.empty())
        return;
    PageTable table{ "What the scenario asks for, or else what differs", { "what" }, {} };
    table.headings.insert(table.headings.end(), numbers.columns.begin(), numbers.columns.end());
    std::string note;
    for (const Table::Row& row : numbers.rows) {
        table.rows.push_back({ title(row.what) });
        for (const auto& cell : row.cells) {
            if (cell && cell->is_partial)
                note = "* so far: the run or the window was cut short";
            table.rows.back().push_back(
                { cell ? number_text(*cell) + (cell->is_partial ? "*" : "") : "-", "number" });
        }
    }
    write_page_table(html, table);
    if (!note.empty())
        html.leaf("p", note, { { "class", "quiet" } });
}

std::set<std::string> rings_of(const ComparisonData& comparison)
{
    std::set<std::string> rings;
    for (const RunData& run : comparison.runs)
        if (run.levels)
            for (const Levels::One& level : run.levels->all)
                if (is_ring(level.name))
                    rings.insert(level.name);
    return rings;
}

void write_rings(Html& html, const ComparisonData& comparison)
{
    const RunData* longest = longest_of(comparison.runs);
    for (const std::string& ring : rings_of(comparison))
        for (std::size_t first = 0; first < comparison.runs.size(); first += lines_most) {
            std::vector<const RunData*> runs;
            for (std::size_t n = first; n < std::min(comparison.runs.size(), first + lines_most);
                 ++n)
                runs.push_back(&comparison.runs[n]);
            if (const auto plot = plot_of_level(runs, ring, *longest->levels))
                write_plot(html, *plot);
        }
}

bool is_compared(const std::string& name)
{
    return name.find(".vlpi.latency") != std::string::npos || name == "host.cmdq.wait.critical" ||
           name == "host.cmdq.wait.bulk";
}

std::set<std::string> latencies_of(const ComparisonData& comparison)
{
    std::set<std::string> names;
    for (const RunData& run : comparison.runs)
        for (const std::string& name : names_with(run.result.numbers.run.numbers, ".p999"))
            if (is_compared(name))
                names.insert(name);
    return names;
}

void write_compared_latencies(Html& html, const ComparisonData& comparison)
{
    const auto names = latencies_of(comparison);
    write_left_out(html, latencies_most, names.size(), "latencies; each run's own report has all");
    std::size_t shown = 0;
    for (const std::string& name : names) {
        if (++shown > latencies_most)
            break;
        std::vector<Percentiles> rows;
        for (const RunData& run : comparison.runs)
            if (const auto row = percentiles_of(run.result.numbers.run.numbers, name)) {
                rows.push_back(*row);
                rows.back().name = run.name;
            }
        if (rows.empty())
            continue;
        html.leaf("h3", name);
        write_percentiles(html, name, rows);
    }
}

void write_compared_pes(Html& html, const ComparisonData& comparison)
{
    Stacks stacks = stacks_of_pes();
    for (const RunData& run : comparison.runs)
        add_pes(stacks, run.result.numbers.run.numbers,
                [&](const std::string& pe) { return run.name + " " + pe; });
    if (stacks.all.empty())
        return;
    write_left_out(html, bars_most, stacks.all.size(), "PEs; each run's own report has all");
    if (stacks.all.size() > bars_most)
        stacks.all.resize(bars_most);
    write_stacks_of_pes(html, stacks);
}

void write_commands(Html& html, const ComparisonData& comparison)
{
    if (!comparison.command.empty())
        html.leaf("pre", comparison.command, { { "tabindex", "0" } });
    html.leaf("p", "Each run's own report says how that run alone is made again.",
              { { "class", "quiet" } });
}

} // namespace

std::string comparison_report(const ComparisonData& comparison)
{
    Page page(comparison.title, "", std::to_string(comparison.runs.size()) + " runs");
    const auto add = [&](const char* heading, void (*write)(Html&, const ComparisonData&)) {
        page.section(heading, [&](Html& html) { write(html, comparison); });
    };
    add("Verdicts", write_runs);
    page.section("Side by side", [&](Html& html) { write_side_by_side(html, comparison.table); });
    add("Over time", write_rings);
    add("Latencies", write_compared_latencies);
    add("PEs", write_compared_pes);
    add("Reproduce", write_commands);
    return page.text();
}

} // namespace itstorm
