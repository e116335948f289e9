// SPDX-License-Identifier: Apache-2.0
// What becomes of a run's flight recording, and the command that shows what led to a failure.
#pragma once
#include "table.h"
#include <filesystem>

namespace itstorm {

// Removes the recording of a run that passed and returns nothing. Otherwise returns the line that
// names the command: for the stretch of the first `within` that was missed, or for all there is.
std::string keep_flight(const NamedResult& result, bool passed,
                        const std::filesystem::path& folder);

} // namespace itstorm
