// SPDX-License-Identifier: Apache-2.0
// `itstorm stats`: every statistic that a scenario's machine has.
#include "command.h"
#include "glob.h"
#include "known_stats.h"
#include "text_layout.h"
#include <ostream>
#include <set>

namespace itstorm {

namespace {

// "its0.cmdq.occupancy  [level, commands: .mean .max ...]"
std::string heading(const StatInfo& stat)
{
    std::string text = stat.name + "  [" + kind_name(stat.kind);
    if (!stat.unit.empty())
        text += ", " + stat.unit;
    std::string suffixes;
    for (const std::string& suffix : suffixes_of(stat.kind))
        suffixes += " ." + suffix;
    return text + (suffixes.empty() ? "" : ":" + suffixes) + "]";
}

// Whether the glob matches the name, or that of one of its results: "*.p99".
bool is_wanted(const StatInfo& stat, const std::string& glob)
{
    if (glob.empty() || matches_glob(glob, stat.name))
        return true;
    for (const std::string& suffix : suffixes_of(stat.kind))
        if (matches_glob(glob, stat.name + "." + suffix))
            return true;
    return false;
}

// The statistics of all variants, each once.
std::vector<StatInfo> all_stats(const Loaded& loaded, const ObjectTables& tables)
{
    std::vector<StatInfo> all;
    std::set<std::string> names;
    for (const LoadedVariant& variant : loaded.variants) {
        const KnownStats known = known_stats(variant.scenario.soc, tables);
        for (const StatInfo& stat : known.all())
            if (names.insert(stat.name).second)
                all.push_back(stat);
    }
    return all;
}

} // namespace

int command_stats(const Options& options, const Backend& backend, std::ostream& out,
                  std::ostream& err)
{
    const ObjectTables tables = objects_for(options, backend);
    const Loaded loaded = load_scenario(request_for(options.file, options), tables);
    if (!report(loaded.errors, err))
        return status_invalid;
    std::size_t found = 0;
    for (const StatInfo& stat : all_stats(loaded, tables)) {
        if (!is_wanted(stat, options.glob))
            continue;
        ++found;
        out << heading(stat) << "\n" << wrapped(stat.text, 4, line_width(options));
    }
    if (found != 0)
        return status_passed;
    err << "no statistic of " << options.file << " matches " << quoted(options.glob) << "\n";
    return status_invalid;
}

} // namespace itstorm
