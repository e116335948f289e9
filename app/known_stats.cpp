// SPDX-License-Identifier: Apache-2.0
#include "known_stats.h"
#include "common/printable.h"
#include "fields.h"
#include "observe/cmdq_observer.h"
#include "observe/device_fault_observer.h"
#include "observe/guest_observer.h"
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
                                                     "p99",   "p999", "max", "share" };

bool has_suffixes(const StatInfo& stat)
{
    return !suffixes_of(stat.kind).empty();
}

const std::vector<std::string>& suffixes(const StatInfo& stat)
{
    return suffixes_of(stat.kind);
}

// Names that a misspelt one is compared with: enough to find what was meant in a machine of
// thousands of functions.
constexpr std::size_t hints_most = 10'000;

std::string unknown(const std::string& name, const KnownStats& stats, bool with_suffix)
{
    std::vector<std::string> names;
    for (const StatInfo& stat : stats.all()) {
        if (names.size() > hints_most)
            break;
        if (stat.name.find('*') != std::string::npos)
            continue;
        names.push_back(stat.name);
        if (with_suffix && has_suffixes(stat))
            for (const std::string& suffix : suffixes(stat))
                names.push_back(stat.name + "." + suffix);
    }
    return "unknown statistic " + quoted(name) + did_you_mean(name, names);
}

Scale scale_of(const StatInfo& stat, const std::string& suffix, bool in_window)
{
    switch (stat.kind) {
    case StatKind::Counter: return in_window ? Scale::Rate : Scale::Count;
    case StatKind::Level: return suffix == "full_share" ? Scale::Factor : Scale::Count;
    case StatKind::Duration:
        return suffix == "count"   ? Scale::Count
               : suffix == "share" ? Scale::Factor
                                   : Scale::Duration;
    case StatKind::Share: return Scale::Factor;
    case StatKind::Time: return Scale::Duration;
    }
    return Scale::Count;
}

} // namespace

std::string unit_of(const StatUse& use)
{
    switch (use.scale) {
    case Scale::Duration: return "s";
    case Scale::Factor: return "1";
    case Scale::Rate: return use.unit + "/s";
    case Scale::Count: break;
    }
    return use.unit.empty() ? "1" : use.unit;
}

const char* kind_name(StatKind kind)
{
    constexpr const char* names[] = { "counter", "level", "duration", "share", "time" };
    return names[static_cast<std::size_t>(kind)];
}

const std::vector<std::string>& suffixes_of(StatKind kind)
{
    static const std::vector<std::string> none;
    return kind == level ? level_suffixes : kind == duration ? duration_suffixes : none;
}

KnownStats::KnownStats(std::vector<StatInfo> all) : all_(std::move(all))
{
    for (std::size_t n = 0; n < all_.size(); ++n) {
        const std::size_t star = all_[n].name.find('*');
        if (star == std::string::npos)
            by_name_.emplace(all_[n].name, n);
        else
            by_beginning_[all_[n].name.substr(0, star)].push_back(n);
    }
}

// A '*' in a row stands for one or more whole parts (a lock may be named "host.cmdq"), or for the
// rest of a part ("op_ff").
const StatInfo* KnownStats::find(const std::string& name) const
{
    const auto exact = by_name_.find(name);
    if (exact != by_name_.end())
        return &all_[exact->second];
    const char* const ends = "._";
    for (std::size_t end = name.find_first_of(ends); end != std::string::npos;
         end = name.find_first_of(ends, end + 1)) {
        const auto beginning = by_beginning_.find(name.substr(0, end + 1));
        if (beginning == by_beginning_.end())
            continue;
        for (const std::size_t n : beginning->second) {
            const std::string after = all_[n].name.substr(end + 2); // behind the '*'
            if (name.size() > end + 1 + after.size() &&
                name.compare(name.size() - after.size(), after.size(), after) == 0)
                return &all_[n];
        }
    }
    return nullptr;
}

StatInfo elapsed_time()
{
    return { "elapsed", StatKind::Time, "s",
             "simulated time of the run; in a window, from its first label to its last" };
}

KnownStats known_stats(const SocConfig& soc, const ObjectTables& tables)
{
    std::vector<StatInfo> all;
    std::vector<std::string> domains;
    for (const DomainConfig& domain : soc.domains)
        domains.push_back(domain.name);
    HvProbeObserver::list(tables.probes, domains, all);
    PeObserver::list_run(all);
    all.push_back(elapsed_time());
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
    for (const DomainConfig& domain : soc.domains) {
        const auto rows = tables.guest_probes.find(domain.program);
        const bool has_rows = rows != tables.guest_probes.end();
        GuestObserver::list({ domain.name, has_rows ? rows->second : std::vector<hv_probe>() },
                            all);
    }
    VlpiObserver::list("host", all);
    return KnownStats(std::move(all));
}

StatUse find_result(const KnownStats& stats, const std::string& name, bool in_window,
                    std::string& error)
{
    if (const StatInfo* stat = stats.find(name)) {
        if (!has_suffixes(*stat))
            return { stat, scale_of(*stat, "", in_window), stat->unit };
        error = quoted(name) + " is a " + (stat->kind == level ? "level" : "duration") + ": add ." +
                join_or(suffixes(*stat));
        return {};
    }
    const std::size_t dot = name.rfind('.');
    const std::string suffix = dot == std::string::npos ? "" : name.substr(dot + 1);
    const StatInfo* stat = stats.find(name.substr(0, dot));
    if (!stat || !has_suffixes(*stat)) {
        error = unknown(name, stats, true);
        return {};
    }
    const auto& known = suffixes(*stat);
    if (std::find(known.begin(), known.end(), suffix) == known.end()) {
        error = quoted(stat->name) + " has no ." + printable(suffix) + ", only ." + join_or(known) +
                did_you_mean(suffix, known);
        return {};
    }
    const Scale scale = scale_of(*stat, suffix, in_window);
    return { stat, scale, suffix == "count" ? "" : stat->unit };
}

StatUse find_live(const KnownStats& stats, const std::string& name, std::string& error)
{
    const StatInfo* stat = stats.find(name);
    if (stat && (stat->kind == level || stat->kind == counter))
        return { stat, Scale::Count, stat->unit };
    error = stat ? quoted(name) +
                       " is neither a level nor a counter, so it has no value while the run goes on"
                 : unknown(name, stats, false);
    return {};
}

} // namespace itstorm
