// SPDX-License-Identifier: Apache-2.0
// Waits, who caused them, and percentiles of all durations: see sections.h.
#include "quantity.h"
#include "report/page.h"
#include "report/percentiles.h"
#include "report/sections.h"
#include "stat_names.h"
#include <algorithm>

namespace itstorm {

namespace {

constexpr std::size_t waits_most = 16, durations_most = 28;

bool ends_with(const std::string& name, const std::string& end)
{
    return name.size() >= end.size() &&
           name.compare(name.size() - end.size(), end.size(), end) == 0;
}

struct Wait {
    std::string name;
    double count, mean, p99, max;
    double total() const { return count * mean; }
};

// Whether a duration is a wait, but not one that is the sum of two other waits.
bool is_wait(const std::string& name)
{
    if (has_part(name, "cmdq.wait"))
        return ends_with(name, ".lock") || ends_with(name, ".slot");
    return (has_part(name, "lock") && ends_with(name, ".wait") && name != "lock.host.cmdq.wait") ||
           ends_with(name, ".invall.delay") || ends_with(name, ".throttled_time");
}

std::vector<Wait> waits_of(const Numbers& numbers)
{
    std::vector<Wait> waits;
    for (const std::string& name : names_with(numbers, ".p50")) {
        const auto count = number_in(numbers, name + ".count");
        if (!is_wait(name) || !count)
            continue;
        const Wait wait{ name, *count, numbers.at(name + ".mean").value,
                         numbers.at(name + ".p99").value, numbers.at(name + ".max").value };
        if (wait.total() > 0)
            waits.push_back(wait);
    }
    std::stable_sort(waits.begin(), waits.end(),
                     [](const Wait& a, const Wait& b) { return a.total() > b.total(); });
    return waits;
}

void add_cause(PageTable& table, const std::string& who, const std::string& what, double commands)
{
    if (commands != 0)
        table.rows.push_back({ who, what, { format_value(commands, ""), "number" } });
}

// Of all domains together.
double sum_of(const Numbers& numbers, const std::string& statistic)
{
    double sum = 0;
    for (const std::string& domain : names_with(numbers, statistic))
        sum += numbers.at(domain + statistic).value;
    return sum;
}

} // namespace

void write_waits(Html& html, const RunData& run)
{
    const Numbers& numbers = run.result.numbers.run.numbers;
    auto waits = waits_of(numbers);
    const auto no_slot = number_in(numbers, "host.cmdq.no_slot");
    if (no_slot)
        html.leaf("p",
                  "For " + format_percent(*no_slot) +
                      " of the run at least one batch of commands of boot, " +
                      "assignment or a guest waited for a slot of the ring; for " +
                      format_percent(number_in(numbers, "host.cmdq.no_slot.critical").value_or(0)) +
                      " one of storm handling did.");
    if (waits.empty())
        return;
    PageTable table{ "Waits, by total time",
                     { "what", "times", "total", "mean", "p99", "longest" },
                     {} };
    write_left_out(html, waits_most, waits.size(), "waits; the others are among all statistics");
    waits.resize(std::min(waits.size(), waits_most));
    for (const Wait& wait : waits)
        table.rows.push_back({ wait.name,
                               { format_value(wait.count, ""), "number" },
                               { format_value(wait.total(), "s"), "number" },
                               { format_value(wait.mean, "s"), "number" },
                               { format_value(wait.p99, "s"), "number" },
                               { format_value(wait.max, "s"), "number" } });
    write_page_table(html, table);
}

// What the hypervisor issues for a guest or against its storms stands with the domain.
void write_causes(Html& html, const RunData& run)
{
    const Numbers& numbers = run.result.numbers.run.numbers;
    PageTable table{ "Physical commands, by who caused them",
                     { "who", "what for", "commands" },
                     {} };
    const std::string issued = "host.cmdq.issued.";
    for (const auto& [name, number] : numbers)
        if (name.compare(0, issued.size(), issued) == 0) {
            const std::string what = name.substr(issued.size());
            const double of_domains = what == "guest"   ? sum_of(numbers, ".vits.host_commands")
                                      : what == "storm" ? sum_of(numbers, ".storm.host_commands")
                                                        : 0;
            add_cause(table, "hypervisor", what, number.value - of_domains);
        }
    for (const std::string& domain : names_with(numbers, ".vits.host_commands")) {
        const std::string prefix = domain + ".vits.host_commands.";
        for (const auto& [name, number] : numbers)
            if (name.compare(0, prefix.size(), prefix) == 0)
                add_cause(table, domain, "its " + name.substr(prefix.size()), number.value);
    }
    for (const std::string& domain : names_with(numbers, ".storm.host_commands"))
        add_cause(table, domain, "its storms", numbers.at(domain + ".storm.host_commands").value);
    if (!table.rows.empty())
        write_page_table(html, table);
}

void write_latencies(Html& html, const RunData& run)
{
    const Numbers& numbers = run.result.numbers.run.numbers;
    std::vector<Percentiles> rows;
    for (const std::string& name : names_with(numbers, ".p999")) {
        const bool is_part = ends_with(name, ".lock") || ends_with(name, ".slot");
        const auto row = percentiles_of(numbers, name);
        if (row && !is_part && !has_part(name, "lock"))
            rows.push_back(*row);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Percentiles& a, const Percentiles& b) {
        return a.values.back() > b.values.back();
    });
    write_left_out(html, durations_most, rows.size(),
                   "durations; the others are among all statistics");
    if (rows.size() > durations_most)
        rows.resize(durations_most);
    if (!rows.empty())
        write_percentiles(html, "Durations, the longest first", rows);
}

} // namespace itstorm
