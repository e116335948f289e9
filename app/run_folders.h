// SPDX-License-Identifier: Apache-2.0
// The folders that runs write to, one for each variant, and the file of --record. No file that a
// run reads may be among what it removes or writes.
#pragma once
#include "command.h"
#include <filesystem>
#include <string>
#include <vector>

namespace itstorm {

struct Planned {
    const LoadedVariant* loaded;
    std::filesystem::path folder;
    std::string title; // in the line of progress: "storm (2 of 8)"
};

std::filesystem::path base_folder(const Options& options, const Scenario& scenario);

// The folder of what compares variants: that which holds their folders; of a single run, its own.
std::filesystem::path comparison_folder(const Options& options, const std::vector<Planned>& runs);
constexpr const char* comparison_files[] = { "table.txt", "table.csv", "table.md", "report.html" };

std::vector<Planned> plan_runs(const Options& options, const Loaded& loaded);

// Makes the folders, removes what an earlier run left in them, and creates the file of --record.
// Returns what is wrong, or nothing. Before it removes or writes anything it checks that no input
// would be lost.
std::string prepare(const Options& options, const std::vector<Planned>& runs);

} // namespace itstorm
