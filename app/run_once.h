// SPDX-License-Identifier: Apache-2.0
// Simulates one run in the calling process, and writes effective.yaml and result.json.
#pragma once
#include "command.h"
#include <filesystem>

namespace itstorm {

// Simulates. An exception of the backend becomes a run that ended with a fault.
RunOutput run_once(const Scenario& scenario, const RunOptions& options, const Backend& backend);

// Writes both files into `folder`. Expectations that look at other variants are skipped.
void write_result(const LoadedVariant& loaded, const RunOutput& output, const Backend& backend,
                  const std::filesystem::path& folder);

} // namespace itstorm
