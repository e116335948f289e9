// SPDX-License-Identifier: Apache-2.0
// How each PE spent its time, and the slowest vLPIs hop by hop: see sections.h.
#include "quantity.h"
#include "report/page.h"
#include "report/sections.h"
#include <algorithm>

namespace itstorm {

namespace {

const std::vector<std::string> pe_states = { "guest", "el2", "irq", "idle" };
constexpr double s_per_ps = 1e-12;

std::vector<double> shares_of(const Numbers& numbers, const std::string& pe)
{
    std::vector<double> shares;
    for (const std::string& state : pe_states)
        shares.push_back(number_in(numbers, pe + ".share." + state).value_or(0));
    return shares;
}

// Sorts pe2 before pe10.
bool numbered_before(const std::string& a, const std::string& b)
{
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

Stacks stacks_of_ways(const std::vector<SlowVlpi>& slowest)
{
    Stacks stacks{ "The slowest vLPIs, hop by hop", {}, "hop", "s", false, {} };
    for (const Hop& hop : slowest[0].hops)
        stacks.parts.push_back(hop.name);
    for (const SlowVlpi& slow : slowest) {
        Stack stack{ slow.domain + " " + std::to_string(slow.vlpi) + " at " +
                         format_value(static_cast<double>(slow.sent_ps) * s_per_ps, "s"),
                     {} };
        for (const Hop& hop : slow.hops)
            stack.parts.push_back(static_cast<double>(hop.ps) * s_per_ps);
        stacks.all.push_back(stack);
    }
    return stacks;
}

void write_table_of_stacks(Html& html, const Stacks& stacks, PageTable table)
{
    for (std::size_t n = 0; n < stacks.all.size(); ++n) {
        auto& row = table.rows[n];
        for (const double part : stacks.all[n].parts)
            row.push_back({ part_text(part, stacks), "number" });
    }
    write_page_table(html, table);
}

} // namespace

Stacks stacks_of_pes()
{
    return { "Where the time of each PE went", pe_states, "state", "1", true, {} };
}

void add_pes(Stacks& stacks, const Numbers& numbers,
             const std::function<std::string(const std::string& pe)>& label)
{
    auto pes = names_with(numbers, ".share.guest");
    std::sort(pes.begin(), pes.end(), numbered_before);
    for (const std::string& pe : pes)
        stacks.all.push_back({ label(pe), shares_of(numbers, pe) });
}

void write_stacks_of_pes(Html& html, const Stacks& stacks)
{
    write_stacks(html, stacks);
    PageTable table{ stacks.title, { "PE", "guest", "EL2", "interrupts", "idle" }, {} };
    for (const Stack& stack : stacks.all)
        table.rows.push_back({ stack.name });
    write_table_of_stacks(html, stacks, std::move(table));
}

void write_pes(Html& html, const RunData& run)
{
    Stacks stacks = stacks_of_pes();
    add_pes(stacks, run.result.numbers.run.numbers, [](const auto& pe) { return pe; });
    if (stacks.all.empty())
        return;
    for (const auto& one : run.result.numbers.windows)
        add_pes(stacks, one.second.numbers,
                [&](const std::string& pe) { return pe + " in " + one.first; });
    write_stacks_of_pes(html, stacks);
}

void write_slowest(Html& html, const RunData& run)
{
    const std::vector<SlowVlpi>& slowest = run.result.slowest;
    if (slowest.empty())
        return;
    html.leaf("p",
              "From the MSI that set the pending bit until the guest's acknowledge. link: until "
              "the ITS has it; "
              "translate: until the LPI is pending; pending: until the hypervisor acknowledges it; "
              "receive: until the hypervisor knows whose it is; inject: until a list register "
              "holds it; guest_acknowledge: until the guest acknowledges it.",
              { { "class", "quiet" } });
    const Stacks stacks = stacks_of_ways(slowest);
    write_stacks(html, stacks);
    PageTable table{ stacks.title, { "vLPI, when its MSI was sent", "total" }, {} };
    table.headings.insert(table.headings.end(), stacks.parts.begin(), stacks.parts.end());
    for (const Stack& stack : stacks.all) {
        double sum = 0;
        for (const double part : stack.parts)
            sum += part;
        table.rows.push_back({ stack.name, { format_value(sum, "s"), "number" } });
    }
    write_table_of_stacks(html, stacks, std::move(table));
}

void write_journey(Html& html, const RunData& run)
{
    if (run.result.journey.empty())
        return;
    PageTable table{ "The first message that came through",
                     { "hop", "time", "its PE was charged" },
                     {} };
    for (const Hop& hop : run.result.journey) {
        std::string counts;
        for (const auto& [name, count] : hop.counts)
            counts += (counts.empty() ? "" : ", ") + std::to_string(count) + " " + name;
        table.rows.push_back(
            { hop.name,
              { format_value(static_cast<double>(hop.ps) * s_per_ps, "s"), "number" },
              counts });
    }
    write_page_table(html, table);
}

} // namespace itstorm
