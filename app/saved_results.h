// SPDX-License-Identifier: Apache-2.0
// Results that runs have left, read again: a result.json, or a folder with one, or with one for
// each variant in folders below.
#pragma once
#include "result_json.h"
#include <map>
#include <optional>
#include <string>

namespace itstorm {

using SavedResults = std::map<std::string, ReadResult>; // by variant; "" if there are none

// Nothing, and why: `error`.
std::optional<SavedResults> read_saved(const std::string& path, std::string& error);

} // namespace itstorm
