// SPDX-License-Identifier: Apache-2.0
// Cuts a scenario that shows a fault down to one that still does.
#pragma once
#include "trial.h"

namespace itstorm {

// Leaves out entries, keys and whole parts as long as the trial ends with the same fault; for at
// most `seconds`.
GeneratedScenario shrink(GeneratedScenario scenario, const std::string& fault, Trial& trial,
                         double seconds);

} // namespace itstorm
