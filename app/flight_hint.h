// SPDX-License-Identifier: Apache-2.0
// What becomes of a run's flight recording, and the command that shows what led to a failure.
#pragma once
#include "table.h"
#include <filesystem>

namespace itstorm {

// Removes the recording of a run that passed, of which nobody asks. Else the line that names the
// command; it shows the stretch of the first `within` that was missed, or all there is.
std::string keep_flight(const NamedResult& result, bool passed,
                        const std::filesystem::path& folder);

} // namespace itstorm
