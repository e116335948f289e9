// SPDX-License-Identifier: Apache-2.0
// Names of spans: span.<name> is the statistic, software.<name> the constant of those that have
// one.
#pragma once
#include <itstorm/types.h>

namespace itstorm {

inline const char* span_name(unsigned kind) // of enum sim_span_kind
{
    switch (static_cast<sim_span_kind>(kind)) {
    case SIM_SPAN_TRAP: return "trap";
    case SIM_SPAN_VITS_COMMAND: return "vits_command";
    case SIM_SPAN_FLUSH: return "flush";
    case SIM_SPAN_SCHEDULE: return "schedule";
    case SIM_SPAN_HOST_COMMAND: return "host_command";
    case SIM_SPAN_EXIT: return "exit";
    case SIM_SPAN_ENTRY: return "entry";
    case SIM_SPAN_DECODE: return "decode";
    case SIM_SPAN_FIND_AND_QUEUE: return "find_and_queue";
    case SIM_SPAN_KICK: return "kick";
    case SIM_SPAN_HOST_IRQ: return "host_irq";
    case SIM_SPAN_WALK: return "walk";
    case SIM_SPAN_HYPERCALL: return "hypercall";
    case SIM_SPAN_GUEST_IRQ_ENTRY: return "guest_irq_entry";
    case SIM_SPAN_GUEST_ACKNOWLEDGE: return "guest_acknowledge";
    case SIM_SPAN_GUEST_EOI: return "guest_eoi";
    case SIM_SPAN_GUEST_VISIBLE: return "guest_visible";
    case SIM_SPANS: break;
    }
    return "?";
}

} // namespace itstorm
