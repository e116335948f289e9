// SPDX-License-Identifier: Apache-2.0
// What the blocks count: caches, locks, storms, the hypervisor's own; then every statistic. See
// sections.h.
#include "quantity.h"
#include "report/page.h"
#include "report/sections.h"

namespace itstorm {

namespace {

std::string quantity_text(const std::string& name, const Number& number)
{
    return is_share(name, number) ? format_percent(number.value)
                                  : format_value(number.value, number.unit);
}

PageTable::Cell cell_of(const Numbers& numbers, const std::string& name)
{
    const auto at = numbers.find(name);
    return at == numbers.end() ? PageTable::Cell("-", "number quiet")
                               : PageTable::Cell(quantity_text(name, at->second), "number");
}

bool is_of(const std::string& name, const std::string& part)
{
    return name.compare(0, part.size(), part) == 0 || name.find("." + part) != std::string::npos;
}

struct Shown {
    const char *heading, *suffix;
};

// A row for each name, a column for each suffix; rows in which nothing happened are left out.
void write_rows(Html& html, const Numbers& numbers, const std::string& caption,
                const std::vector<std::string>& names, const std::vector<Shown>& columns)
{
    PageTable table{ caption, { "what" }, {} };
    for (const Shown& column : columns)
        table.headings.push_back(column.heading);
    for (const std::string& name : names) {
        bool happened = false;
        std::vector<PageTable::Cell> row = { name };
        for (const Shown& column : columns) {
            happened |= number_in(numbers, name + column.suffix).value_or(0) != 0;
            row.push_back(cell_of(numbers, name + column.suffix));
        }
        if (happened)
            table.rows.push_back(row);
    }
    if (!table.rows.empty())
        write_page_table(html, table);
}

} // namespace

void write_caches(Html& html, const RunData& run)
{
    const Numbers& numbers = run.result.numbers.run.numbers;
    std::vector<std::string> caches;
    for (const std::string& name : names_with(numbers, ".misses"))
        if (is_of(name, "cache."))
            caches.push_back(name);
    write_rows(html, numbers, "Caches of the ITS", caches,
               { { "hits", ".hits" },
                 { "misses", ".misses" },
                 { "answered by the cache", ".hit_share" } });
    write_rows(html, numbers, "LPI caches of the redistributors",
               names_with(numbers, ".lpi.property_hits"),
               { { "hits", ".lpi.property_hits" },
                 { "misses", ".lpi.property_misses" },
                 { "spilled", ".lpi.spilled" },
                 { "reloaded", ".lpi.reloaded" } });
}

void write_locks(Html& html, const RunData& run)
{
    const Numbers& numbers = run.result.numbers.run.numbers;
    write_rows(html, numbers, "Locks that somebody took", names_with(numbers, ".contended"),
               { { "taken", ".hold.count" },
                 { "contended", ".contended" },
                 { "held, mean", ".hold.mean" },
                 { "held, longest", ".hold.max" },
                 { "waited, p99", ".wait.p99" },
                 { "waited, longest", ".wait.max" } });
}

void write_storms(Html& html, const RunData& run)
{
    const Numbers& numbers = run.result.numbers.run.numbers;
    write_rows(html, numbers, "Storms, by domain", names_with(numbers, ".storm.detections"),
               { { "detected", ".storm.detections" },
                 { "of honest devices", ".storm.false_detections" },
                 { "host commands", ".storm.host_commands" },
                 { "made later", ".storm.deferred" },
                 { "disabled, mean", ".storm.throttled_time.mean" },
                 { "disabled, longest", ".storm.throttled_time.max" } });
    write_rows(html, numbers, "LPIs and vLPIs, by domain", names_with(numbers, ".vlpi.injected"),
               { { "injected", ".vlpi.injected" },
                 { "merged", ".vlpi.merged" },
                 { "pended", ".vlpi.pended" },
                 { "discarded", ".vlpi.discarded" },
                 { "handled", ".vlpi.handled" },
                 { "latency, p50", ".vlpi.latency.p50" },
                 { "latency, p99", ".vlpi.latency.p99" } });
}

void write_policies(Html& html, const RunData& run)
{
    const Numbers& numbers = run.result.numbers.run.numbers;
    PageTable table{ "What the hypervisor's policies count", { "what", "value", "meaning" }, {} };
    for (const auto& [name, number] : numbers) {
        const bool is_ours = is_of(name, "host.cmdq.") || is_of(name, "host.batch.") ||
                             is_of(name, "vits.") || is_of(name, "vgic.");
        const bool is_count = number.unit != "s" && name.find(".wait.") == std::string::npos &&
                              name.find(".lock.") == std::string::npos &&
                              name.find(".queue.") == std::string::npos &&
                              name.find(".count") == std::string::npos;
        if (is_ours && is_count && number.value != 0)
            table.rows.push_back({ name, { quantity_text(name, number), "number" }, number.text });
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
        "Every statistic; in a window a counter is a rate", { "name", "run" }, {}, "filtered"
    };
    for (const auto& [window, measured] : all.windows)
        table.headings.push_back(
            window + (measured.incomplete.empty() ? "" : " (so far: " + measured.incomplete + ")"));
    table.headings.push_back("meaning");
    for (const auto& [name, number] : all.run.numbers) {
        std::vector<PageTable::Cell> row = { name, { quantity_text(name, number), "number" } };
        for (const auto& [window, measured] : all.windows)
            row.push_back(cell_of(measured.numbers, name));
        row.push_back(number.text);
        table.rows.push_back(row);
    }
    write_page_table(html, table);
}

} // namespace itstorm
