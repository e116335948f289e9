// SPDX-License-Identifier: Apache-2.0
// A few runs whose records are wanted at once: the values that a search tries.
#pragma once
#include "sweep/point.h"

namespace itstorm {

// Every point of the study's plan; none: interrupted.
std::optional<std::vector<PointRecord>> run_trials(const Study& study, const ObjectTables& tables,
                                                   const Backend& backend, unsigned jobs);

} // namespace itstorm
