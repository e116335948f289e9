// SPDX-License-Identifier: Apache-2.0
// The table of a scenario that asks for none: statistics that changed during the run, grouped by
// block along the way of an event, occupancy first, at most a few rows of each pattern.
#pragma once
#include "table.h"
#include <itstorm/types.h>

namespace itstorm {

// Of one run: a column for the whole run and one for each of its windows. Of several runs: a column
// for each variant, and only rows in which they differ or which say how full a ring was. `probes`:
// what the hypervisor object measures by itself.
Table glance(const std::vector<NamedResult>& runs, const std::vector<hv_probe>& probes);

} // namespace itstorm
