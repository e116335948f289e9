// SPDX-License-Identifier: Apache-2.0
// What a run has left in its folder, read for a report.
#pragma once
#include "report/levels.h"
#include "result_json.h"

namespace itstorm {

struct RunData {
    std::string name;   // for a page with several runs: that of the variant, or of the folder
    std::string folder; // where its own report lies, from the page; empty: nowhere
    ReadResult result;
    std::optional<Levels> levels;
    std::string effective; // effective.yaml; empty: there is none
    std::string profile;   // profile.txt; empty: there is none
    std::string command;   // that made it; empty: not known
};

// Nothing, and why: `error`.
std::optional<RunData> read_run(const std::string& folder, std::string& error);

// By name; nothing if it never occurred.
std::optional<double> number_in(const Numbers& numbers, const std::string& name);

// Names of the statistics that have this suffix, without it: "host.cmdq.wait.bulk" of ".p50".
std::vector<std::string> names_with(const Numbers& numbers, const std::string& suffix);

} // namespace itstorm
