// SPDX-License-Identifier: Apache-2.0
// A few runs whose records are needed at once: the values that a search tries.
#pragma once
#include "sweep/point.h"

namespace itstorm {

// Runs every point of the plan. Nothing: interrupted.
std::optional<std::vector<PointRecord>> run_trials(const Study& study, const ObjectTables& tables,
                                                   const Backend& backend, unsigned jobs);

} // namespace itstorm
