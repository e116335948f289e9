#include "known_stats.h"
#include "fields.h"
#include "observe/cmdq_observer.h"
#include "observe/device_fault_observer.h"
#include "observe/hv_probe_observer.h"
#include "observe/kind_observer.h"
#include "observe/msi_observer.h"
#include "observe/pe_observer.h"
#include "observe/redistributor_observer.h"
#include "observe/vlpi_observer.h"
#include <algorithm>

namespace itstorm {

namespace {

constexpr auto counter = StatKind::Counter;
constexpr auto level = StatKind::Level;
constexpr auto duration = StatKind::Duration;

const std::vector<std::string> level_suffixes = { "mean", "max", "last", "p50",
                                                  "p90",  "p99", "p999", "full_share" };
const std::vector<std::string> duration_suffixes = { "count", "mean", "p50", "p90",
                                                     "p99",   "p999", "max" };

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

const StatInfo* find(const std::vector<StatInfo>& stats, const std::string& name)
{
    const auto found = std::find_if(stats.begin(), stats.end(),
                                    [&](const StatInfo& s) { return matches(s.name, name); });
    return found == stats.end() ? nullptr : &*found;
}

bool has_suffixes(const StatInfo& stat)
{
    return stat.kind == level || stat.kind == duration;
}

const std::vector<std::string>& suffixes(const StatInfo& stat)
{
    return stat.kind == level ? level_suffixes : duration_suffixes;
}

std::string unknown(const std::string& name, const std::vector<StatInfo>& stats, bool with_suffix)
{
    std::vector<std::string> names;
    for (const StatInfo& stat : stats) {
        if (stat.name.find('*') != std::string::npos)
            continue;
        names.push_back(stat.name);
        if (with_suffix && has_suffixes(stat))
            for (const std::string& suffix : suffixes(stat))
                names.push_back(stat.name + "." + suffix);
    }
    return "unknown statistic '" + name + "'" + did_you_mean(name, names);
}

Scale scale_of(const StatInfo& stat, const std::string& suffix, bool in_window)
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

std::vector<StatInfo> known_stats(const SocConfig& soc, const ObjectTables& tables)
{
    std::vector<StatInfo> all;
    std::vector<std::string> domains;
    for (const DomainConfig& domain : soc.domains)
        domains.push_back(domain.name);
    HvProbeObserver::list(tables.probes, domains, all);
    PeObserver::list_run(all);
    for (const ItsInstance& its : soc.its) {
        CmdqObserver::list(its.name, all);
        MsiObserver::list_its(its.name, all);
    }
    for (unsigned pe = 0; pe < soc.pes; ++pe) {
        RedistributorObserver::list(pe, all);
        PeObserver::list_pe(pe, all);
    }
    for (const FunctionConfig& function : soc.functions) {
        MsiObserver::list_function(function.name, all);
        KindObserver::list(function, all);
        DeviceFaultObserver::list(function, all);
    }
    for (const std::string& domain : domains) {
        PeObserver::list_domain(domain, all);
        VlpiObserver::list(domain, all);
    }
    VlpiObserver::list("host", all);
    return all;
}

StatUse find_result(const std::vector<StatInfo>& stats, const std::string& name, bool in_window,
                    std::string& error)
{
    if (const StatInfo* stat = find(stats, name)) {
        if (!has_suffixes(*stat))
            return { stat, scale_of(*stat, "", in_window), stat->unit };
        error = "'" + name + "' is a " + (stat->kind == level ? "level" : "duration") + ": add ." +
                join_or(suffixes(*stat));
        return {};
    }
    const std::size_t dot = name.rfind('.');
    const std::string suffix = dot == std::string::npos ? "" : name.substr(dot + 1);
    const StatInfo* stat = find(stats, name.substr(0, dot));
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

StatUse find_live(const std::vector<StatInfo>& stats, const std::string& name, std::string& error)
{
    const StatInfo* stat = find(stats, name);
    if (stat && (stat->kind == level || stat->kind == counter))
        return { stat, Scale::Count, stat->unit };
    error = stat
                ? "'" + name +
                      "' is neither a level nor a counter, so it has no value while the run goes on"
                : unknown(name, stats, false);
    return {};
}

} // namespace itstorm
