// SPDX-License-Identifier: Apache-2.0
// Compares docs/results.md, "Names of statistics", with the tables of the observers. A name on the
// page that begins with a dot (`.merged`) replaces the end of the name before it, and "<...>"
// stands for any part. Statistics of the hypervisor's object are left out.
#include "app_support.h"
#include "known_stats.h"
#include <gtest/gtest.h>
#include <sstream>

using namespace itstorm;

namespace {

using Names = std::vector<std::string>; // '*' stands for any part

// A machine with a function of each kind and one of everything else.
SocConfig one_of_each()
{
    SocConfig soc;
    soc.pes = 1;
    soc.domains.resize(1);
    soc.domains[0].name = "dom1";
    for (const DeviceType kind : { DeviceType::Generator, DeviceType::Nic, DeviceType::Nvme,
                                   DeviceType::Buggy, DeviceType::Hostile }) {
        FunctionConfig function;
        function.name = "dev" + std::to_string(soc.functions.size());
        function.kind = kind;
        soc.functions.push_back(function);
    }
    return soc;
}

bool matches(const char* pattern, const char* name)
{
    if (*pattern == '*')
        return (*name != '\0' && matches(pattern, name + 1)) || matches(pattern + 1, name);
    return *pattern == *name && (*pattern == '\0' || matches(pattern + 1, name + 1));
}

std::string with_stars(const std::string& name)
{
    std::string pattern;
    for (std::size_t n = 0; n < name.size(); ++n) {
        pattern += name[n] == '<' ? '*' : name[n];
        if (name[n] == '<')
            n = name.find('>', n);
    }
    return pattern;
}

// The names that a name on the page may stand for: itself, and itself after each beginning of the
// name before it.
Names meanings(const std::string& name, const std::string& before)
{
    if (name[0] != '.')
        return { name };
    Names all;
    for (std::size_t dot = before.find('.'); dot != std::string::npos;
         dot = before.find('.', dot + 1))
        all.push_back(before.substr(0, dot) + name);
    return all;
}

// The meanings of each name in the first column of the table.
std::vector<Names> documented()
{
    std::vector<Names> all;
    std::istringstream text(read_whole(DOCS_FOLDER "/results.md"));
    bool in_table = false;
    for (std::string line; std::getline(text, line);) {
        in_table = line.compare(0, 3, "## ") == 0 ? line == "## Names of statistics" : in_table;
        if (!in_table || line.compare(0, 3, "| `") != 0)
            continue;
        std::istringstream cell(line.substr(2, line.find(" | ") - 2));
        std::string full, name;
        while (std::getline(cell, name, '`') && std::getline(cell, name, '`')) {
            all.push_back(meanings(with_stars(name), full));
            if (name[0] != '.')
                full = with_stars(name);
        }
    }
    return all;
}

bool is_of_the_hypervisor(const Names& meanings)
{
    for (const std::string& name : meanings)
        for (const std::string own : { "host.cmdq.", "host.batch.", "*.vits.", "*.spi.", "*.storm.",
                                       "*.assign.", "*.vgic.", "*.lpi.early" })
            if (name.compare(0, own.size(), own) == 0)
                return true;
    return false;
}

// The name without the domain: locks of a domain are documented as those of the hypervisor are.
std::string without_domain(const std::string& name)
{
    const std::size_t lock = name.find(".lock.");
    return lock == std::string::npos ? name : name.substr(lock + 1);
}

} // namespace

TEST(StatsInDocs, every_statistic_is_documented)
{
    const auto docs = documented();
    ASSERT_GT(docs.size(), 80u);
    const KnownStats stats = known_stats(one_of_each(), {});
    for (const StatInfo& stat : stats.all()) {
        const std::string name = without_domain(stat.name);
        const auto has_it = [&](const Names& names) {
            return std::any_of(names.begin(), names.end(), [&](const std::string& pattern) {
                return matches(pattern.c_str(), name.c_str());
            });
        };
        EXPECT_TRUE(std::any_of(docs.begin(), docs.end(), has_it)) << stat.name;
        EXPECT_FALSE(stat.text.empty()) << stat.name;
    }
}

TEST(StatsInDocs, every_documented_statistic_exists)
{
    const KnownStats stats = known_stats(one_of_each(), {});
    for (const Names& names : documented()) {
        if (is_of_the_hypervisor(names))
            continue;
        bool is_there = false;
        for (const std::string& pattern : names)
            for (const StatInfo& stat : stats.all())
                is_there = is_there || matches(pattern.c_str(), without_domain(stat.name).c_str());
        EXPECT_TRUE(is_there) << names.front();
    }
}
