// SPDX-License-Identifier: Apache-2.0
// VcdTrace: see vcd_trace.h. One handler per fact.
#include "vcd_trace.h"
#include "names.h"
#include <algorithm>
#include <itstorm/types.h>

namespace itstorm {

VcdTrace::VcdTrace(const std::string& path, const VcdShape& shape, const VcdOptions& options,
                   LockName lock_name)
    : domains_(shape.domains.size()), levels_(shape.levels),
      states_([](unsigned n) { return pe_state_name(static_cast<PeState>(n)); }),
      opcodes_(opcode_name),
      domain_words_([names = shape.domains](unsigned n) { return names[n]; }),
      locks_(std::move(lock_name)), held_(shape.pes), dump_(path, shape, options)
{
}

unsigned VcdTrace::Words::of(unsigned index, VcdDump& dump)
{
    if (index >= words_.size())
        words_.resize(index + 1);
    if (words_[index] == 0)
        words_[index] = dump.word(name_(index));
    return words_[index];
}

void VcdTrace::set(VcdSignal signal, unsigned instance, std::uint64_t value)
{
    dump_.set(static_cast<unsigned>(signal), instance, value);
}

void VcdTrace::set(VcdSignal signal, unsigned instance, Words& words, unsigned index,
                   std::uint64_t number)
{
    if (dump_.is_shown(static_cast<unsigned>(signal), instance))
        dump_.set_word(static_cast<unsigned>(signal), instance, words.of(index, dump_), number);
}

void VcdTrace::set_none(VcdSignal signal, unsigned instance)
{
    dump_.set_word(static_cast<unsigned>(signal), instance, 0, 0);
}

void VcdTrace::count(VcdSignal signal, unsigned instance)
{
    dump_.count(static_cast<unsigned>(signal), instance);
}

bool VcdTrace::shows(std::initializer_list<VcdSignal> signals) const
{
    return std::any_of(signals.begin(), signals.end(), [this](VcdSignal signal) {
        return dump_.is_shown(static_cast<unsigned>(signal));
    });
}

bool VcdTrace::shows_levels() const
{
    for (unsigned n = 0; n < levels_.size(); ++n)
        if (dump_.is_shown(static_cast<unsigned>(VcdSignal::Count) + n))
            return true;
    return false;
}

void VcdTrace::label(const std::string& label)
{
    dump_.set_word(static_cast<unsigned>(VcdSignal::Label), 0, dump_.word(label), ++labels_);
    dump_.mark(label);
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
    set(VcdSignal::Command, its, opcodes_, fact.opcode, fact.opcode);
}

void VcdTrace::command_ends(unsigned its)
{
    set_none(VcdSignal::Command, its);
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
    const auto state = static_cast<unsigned>(fact.state);
    set(VcdSignal::State, fact.pe, states_, state, state);
    if (fact.domain < domains_)
        set(VcdSignal::RunsDomain, fact.pe, domain_words_, fact.domain, fact.domain + 1u);
    else
        set_none(VcdSignal::RunsDomain, fact.pe);
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
    const auto& held = held_[pe];
    if (held.empty())
        set_none(VcdSignal::Lock, pe);
    else
        set(VcdSignal::Lock, pe, locks_, held.back(), held.back() + 1u);
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
