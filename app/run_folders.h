// SPDX-License-Identifier: Apache-2.0
// Where runs write: a folder for each variant, and the file of --record. Nothing that a run reads
// may be among what it removes or writes.
#pragma once
#include "command.h"
#include <filesystem>
#include <string>
#include <vector>

namespace itstorm {

struct Planned {
    const LoadedVariant* loaded;
    std::filesystem::path folder;
    std::string title; // for its progress: "storm (2 of 8)"
};

std::filesystem::path base_folder(const Options& options, const Scenario& scenario);

// What compares variants lies beside their folders; of one variant, in its folder.
std::filesystem::path comparison_folder(const Options& options, const std::vector<Planned>& runs);
constexpr const char* comparison_files[] = { "table.txt", "table.csv", "table.md", "report.html" };

std::vector<Planned> plan_runs(const Options& options, const Loaded& loaded);

// Makes the folders, removes what an earlier run left in them, and creates the file of --record.
// Empty: fine, else what is wrong; an input that would be lost is noticed before anything is
// touched.
std::string prepare(const Options& options, const std::vector<Planned>& runs);

} // namespace itstorm
