// SPDX-License-Identifier: Apache-2.0
// Results that runs have left, read again: a result.json, or a folder with one, or with one for
// each variant in folders below.
#pragma once
#include "result_json.h"
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

using SavedResults = std::map<std::string, ReadResult>; // by variant; "" if there are none

// The folders with results that a path names: itself, or those of the variants in it.
std::vector<std::filesystem::path> result_folders(const std::filesystem::path& path);

// Of a result.json. Nothing, and why: `error`.
std::optional<ReadResult> read_saved_file(const std::string& path, std::string& error);

// Nothing, and why: `error`.
std::optional<SavedResults> read_saved(const std::string& path, std::string& error);

} // namespace itstorm
