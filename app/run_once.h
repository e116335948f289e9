// SPDX-License-Identifier: Apache-2.0
// One run in the process that calls, and the two files that say what it was and what came of it.
#pragma once
#include "command.h"
#include <filesystem>

namespace itstorm {

// What the backend throws is a fault of the run.
RunOutput run_once(const Scenario& scenario, const RunOptions& options, const Backend& backend);

// effective.yaml and result.json. Expectations on other variants are skipped.
void write_result(const LoadedVariant& loaded, const RunOutput& output, const Backend& backend,
                  const std::filesystem::path& folder);

} // namespace itstorm
