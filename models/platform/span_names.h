// SPDX-License-Identifier: Apache-2.0
// The kinds of span (enum sim_span_kind): the only place of their names and of what users read
// about them. Statistic span.<name>; setting software.<name>, if the kind has a constant.
#pragma once
#include <iterator>
#include <itstorm/types.h>
#include <string>

namespace itstorm {

struct SpanInfo {
    sim_span_kind kind;
    const char* name;
    const char* measures;
    const char* opened_by;
    const char* replaces; // what users set that the constant replaces besides basic blocks
};

// In the order of the enum.
inline constexpr SpanInfo span_table[] = {
    // kind, name, measures, opened by, replaces
    { SIM_SPAN_TRAP, "trap", "the dispatch of a trap; of a hypercall that is refused, all of it",
      "the hypervisor, for an exit that is a trap (register access, hypercall)", nullptr },
    { SIM_SPAN_VITS_COMMAND, "vits_command",
      "one command of the virtual ITS; what INVALL, MAPD, MAPC and MOVALL do for each vLPI comes "
      "on top, by blocks",
      "the hypervisor, for each command that it takes from a guest's ring", nullptr },
    { SIM_SPAN_FLUSH, "flush", "what waits is written to the list registers",
      "the hypervisor, before it enters a guest for which interrupts wait", nullptr },
    { SIM_SPAN_SCHEDULE, "schedule",
      "from the decision to leave a vCPU to the switch of EL2 stacks", "the hypervisor's scheduler",
      nullptr },
    { SIM_SPAN_HOST_COMMAND, "host_command",
      "commands of the physical ITS: from the request of a batch to its doorbell",
      "the hypervisor's driver of the physical ITS", nullptr },
    { SIM_SPAN_EXIT, "exit", "guest to EL2: exception, context, list registers read",
      "the simulator, at the exit of a guest that was entered in a span `entry`", nullptr },
    { SIM_SPAN_ENTRY, "entry", "EL2 to guest: what is looked at before, context, exception return",
      "the hypervisor, before sim_vcpu_run; the simulator ends it where the guest begins to run",
      nullptr },
    { SIM_SPAN_DECODE, "decode", "a trapped access: which device, which register",
      "the hypervisor, for a trapped register access", nullptr },
    { SIM_SPAN_FIND_AND_QUEUE, "find_and_queue", "find a virtual interrupt by its number, queue it",
      "the hypervisor, for each virtual interrupt that becomes pending", nullptr },
    { SIM_SPAN_KICK, "kick", "make another PE look: its SGI, what is not marked on the way",
      "the hypervisor, when it sends an SGI to another PE", nullptr },
    { SIM_SPAN_HOST_IRQ, "host_irq", "one physical interrupt, from behind its acknowledge",
      "the hypervisor, for each INTID that it acknowledged", nullptr },
    { SIM_SPAN_WALK, "walk", "a command's work on each vLPI of a device, collection or table",
      "the hypervisor, for the commands of a guest's ITS that need it, such as INVALL and MAPD",
      nullptr },
    { SIM_SPAN_HYPERCALL, "hypercall", "the work of a hypercall, beyond its trap",
      "the hypervisor, for a hypercall that it does not refuse", nullptr },
    { SIM_SPAN_GUEST_IRQ_ENTRY, "guest_irq_entry", "virtual interrupt to the guest's handler",
      "the simulator, when a guest takes a virtual interrupt", "timing.virq_entry" },
    { SIM_SPAN_GUEST_ACKNOWLEDGE, "guest_acknowledge", "a guest's read of IAR",
      "the simulator, when a guest reads ICC_IAR1_EL1", "timing.iar_read" },
    { SIM_SPAN_GUEST_EOI, "guest_eoi", "a guest's write of EOIR or DIR",
      "the simulator, when a guest writes ICC_EOIR1_EL1 or ICC_DIR_EL1", "timing.eoir_write" },
    { SIM_SPAN_GUEST_VISIBLE, "guest_visible",
      "a guest's store that another vCPU polls for, until that sees it (program microbench)",
      "a guest's program (sim_guest_span)", nullptr },
};

constexpr bool span_table_has_row_for_each_kind()
{
    for (unsigned kind = 0; kind < std::size(span_table); ++kind)
        if (span_table[kind].kind != static_cast<sim_span_kind>(kind))
            return false;
    return std::size(span_table) == SIM_SPANS;
}
static_assert(span_table_has_row_for_each_kind());

inline const char* span_name(unsigned kind) // below SIM_SPANS
{
    return span_table[kind].name;
}

inline const std::string span_prefix = "span."; // of the names of their statistics

inline bool is_span_statistic(const std::string& name) // "span.trap.mean"
{
    return name.compare(0, span_prefix.size(), span_prefix) == 0;
}

// The kind of span that the statistic "span.trap" (without suffix) measures; nullptr: none.
inline const SpanInfo* span_of_statistic(const std::string& name)
{
    for (const SpanInfo& span : span_table)
        if (name == span_prefix + span.name)
            return &span;
    return nullptr;
}

} // namespace itstorm
