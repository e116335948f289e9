// SPDX-License-Identifier: Apache-2.0
// glance(): see glance.h.
#include "glance.h"
#include "glob.h"
#include "stat_names.h"
#include <algorithm>
#include <set>

namespace itstorm {

namespace {

constexpr std::size_t instances_most = 3; // rows of one pattern: those with the largest numbers
constexpr std::size_t probes_most = 8;    // rows of probes that no pattern names

struct Block {
    const char* title;
    std::vector<const char*> patterns; // in the order of the rows
};

// The groups, from the command ring outwards. `*` is the name of an instance, or a word of a set.
const std::vector<Block>& blocks()
{
    static const std::vector<Block> all = {
        { "ITS",
          { "*.cmdq.occupancy.mean", "*.cmdq.occupancy.max", "*.cmdq.occupancy.full_share",
            "*.cmdq.stalled_time", "*.cmd.service.mean", "*.cmd.*.executed", "*.cmd.*.errors",
            "*.msi.received", "*.msi.dropped.*", "*.msi.inbox.max", "*.cache.*.hit_share" } },
        { "redistributors",
          { "gicr*.lpi.pending.mean", "gicr*.lpi.pending.max", "gicr*.lpi.delivered",
            "gicr*.lpi.merged", "gicr*.irq.delivered", "gicr*.lr.used.max" } },
        { "hypervisor",
          { "host.cmdq.no_slot", "host.cmdq.wait.critical.p99", "host.cmdq.wait.bulk.p99",
            "host.cmdq.done.critical.p99", "host.cmdq.issued.*", "host.cmdq.refused",
            "host.cmdq.sleeps", "lock.*.wait.max", "*.lock.*.wait.max" } },
        { "PEs",
          { "pe*.share.guest", "pe*.share.el2", "pe*.share.irq", "pe*.share.idle",
            "pe*.irq_loop.max" } },
        { "domains",
          { "*.progress", "*.vlpi.handled", "*.vlpi.merged", "*.vlpi.discarded",
            "*.vlpi.latency.p50", "*.vlpi.latency.p99", "*.spi.handled", "*.vits.queue.max",
            "*.vits.trap.max", "*.vits.host_commands", "*.vits.cmd.error", "*.storm.detections",
            "*.storm.throttled_time.mean" } },
        { "devices",
          { "*.msi.sent", "*.msi.merged", "*.msi.dropped", "*.intx.asserted", "*.rx.received",
            "*.rx.missed", "*.rx.latency.p99", "*.commands", "*.latency.p99",
            "*.interrupts_per_event", "*.faults.*", "*.dma.refused" } },
    };
    return all;
}

// A pattern that begins with "*." is for any instance whose name has no dots.
bool matches(const std::string& pattern, const std::string& name)
{
    if (pattern.compare(0, 2, "*.") != 0)
        return matches_glob(pattern, name);
    const std::size_t dot = name.find('.');
    return dot != std::string::npos && matches_glob(pattern.substr(2), name.substr(dot + 1));
}

using Names = std::vector<std::string>;

class Glance {
public:
    explicit Glance(const std::vector<NamedResult>& runs)
    {
        if (runs.size() == 1)
            add_windows(runs[0]);
        else
            for (const NamedResult& run : runs)
                add_column(run.scenario->variant, run.result.numbers.run);
        is_comparison_ = runs.size() > 1;
        for (const Measured* column : columns_)
            for (const auto& [name, number] : column->numbers)
                names_.insert(name);
    }

    Table build(const std::vector<hv_probe>& probes)
    {
        for (const Block& block : blocks()) {
            for (const char* pattern : block.patterns)
                add_rows(block.title, pattern, instances_most);
            if (block.title == std::string("hypervisor"))
                add_probes(probes);
        }
        if (!table_.empty())
            table_.note = left_out_ ? "of each thing the largest; all of it is in result.json\n"
                                    : "all of it is in result.json\n";
        return std::move(table_);
    }

private:
    void add_column(const std::string& name, const Measured& measured)
    {
        table_.columns.push_back(name);
        columns_.push_back(&measured);
    }

    // The windows that opened, in the order of the scenario.
    void add_windows(const NamedResult& run)
    {
        const VariantNumbers& numbers = run.result.numbers;
        add_column("run", numbers.run);
        for (const Measure& measure : run.scenario->measures) {
            const auto window = numbers.windows.find(measure.name);
            if (window != numbers.windows.end() && !window->second.numbers.empty())
                add_column(measure.name, window->second);
        }
    }

    std::optional<Number> number(std::size_t column, const std::string& name) const
    {
        const auto found = columns_[column]->numbers.find(name);
        if (found == columns_[column]->numbers.end())
            return std::nullopt;
        Number number = found->second;
        number.is_partial = !columns_[column]->incomplete.empty();
        return number;
    }

    double largest(const std::string& name) const
    {
        double most = 0;
        for (std::size_t n = 0; n < columns_.size(); ++n)
            if (const auto found = number(n, name))
                most = std::max(most, found->value);
        return most;
    }

    bool differs(const std::string& name) const
    {
        const auto first = number(0, name);
        for (std::size_t n = 1; n < columns_.size(); ++n) {
            const auto other = number(n, name);
            if (first.has_value() != other.has_value() ||
                (first && number_text(*first) != number_text(*other)))
                return true;
        }
        return false;
    }

    bool has_changed(const std::string& name) const
    {
        return largest(name) != 0 && (!is_comparison_ || is_ring(name) || differs(name));
    }

    void add_rows(const char* block, const std::string& pattern, std::size_t most)
    {
        Names found;
        for (const std::string& name : names_)
            if (matches(pattern, name) && shown_.count(name) == 0 && has_changed(name))
                found.push_back(name);
        keep_largest(found, most);
        for (const std::string& name : found)
            add_row(block, name);
    }

    // Keeps the names with the largest numbers, in the order in which they stood.
    void keep_largest(Names& names, std::size_t most)
    {
        if (names.size() <= most)
            return;
        left_out_ = true;
        Names by_size = names;
        std::stable_sort(by_size.begin(), by_size.end(),
                         [&](const auto& a, const auto& b) { return largest(a) > largest(b); });
        const std::set<std::string> kept(by_size.begin(), by_size.begin() + most);
        names.erase(std::remove_if(names.begin(), names.end(),
                                   [&](const auto& name) { return kept.count(name) == 0; }),
                    names.end());
    }

    void add_row(const char* block, const std::string& name)
    {
        shown_.insert(name);
        table_.rows.push_back({ block, { name, "", false, false, {} }, {} });
        for (std::size_t n = 0; n < columns_.size(); ++n)
            table_.rows.back().cells.push_back(number(n, name));
    }

    // The probes of the object that no pattern names.
    void add_probes(const std::vector<hv_probe>& probes)
    {
        const std::size_t before = table_.rows.size();
        for (const hv_probe& probe : probes) {
            const std::string name =
                (probe.per_domain ? "*." : "") + std::string(probe.name) +
                (probe.kind == HV_LEVEL || probe.kind == HV_DURATION ? ".max" : "");
            if (!is_named(name) && table_.rows.size() < before + probes_most)
                add_rows("hypervisor", name, 1);
        }
    }

    static bool is_named(const std::string& name)
    {
        const std::string stem = name.substr(0, name.find(".max")) + ".";
        for (const Block& block : blocks())
            for (const std::string pattern : block.patterns)
                if (pattern.compare(0, stem.size(), stem) == 0 || matches(pattern, name))
                    return true;
        return false;
    }

    Table table_;
    std::vector<const Measured*> columns_;
    bool is_comparison_ = false;
    std::set<std::string> names_, shown_;
    bool left_out_ = false;
};

} // namespace

Table glance(const std::vector<NamedResult>& runs, const std::vector<hv_probe>& probes)
{
    return runs.empty() ? Table{} : Glance(runs).build(probes);
}

} // namespace itstorm
