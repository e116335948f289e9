// SPDX-License-Identifier: Apache-2.0
// The table of a scenario that has none: what moved, grouped by block along the way of an event,
// occupancy first, at most a few rows of each thing.
#pragma once
#include "table.h"
#include <itstorm/types.h>

namespace itstorm {

// One run: a column for the whole of it and one for each of its windows. Several: a column for each
// variant, and only rows in which they differ, or which say how full a ring was. `probes`: what the
// hypervisor object measures by itself.
Table glance(const std::vector<NamedResult>& runs, const std::vector<hv_probe>& probes);

} // namespace itstorm
