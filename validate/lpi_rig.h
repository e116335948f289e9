// SPDX-License-Identifier: Apache-2.0
// A rig for cases of the redistributor and the CPU interface: every cost of the machine is zero,
// LPIs are set directly, and the case takes them at the CPU interface of PE 0.
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
    sc_core::sc_event irq{ "irq_of_pe0" }; // notified when the IRQ line rises
};

} // namespace itstorm
