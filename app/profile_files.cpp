// SPDX-License-Identifier: Apache-2.0
// The files of a profile: see profile_files.h.
#include "profile_files.h"
#include "output_file.h"
#include <algorithm>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>
#include <vector>

namespace itstorm {

namespace {

using Node = CodeProfile::Node;

// A function on a PE: its own time, and the time with all functions that it called, in which calls
// of itself count once.
struct ProfileRow {
    unsigned pe;
    std::string function, object;
    std::uint64_t calls = 0, self_ps = 0, total_ps = 0;
};

// The rows of one PE, those with the most time of their own first.
struct PeProfile {
    std::uint64_t whole_ps = 0;
    std::vector<ProfileRow> rows;
};

std::string name_of(const CodeProfile& profile, const Node& node)
{
    return node.function == CodeMap::unknown ? node.who
                                             : profile.map().functions()[node.function].name;
}

// The time of each node on this PE with all nodes below it. In nodes() a parent is before its
// children.
std::vector<std::uint64_t> totals(const CodeProfile& profile, unsigned pe)
{
    const std::vector<Node>& nodes = profile.nodes();
    std::vector<std::uint64_t> total(nodes.size());
    for (std::size_t n = nodes.size(); n-- > 0;) {
        total[n] += nodes[n].usage[pe].self_ps;
        if (n != 0)
            total[nodes[n].parent] += total[n];
    }
    return total;
}

bool calls_itself(const std::vector<Node>& nodes, const Node& node)
{
    for (unsigned above = node.parent; above != 0; above = nodes[above].parent)
        if (nodes[above].function == node.function)
            return true;
    return false;
}

// A guest or the hypervisor as a whole (a node without a function) has a row only for time in code
// of which no function is known.
PeProfile profile_of(const CodeProfile& profile, unsigned pe)
{
    const std::vector<Node>& nodes = profile.nodes();
    const std::vector<std::uint64_t> total = totals(profile, pe);
    std::map<std::pair<std::string, std::string>, ProfileRow> by_name;
    PeProfile all;
    for (std::size_t n = 1; n < nodes.size(); n++) {
        const Node& node = nodes[n];
        const bool is_function = node.function != CodeMap::unknown;
        const CodeProfile::Usage& usage = node.usage[pe];
        all.whole_ps += usage.self_ps;
        if (is_function ? total[n] == 0 : usage.self_ps == 0)
            continue;
        const std::string name = name_of(profile, node);
        const std::string object =
            is_function ? profile.map().functions()[node.function].object : "";
        ProfileRow& row =
            by_name.try_emplace({ name, object }, ProfileRow{ pe, name, object }).first->second;
        row.calls += usage.calls;
        row.self_ps += usage.self_ps;
        if (!is_function)
            row.total_ps += usage.self_ps;
        else if (!calls_itself(nodes, node))
            row.total_ps += total[n];
    }
    for (auto& [name, row] : by_name)
        all.rows.push_back(std::move(row));
    std::stable_sort(
        all.rows.begin(), all.rows.end(),
        [](const ProfileRow& a, const ProfileRow& b) { return a.self_ps > b.self_ps; });
    return all;
}

// ---- the three files ----

double us(std::uint64_t ps)
{
    return static_cast<double>(ps) / 1e6;
}

void write_row(std::ostream& text, const ProfileRow& row, std::uint64_t whole_ps)
{
    text << std::setw(8) << 100 * static_cast<double>(row.self_ps) / static_cast<double>(whole_ps)
         << std::setw(13) << us(row.self_ps) << std::setw(13) << us(row.total_ps) << std::setw(11)
         << row.calls << std::setw(15);
    if (row.calls != 0)
        text << static_cast<double>(row.self_ps) / 1000 / static_cast<double>(row.calls);
    else
        text << "-";
    text << "  " << row.function << (row.object.empty() ? "" : "  " + row.object) << "\n";
}

std::string profile_text(const std::vector<PeProfile>& pes)
{
    std::ostringstream text;
    text << std::fixed << std::setprecision(1);
    for (const PeProfile& pe : pes) {
        if (pe.rows.empty())
            continue;
        text << (text.tellp() == 0 ? "" : "\n") << "pe" << pe.rows[0].pe << ": " << us(pe.whole_ps)
             << " us\n"
             << "  self %      self us     total us      calls   self ns/call  function\n";
        for (const ProfileRow& row : pe.rows)
            write_row(text, row, std::max<std::uint64_t>(pe.whole_ps, 1));
    }
    return text.str();
}

std::string profile_csv(const std::vector<PeProfile>& pes)
{
    std::ostringstream text;
    text << "pe,object,function,calls,self_ps,total_ps\n";
    for (const PeProfile& pe : pes)
        for (const ProfileRow& row : pe.rows)
            text << row.pe << ',' << row.object << ',' << row.function << ',' << row.calls << ','
                 << row.self_ps << ',' << row.total_ps << '\n';
    return text.str();
}

// A line for each path of calls: the names, and the time in ns.
std::string profile_folded(const CodeProfile& profile)
{
    const std::vector<Node>& nodes = profile.nodes();
    std::vector<std::string> paths(nodes.size());
    std::set<std::string> lines;
    for (std::size_t n = 1; n < nodes.size(); n++) {
        paths[n] = paths[nodes[n].parent] + ";" + name_of(profile, nodes[n]);
        for (unsigned pe = 0; pe < profile.pes(); pe++)
            if (nodes[n].usage[pe].self_ps >= 1000)
                lines.insert("pe" + std::to_string(pe) + paths[n] + " " +
                             std::to_string(nodes[n].usage[pe].self_ps / 1000) + "\n");
    }
    std::string text;
    for (const std::string& line : lines)
        text += line;
    return text;
}

} // namespace

void write_profile(const CodeProfile& profile, const std::string& folder)
{
    std::vector<PeProfile> pes;
    for (unsigned pe = 0; pe < profile.pes(); pe++)
        pes.push_back(profile_of(profile, pe));
    write_file(folder + "/profile.txt", profile_text(pes));
    write_file(folder + "/profile.csv", profile_csv(pes));
    write_file(folder + "/profile.folded", profile_folded(profile));
}

} // namespace itstorm
