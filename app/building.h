// The work in progress of load.cpp: one variant's tree becomes a Scenario, section by section.
// Shared by the load_*.cpp only.
#pragma once
#include "decode.h"
#include "known_stats.h"
#include "load.h"
#include <set>

namespace itstorm {

struct Building {
    const ObjectTables& tables;
    const std::string& variant;               // empty: the scenario has none
    const std::vector<std::string>& variants; // all names
    Diagnostics& errors;
    Profile profile = Profile::Server;
    std::vector<Field> rows{}; // the language's and the object's
    Entries root{};
    Scenario scenario{};
    std::vector<KnownStat> stats{};

    // Elements of the list at `path` ("platform.pci"), each against its rows.
    std::vector<Entries> elements(const std::string& path);

    // Whether an element with this entry `only` exists in this variant; complains about unknown
    // names.
    bool is_included(const Entry* only);
};

void build_machine(Building& b);  // platform, hypervisor, domains
void build_timeline(Building& b); // timeline, measure, trace
void build_expect(Building& b);   // expect, table

// The comparison of a live level or counter that the entry holds; complains if it is none.
Condition live_condition(Building& b, const Entry& entry);

// Elements of timeline and expect that this variant does not have leave the tree, and what needs
// other variants as well.
void prune(Node& root, const std::string& variant);

} // namespace itstorm
