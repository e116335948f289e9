// SPDX-License-Identifier: Apache-2.0
// VcdTrace: see vcd_trace.h. One handler per fact.
#include "vcd_trace.h"
#include "names.h"
#include <algorithm>
#include <itstorm/types.h>

namespace itstorm {

VcdTrace::VcdTrace(const std::string& path, const VcdShape& shape, const VcdOptions& options,
                   LockName lock_name)
    : domain_names_(shape.domains), levels_(shape.levels), lock_name_(std::move(lock_name)),
      held_(shape.pes), dump_(path, shape, options)
{
}

void VcdTrace::set(VcdSignal signal, unsigned instance, std::uint64_t value)
{
    dump_.set(static_cast<unsigned>(signal), instance, value);
}

void VcdTrace::set(VcdSignal signal, unsigned instance, const std::string& text,
                   std::uint64_t number)
{
    dump_.set(static_cast<unsigned>(signal), instance, text, number);
}

void VcdTrace::count(VcdSignal signal, unsigned instance)
{
    dump_.count(static_cast<unsigned>(signal), instance);
}

bool VcdTrace::is_shown(VcdSignal signal, unsigned instance) const
{
    return dump_.is_shown(static_cast<unsigned>(signal), instance);
}

void VcdTrace::label(const std::string& label)
{
    set(VcdSignal::Label, 0, label, ++labels_);
}

void VcdTrace::ring(unsigned its, const RingFact& fact)
{
    const std::uint32_t capacity = fact.slots == 0 ? 0 : fact.slots - 1; // one slot stays free
    set(VcdSignal::Occupancy, its, fact.used);
    set(VcdSignal::Capacity, its, capacity);
    set(VcdSignal::Full, its, capacity != 0 && fact.used >= capacity);
    set(VcdSignal::Creadr, its, fact.creadr);
    set(VcdSignal::Cwriter, its, fact.cwriter);
    set(VcdSignal::Stalled, its, fact.stalled);
}

void VcdTrace::intake(unsigned its, const IntakeLevelFact& fact)
{
    set(VcdSignal::Inbox, its, fact.used);
}

void VcdTrace::lanes(unsigned its, const LaneLevelFact& fact)
{
    set(VcdSignal::Lanes, its, fact.used);
}

void VcdTrace::command_begins(unsigned its, const CommandBegunFact& fact)
{
    if (is_shown(VcdSignal::Command, its))
        set(VcdSignal::Command, its, opcode_name(fact.opcode), fact.opcode);
}

void VcdTrace::command_ends(unsigned its)
{
    set(VcdSignal::Command, its, "-", 0);
}

void VcdTrace::look_up(unsigned its, const LookUpFact& fact)
{
    count(fact.hit ? VcdSignal::CacheHits : VcdSignal::CacheMisses, its);
}

void VcdTrace::on(const LpiLevelFact& fact)
{
    set(VcdSignal::Pending, fact.target, fact.pending);
}

void VcdTrace::on(const PropertyLookUpFact& fact)
{
    count(fact.hit ? VcdSignal::PropertyHits : VcdSignal::PropertyMisses, fact.target);
}

void VcdTrace::on(const IrqLineFact& fact)
{
    set(VcdSignal::Irq, fact.target, fact.level);
}

void VcdTrace::on(const VirqLineFact& fact)
{
    set(VcdSignal::Virq, fact.target, fact.level);
}

void VcdTrace::on(const ListRegistersFact& fact)
{
    set(VcdSignal::ListRegisters, fact.target, fact.used);
}

void VcdTrace::on(const PeStateFact& fact)
{
    const bool runs_guest = fact.domain < domain_names_.size();
    set(VcdSignal::State, fact.pe, pe_state_name(fact.state),
        static_cast<std::uint64_t>(fact.state));
    set(VcdSignal::RunsDomain, fact.pe, runs_guest ? domain_names_[fact.domain] : "-",
        runs_guest ? fact.domain + 1u : 0);
}

void VcdTrace::on(const LockTakenFact& fact)
{
    held_.at(fact.pe).push_back(fact.lock);
    show_lock(fact.pe);
}

void VcdTrace::on(const LockFact& fact)
{
    auto& held = held_.at(fact.pe);
    const auto last = std::find(held.rbegin(), held.rend(), fact.lock);
    if (last != held.rend())
        held.erase(std::next(last).base());
    show_lock(fact.pe);
}

void VcdTrace::show_lock(unsigned pe)
{
    if (!is_shown(VcdSignal::Lock, pe))
        return;
    const auto& held = held_[pe];
    if (held.empty())
        set(VcdSignal::Lock, pe, "-", 0);
    else
        set(VcdSignal::Lock, pe, lock_name_(held.back()), held.back() + 1u);
}

void VcdTrace::on(const HvProbeFact& fact)
{
    for (std::size_t n = 0; n < levels_.size(); ++n)
        if (levels_[n].row == fact.row)
            dump_.set(static_cast<unsigned>(VcdSignal::Count) + static_cast<unsigned>(n),
                      levels_[n].per_domain ? fact.domain : 0, fact.value);
}

void VcdTrace::on(const MarkFact& fact)
{
    switch (fact.step) {
    case SIM_STEP_RECEIVED: return count(VcdSignal::Received, fact.domain);
    case SIM_STEP_INJECTED: return count(VcdSignal::Injected, fact.domain);
    case SIM_STEP_RETIRED: return count(VcdSignal::Retired, fact.domain);
    }
}

void VcdTrace::on(const GuestReadyFact& fact)
{
    count(VcdSignal::Ready, fact.domain);
}

void VcdTrace::on(const LinkLevelFact& fact)
{
    set(VcdSignal::Credits, fact.function, fact.credits_used);
}

void VcdTrace::on(const PatternFact& fact)
{
    set(VcdSignal::Storm, fact.function, fact.running);
}

} // namespace itstorm
