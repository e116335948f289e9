// SPDX-License-Identifier: Apache-2.0
// The files of a profile: see profile_files.h.
#include "profile_files.h"
#include "output_file.h"
#include <algorithm>
#include <iomanip>
#include <set>
#include <sstream>

namespace itstorm {

namespace {

using Node = CodeProfile::Node;

std::string name_of(const CodeProfile& profile, const Node& node)
{
    return node.function == CodeMap::unknown ? node.who
                                             : profile.map().functions()[node.function].name;
}

// What each node had on this PE with all below it: a parent comes before its children.
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

// Who runs has a row only if it had time that no function is known for.
void add_rows(const CodeProfile& profile, unsigned pe, std::vector<ProfileRow>& rows)
{
    const std::vector<Node>& nodes = profile.nodes();
    const std::vector<std::uint64_t> total = totals(profile, pe);
    std::map<std::pair<std::string, std::string>, ProfileRow> by_name;
    for (std::size_t n = 1; n < nodes.size(); n++) {
        const Node& node = nodes[n];
        const bool is_function = node.function != CodeMap::unknown;
        const CodeProfile::Usage& usage = node.usage[pe];
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
    const auto first = static_cast<std::ptrdiff_t>(rows.size());
    for (auto& [name, row] : by_name)
        rows.push_back(std::move(row));
    std::stable_sort(
        rows.begin() + first, rows.end(),
        [](const ProfileRow& a, const ProfileRow& b) { return a.self_ps > b.self_ps; });
}

double ns(std::uint64_t ps)
{
    return static_cast<double>(ps) / 1000;
}

} // namespace

std::vector<ProfileRow> profile_rows(const CodeProfile& profile)
{
    std::vector<ProfileRow> rows;
    for (unsigned pe = 0; pe < profile.pes(); pe++)
        add_rows(profile, pe, rows);
    return rows;
}

std::string profile_text(const std::vector<ProfileRow>& rows)
{
    std::map<unsigned, std::uint64_t> whole;
    for (const ProfileRow& row : rows)
        whole[row.pe] += row.self_ps;
    std::ostringstream text;
    text << std::fixed << std::setprecision(1);
    for (const ProfileRow& row : rows) {
        if (&row == &rows.front() || row.pe != (&row - 1)->pe)
            text << (&row == &rows.front() ? "" : "\n") << "pe" << row.pe << ": "
                 << ns(whole[row.pe]) / 1000 << " us\n"
                 << "  self %      self us     total us      calls   self ns/call  function\n";
        const auto share = 100 * static_cast<double>(row.self_ps) /
                           static_cast<double>(std::max<std::uint64_t>(whole[row.pe], 1));
        text << std::setw(8) << share << std::setw(13) << ns(row.self_ps) / 1000 << std::setw(13)
             << ns(row.total_ps) / 1000 << std::setw(11) << row.calls << std::setw(15);
        if (row.calls != 0)
            text << ns(row.self_ps) / static_cast<double>(row.calls);
        else
            text << "-";
        text << "  " << row.function << (row.object.empty() ? "" : "  " + row.object) << "\n";
    }
    return text.str();
}

std::string profile_csv(const std::vector<ProfileRow>& rows)
{
    std::ostringstream text;
    text << "pe,object,function,calls,self_ps,total_ps\n";
    for (const ProfileRow& row : rows)
        text << row.pe << ',' << row.object << ',' << row.function << ',' << row.calls << ','
             << row.self_ps << ',' << row.total_ps << '\n';
    return text.str();
}

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

void write_profile(const CodeProfile& profile, const std::string& folder)
{
    const std::vector<ProfileRow> rows = profile_rows(profile);
    write_file(folder + "/profile.txt", profile_text(rows));
    write_file(folder + "/profile.csv", profile_csv(rows));
    write_file(folder + "/profile.folded", profile_folded(profile));
}

} // namespace itstorm
