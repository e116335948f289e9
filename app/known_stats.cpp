#include "known_stats.h"
#include "fields.h"
#include <algorithm>

namespace itstorm {

namespace {

enum class Per { Run, Its, Pe, Domain, Function };

struct Row {
    Per per; // the name of the instance stands before the name; gicr<n> and pe<n> by number
    const char* name;
    StatKind kind;
    const char* unit;
};

constexpr auto counter = StatKind::Counter;
constexpr auto level = StatKind::Level;
constexpr auto duration = StatKind::Duration;
constexpr auto share = StatKind::Share;

constexpr Row rows[] = {
    { Per::Run, "all_guests.ready", level, "" },
    { Per::Run, "lock.*.hold", duration, "" },
    { Per::Run, "lock.*.wait", duration, "" },
    { Per::Run, "lock.*.contended", counter, "" },
    { Per::Its, "cmdq.occupancy", level, "commands" },
    { Per::Its, "cmdq.full_events", counter, "" },
    { Per::Its, "cmdq.overruns", counter, "" },
    { Per::Its, "cmdq.stalled_time", share, "" },
    { Per::Its, "cmd.*.executed", counter, "commands" },
    { Per::Its, "cmd.*.errors", counter, "commands" },
    { Per::Its, "cmd.service", duration, "" },
    { Per::Its, "msi.received", counter, "MSIs" },
    { Per::Its, "msi.translated", counter, "MSIs" },
    { Per::Its, "msi.dropped.*", counter, "MSIs" },
    { Per::Its, "msi.inbox", level, "MSIs" },
    { Per::Its, "cache.*.hits", counter, "look-ups" },
    { Per::Its, "cache.*.misses", counter, "look-ups" },
    { Per::Its, "cache.*.hit_share", share, "" },
    { Per::Pe, "gicr.lpi.pending", level, "LPIs" },
    { Per::Pe, "gicr.lpi.merged", counter, "LPIs" },
    { Per::Pe, "gicr.lpi.delivered", counter, "LPIs" },
    { Per::Pe, "gicr.irq.delivered", counter, "interrupts" },
    { Per::Pe, "gicr.lpi.property_hits", counter, "LPIs" },
    { Per::Pe, "gicr.lpi.property_misses", counter, "LPIs" },
    { Per::Pe, "gicr.lpi.spilled", counter, "LPIs" },
    { Per::Pe, "gicr.lpi.reloaded", counter, "LPIs" },
    { Per::Pe, "pe.share.guest", share, "" },
    { Per::Pe, "pe.share.el2", share, "" },
    { Per::Pe, "pe.share.irq", share, "" },
    { Per::Pe, "pe.share.idle", share, "" },
    { Per::Pe, "pe.irq_loop", duration, "" },
    { Per::Function, "msi.raised", counter, "MSIs" },
    { Per::Function, "msi.sent", counter, "MSIs" },
    { Per::Function, "msi.merged", counter, "MSIs" },
    { Per::Function, "intx.asserted", counter, "times" },
    { Per::Function, "resets", counter, "times" },
    { Per::Function, "faults.*", counter, "times" },
    { Per::Function, "msi.dropped", counter, "MSIs" },
    { Per::Function, "interrupts", counter, "interrupts" },
    { Per::Function, "interrupts_per_event", share, "" },
    { Per::Function, "dma.refused", counter, "accesses" },
    { Per::Function, "rx.received", counter, "packets" },
    { Per::Function, "rx.missed", counter, "packets" },
    { Per::Function, "rx.latency", duration, "" },
    { Per::Function, "rx.ring", level, "descriptors" },
    { Per::Function, "commands", counter, "commands" },
    { Per::Function, "commands.failed", counter, "commands" },
    { Per::Function, "fetch.refused", counter, "" },
    { Per::Function, "latency", duration, "" },
    { Per::Function, "queue", level, "commands" },
    { Per::Domain, "lock.*.hold", duration, "" },
    { Per::Domain, "lock.*.wait", duration, "" },
    { Per::Domain, "lock.*.contended", counter, "" },
    { Per::Domain, "exit.*", counter, "" },
    { Per::Domain, "vlpi.injected", counter, "vLPIs" },
    { Per::Domain, "vlpi.merged", counter, "vLPIs" },
    { Per::Domain, "vlpi.pended", counter, "vLPIs" },
    { Per::Domain, "vlpi.discarded", counter, "vLPIs" },
    { Per::Domain, "vlpi.handled", counter, "vLPIs" },
    { Per::Domain, "vlpi.latency", duration, "" },
    { Per::Domain, "progress", counter, "cycles" },
};

const std::vector<std::string> level_suffixes = { "mean", "max", "last", "p50",
                                                  "p90",  "p99", "p999", "full_share" };
const std::vector<std::string> duration_suffixes = { "count", "mean", "p50", "p90",
                                                     "p99",   "p999", "max" };

// "gicr.lpi.pending" for the third PE is "gicr2.lpi.pending".
std::string numbered(const std::string& name, unsigned n)
{
    const std::size_t dot = name.find('.');
    return name.substr(0, dot) + std::to_string(n) + name.substr(dot);
}

std::vector<std::string> expand(const Row& row, const SocConfig& soc)
{
    std::vector<std::string> names;
    const std::string tail = std::string(".") + row.name;
    if (row.per == Per::Run)
        names.push_back(row.name);
    if (row.per == Per::Its)
        for (const ItsInstance& its : soc.its)
            names.push_back(its.name + tail);
    if (row.per == Per::Pe)
        for (unsigned n = 0; n < soc.pes; ++n)
            names.push_back(numbered(row.name, n));
    if (row.per == Per::Domain)
        for (const DomainConfig& domain : soc.domains)
            names.push_back(domain.name + tail);
    if (row.per == Per::Function)
        for (const FunctionConfig& function : soc.functions)
            names.push_back(function.name + tail);
    return names;
}

StatKind kind_of(hv_probe_kind kind)
{
    switch (kind) {
    case HV_COUNTER: return counter;
    case HV_LEVEL: return level;
    case HV_DURATION: return duration;
    case HV_SHARE: return share;
    }
    return counter;
}

// A '*' stands for one part or more: a lock may be named "host.cmdq".
bool matches(const std::string& pattern, const std::string& name)
{
    const std::size_t star = pattern.find('*');
    if (star == std::string::npos)
        return pattern == name;
    const std::string before = pattern.substr(0, star), after = pattern.substr(star + 1);
    return name.size() > before.size() + after.size() &&
           name.compare(0, before.size(), before) == 0 &&
           name.compare(name.size() - after.size(), after.size(), after) == 0;
}

const KnownStat* find(const std::vector<KnownStat>& stats, const std::string& name)
{
    const auto found = std::find_if(stats.begin(), stats.end(),
                                    [&](const KnownStat& s) { return matches(s.name, name); });
    return found == stats.end() ? nullptr : &*found;
}

bool has_suffixes(const KnownStat& stat)
{
    return stat.kind == level || stat.kind == duration;
}

const std::vector<std::string>& suffixes(const KnownStat& stat)
{
    return stat.kind == level ? level_suffixes : duration_suffixes;
}

std::string unknown(const std::string& name, const std::vector<KnownStat>& stats, bool with_suffix)
{
    std::vector<std::string> names;
    for (const KnownStat& stat : stats) {
        if (stat.name.find('*') != std::string::npos)
            continue;
        names.push_back(stat.name);
        if (with_suffix && has_suffixes(stat))
            for (const std::string& suffix : suffixes(stat))
                names.push_back(stat.name + "." + suffix);
    }
    return "unknown statistic '" + name + "'" + did_you_mean(name, names);
}

Scale scale_of(const KnownStat& stat, const std::string& suffix, bool in_window)
{
    switch (stat.kind) {
    case StatKind::Counter: return in_window ? Scale::Rate : Scale::Count;
    case StatKind::Level: return suffix == "full_share" ? Scale::Factor : Scale::Count;
    case StatKind::Duration: return suffix == "count" ? Scale::Count : Scale::Duration;
    case StatKind::Share: return Scale::Factor;
    }
    return Scale::Count;
}

} // namespace

std::vector<KnownStat> known_stats(const SocConfig& soc, const ObjectTables& tables)
{
    std::vector<KnownStat> all;
    for (const hv_probe& probe : tables.probes) {
        const std::string unit = probe.unit && probe.unit != std::string("1") ? probe.unit : "";
        if (!probe.per_domain)
            all.push_back({ probe.name, kind_of(probe.kind), unit });
        else
            for (const DomainConfig& domain : soc.domains)
                all.push_back({ domain.name + "." + probe.name, kind_of(probe.kind), unit });
    }
    for (const Row& row : rows)
        for (const std::string& name : expand(row, soc))
            all.push_back({ name, row.kind, row.unit });
    return all;
}

StatUse find_result(const std::vector<KnownStat>& stats, const std::string& name, bool in_window,
                    std::string& error)
{
    if (const KnownStat* stat = find(stats, name)) {
        if (!has_suffixes(*stat))
            return { stat, scale_of(*stat, "", in_window), stat->unit };
        error = "'" + name + "' is a " + (stat->kind == level ? "level" : "duration") + ": add ." +
                join_or(suffixes(*stat));
        return {};
    }
    const std::size_t dot = name.rfind('.');
    const std::string suffix = dot == std::string::npos ? "" : name.substr(dot + 1);
    const KnownStat* stat = find(stats, name.substr(0, dot));
    if (!stat || !has_suffixes(*stat)) {
        error = unknown(name, stats, true);
        return {};
    }
    const auto& known = suffixes(*stat);
    if (std::find(known.begin(), known.end(), suffix) == known.end()) {
        error = "'" + stat->name + "' has no ." + suffix + ", only ." + join_or(known) +
                did_you_mean(suffix, known);
        return {};
    }
    const Scale scale = scale_of(*stat, suffix, in_window);
    return { stat, scale, suffix == "count" ? "" : stat->unit };
}

StatUse find_live(const std::vector<KnownStat>& stats, const std::string& name, std::string& error)
{
    const KnownStat* stat = find(stats, name);
    if (stat && (stat->kind == level || stat->kind == counter))
        return { stat, Scale::Count, stat->unit };
    error = stat
                ? "'" + name +
                      "' is neither a level nor a counter, so it has no value while the run goes on"
                : unknown(name, stats, false);
    return {};
}

} // namespace itstorm
