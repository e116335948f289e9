// SPDX-License-Identifier: Apache-2.0
// The tables of counters (caches, locks, storms, policies) and of every statistic: see sections.h.
#include "glob.h"
#include "report/page.h"
#include "report/sections.h"
#include "stat_names.h"

namespace itstorm {

namespace {

PageTable::Cell cell_of(const Numbers& numbers, const std::string& name)
{
    const auto at = numbers.find(name);
    return at == numbers.end() ? PageTable::Cell("-", "number quiet")
                               : PageTable::Cell(number_text(at->second), "number");
}

struct Column {
    const char *heading, *suffix;
};

// A row for each name that has the first statistic, a column for each statistic.
struct Counters {
    const char *caption, *names; // glob
    std::vector<Column> columns;
};

const std::vector<Counters>& caches_and_locks()
{
    static const std::vector<Counters> all = {
        { "Caches of the ITS",
          "*.cache.*",
          { { "hits", ".hits" },
            { "misses", ".misses" },
            { "answered by the cache", ".hit_share" } } },
        { "LPI caches of the redistributors",
          "*",
          { { "hits", ".lpi.property_hits" },
            { "misses", ".lpi.property_misses" },
            { "spilled", ".lpi.spilled" },
            { "reloaded", ".lpi.reloaded" } } },
        { "Locks that somebody took",
          "*",
          { { "taken", ".hold.count" },
            { "contended", ".contended" },
            { "held, mean", ".hold.mean" },
            { "held, longest", ".hold.max" },
            { "waited, p99", ".wait.p99" },
            { "waited, longest", ".wait.max" } } },
    };
    return all;
}

const std::vector<Counters>& storms_and_vlpis()
{
    static const std::vector<Counters> all = {
        { "Storms, by domain",
          "*",
          { { "detected", ".storm.detections" },
            { "of honest devices", ".storm.false_detections" },
            { "host commands", ".storm.host_commands" },
            { "made later", ".storm.deferred" },
            { "disabled, mean", ".storm.throttled_time.mean" },
            { "disabled, longest", ".storm.throttled_time.max" } } },
        { "LPIs and vLPIs, by domain",
          "*",
          { { "injected", ".vlpi.injected" },
            { "merged", ".vlpi.merged" },
            { "pended", ".vlpi.pended" },
            { "discarded", ".vlpi.discarded" },
            { "handled", ".vlpi.handled" },
            { "latency, p50", ".vlpi.latency.p50" },
            { "latency, p99", ".vlpi.latency.p99" } } },
    };
    return all;
}

// A row whose numbers are all 0 is left out.
void write_counters(Html& html, const Numbers& numbers, const Counters& counters)
{
    PageTable table{ counters.caption, { "what" }, {} };
    for (const Column& column : counters.columns)
        table.headings.emplace_back(column.heading);
    for (const std::string& name : names_with(numbers, counters.columns[0].suffix)) {
        bool happened = false;
        std::vector<PageTable::Cell> row = { name };
        for (const Column& column : counters.columns) {
            happened |= number_in(numbers, name + column.suffix).value_or(0) != 0;
            row.push_back(cell_of(numbers, name + column.suffix));
        }
        if (happened && matches_glob(counters.names, name))
            table.rows.push_back(row);
    }
    if (!table.rows.empty())
        write_page_table(html, table);
}

} // namespace

void write_caches_and_locks(Html& html, const RunData& run)
{
    for (const Counters& counters : caches_and_locks())
        write_counters(html, run.result.numbers.run.numbers, counters);
}

void write_storms(Html& html, const RunData& run)
{
    for (const Counters& counters : storms_and_vlpis())
        write_counters(html, run.result.numbers.run.numbers, counters);
}

void write_policies(Html& html, const RunData& run)
{
    const Numbers& numbers = run.result.numbers.run.numbers;
    PageTable table{ "What the hypervisor's policies count", { "what", "value", "meaning" }, {} };
    for (const auto& [name, number] : numbers) {
        const bool is_ours = name.compare(0, 10, "host.cmdq.") == 0 ||
                             name.compare(0, 11, "host.batch.") == 0 || has_part(name, "vits") ||
                             has_part(name, "vgic");
        const bool is_count = number.unit != "s" && !has_part(name, "wait") &&
                              !has_part(name, "lock") && !has_part(name, "queue") &&
                              !has_part(name, "count");
        if (is_ours && is_count && number.value != 0)
            table.rows.push_back({ name, { number_text(number), "number" }, number.text });
    }
    if (!table.rows.empty())
        write_page_table(html, table);
}

void write_statistics(Html& html, const RunData& run)
{
    const VariantNumbers& all = run.result.numbers;
    const auto details = html.element("details");
    html.leaf("summary",
              std::to_string(all.run.numbers.size()) + " statistics of the run and of its windows");
    PageTable table{
        "Every statistic; in a window a counter is a rate", { "name", "run" }, {}, true
    };
    for (const auto& [window, measured] : all.windows)
        table.headings.push_back(
            window + (measured.incomplete.empty() ? "" : " (so far: " + measured.incomplete + ")"));
    table.headings.push_back("meaning");
    for (const auto& [name, number] : all.run.numbers) {
        std::vector<PageTable::Cell> row = { name, { number_text(number), "number" } };
        for (const auto& [window, measured] : all.windows)
            row.push_back(cell_of(measured.numbers, name));
        row.push_back(number.text);
        table.rows.push_back(row);
    }
    write_page_table(html, table);
}

} // namespace itstorm
