// SPDX-License-Identifier: Apache-2.0
// Connects probes to observers that have an `on` for their fact.
#pragma once
#include "common/probe.h"

namespace itstorm {

// Attaches the observers in the order given. They must outlive the block with the probe.
template <class Fact, class... Observer>
void attach(Probe<Fact>& probe, Observer&... observers)
{
    (probe.tell(observers), ...);
}

} // namespace itstorm
