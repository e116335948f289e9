// SPDX-License-Identifier: Apache-2.0
// A rig for the part behind the redistributor: all its costs are zero, LPIs are set directly, and
// PE 0 takes them at its CPU interface, as bare software would.
#pragma once
#include "rig.h"

namespace itstorm {

inline sc_core::sc_time us(double n)
{
    return sc_core::sc_time::from_value(static_cast<std::uint64_t>(n * 1e6));
}

struct LpiRig : Rig {
    explicit LpiRig(unsigned events_log2);

    CpuInterfaceIf& cpu;
    sc_core::sc_event irq{ "irq_of_pe0" }; // its line rises
};

} // namespace itstorm
