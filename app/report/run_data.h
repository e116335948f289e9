// SPDX-License-Identifier: Apache-2.0
// Reads the files that a run left in its folder, for a report.
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
    std::string command;   // that made the run; empty: not known
};

// Returns nothing if the folder has no valid result.json; `error` then says why.
std::optional<RunData> read_run(const std::string& folder, std::string& error);

// The value of a statistic; nothing if it never occurred.
std::optional<double> number_in(const Numbers& numbers, const std::string& name);

// The names that end with `suffix`, without it: "host.cmdq.wait.bulk" for ".p50".
std::vector<std::string> names_with(const Numbers& numbers, const std::string& suffix);

} // namespace itstorm
