// SPDX-License-Identifier: Apache-2.0
// Connects probes to observers that have an `on` for their fact.
#pragma once
#include "common/probe.h"

namespace itstorm {

// In the order given. Observers outlive the probe's block.
template <class Fact, class... Observer>
void attach(Probe<Fact>& probe, Observer&... observers)
{
    (probe.tell(observers), ...);
}

} // namespace itstorm
