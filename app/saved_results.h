// SPDX-License-Identifier: Apache-2.0
// Results that runs have left: a result.json, a folder with one, or a folder with one folder for
// each variant.
#pragma once
#include "result_json.h"
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

using SavedResults =
    std::map<std::string, ReadResult>; // by variant; by "" if the scenario has none

// The folders with results that a path names: itself, or those of its variants.
std::vector<std::filesystem::path> result_folders(const std::filesystem::path& path);

// Reads one result.json. Nothing: `error` says why.
std::optional<ReadResult> read_saved_file(const std::string& path, std::string& error);

// Reads what `path` names. Nothing: `error` says why.
std::optional<SavedResults> read_saved(const std::string& path, std::string& error);

} // namespace itstorm
