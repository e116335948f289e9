// SPDX-License-Identifier: Apache-2.0
// What an earlier run left in a folder. A run replaces it as a whole, so that its results never mix
// with others; a folder in which anything else lies is refused.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace itstorm {

extern const std::vector<std::string> output_files; // names of the files of results

bool is_output_name(const std::string& name);

// What lies in `folder`, or in a folder in it, that no run has written; empty: nothing. `also`:
// files that this run writes anyhow.
std::filesystem::path foreign_in(const std::filesystem::path& folder,
                                 const std::vector<std::filesystem::path>& also);

// Removes the results in `folder`, and those of variants in folders below if `with_variants`.
void remove_results(const std::filesystem::path& folder, bool with_variants);

} // namespace itstorm
