// SPDX-License-Identifier: Apache-2.0
// Guest primitives: see guest.h.
#include "guest.h"
#include "arch/icc_regs.h"
#include "arch/sysreg.h"
#include "common/printable.h"
#include <cstring>

namespace itstorm::guest {

namespace {

// Leaves to EL2; returns when the hypervisor enters this guest again, perhaps on another PE. The
// debt of a guest that traps passes at EL2, before EL2 does anything that others can see.
void leave(GuestContext& guest, const sim_exit& exit)
{
    guest.exit = exit;
    Pe::running->leave_guest();
    Pe::running->set_state(PeState::Guest);
}

void leave(GuestContext& guest, sim_exit_kind kind)
{
    sim_exit exit{};
    exit.kind = kind;
    leave(guest, exit);
}

// Leaves for a physical interrupt. The guest keeps its debt, and lets it pass on the PE on which it
// resumes.
void leave_interrupted(GuestContext& guest)
{
    const std::uint64_t debt = Pe::running->take_debt();
    leave(guest, SIM_EXIT_IRQ);
    Pe::running->add_debt(debt);
}

// Charges a span that consists of a single cost.
void charge_in_span(sim_span_kind span, Cost cost)
{
    Pe* pe = Pe::running;
    pe->begin_span(span);
    pe->charge(cost);
    pe->end_span();
}

void take_virtual_interrupt(GuestContext& guest)
{
    const std::uint64_t debt = Pe::running->take_debt();
    guest.masked = true;
    OpenSpans::Hidden hidden(guest.spans, Pe::running->local_ps());
    charge_in_span(SIM_SPAN_GUEST_IRQ_ENTRY, Cost::VirqEntry);
    guest.program->irq(guest.handle);
    guest.masked = false; // the handler's remaining debt passes with that of the code after it
    if (!hidden.show(Pe::running->local_ps()))
        Pe::running->halt("guest " + guest.name + ": its handler has begun a span and returns");
    Pe::running->choose_prices();
    Pe::running->add_debt(debt);
}

// Takes a pending interrupt. True: it took one, and another may be pending.
bool take_interrupt(GuestContext& guest)
{
    Pe* pe = Pe::running;
    if (pe->irq_pending()) {
        leave_interrupted(guest);
        return true;
    }
    if (pe->virq_pending() && !guest.masked && guest.program->irq != nullptr) {
        take_virtual_interrupt(guest);
        return true;
    }
    return false;
}

void access(Cost cost)
{
    ++Pe::running->count(cost);
    settle(Pe::running->price(cost));
}

// An access to an address that stage 2 does not map: the hypervisor emulates it. False: the
// hypervisor answered with an abort.
bool trap_access(GuestContext& guest, std::uint64_t ipa, std::uint64_t& value, unsigned bytes,
                 bool is_write)
{
    sim_exit exit{};
    exit.kind = SIM_EXIT_MMIO;
    exit.address = ipa;
    exit.value = value;
    exit.bytes = static_cast<std::uint8_t>(bytes);
    exit.is_write = is_write;
    for (leave(guest, exit); guest.exit.again; leave(guest, exit))
        settle(); // takes interrupts before the guest repeats the access
    if (!is_write)
        value = guest.exit.value;
    return !guest.exit.fault;
}

const Stage2& stage2_of(const GuestContext& guest)
{
    return Pe::running->machine.stage2[guest.domain];
}

bool is_emulated(std::uint16_t sysreg)
{
    return sysreg == ICC_SGI1R_EL1;
}

Cost price(std::uint16_t sysreg)
{
    if (sysreg == ICC_IAR1_EL1)
        return Cost::IarRead;
    return sysreg == ICC_EOIR1_EL1 || sysreg == ICC_DIR_EL1 ? Cost::EoirWrite : Cost::Sysreg;
}

// Acknowledge and end of interrupt are spans, because published figures of guests name them.
void access_register(std::uint16_t sysreg)
{
    const Cost cost = price(sysreg);
    if (cost == Cost::Sysreg)
        return access(cost);
    Pe::running->begin_span(cost == Cost::IarRead ? SIM_SPAN_GUEST_ACKNOWLEDGE
                                                  : SIM_SPAN_GUEST_EOI);
    access(cost);
    Pe::running->end_span();
}

std::uint64_t trap_sysreg(GuestContext& guest, std::uint16_t sysreg, std::uint64_t value,
                          bool is_write)
{
    sim_exit exit{};
    exit.kind = SIM_EXIT_SYSREG;
    exit.address = sysreg;
    exit.value = value;
    exit.is_write = is_write;
    leave(guest, exit);
    return guest.exit.value;
}

} // namespace

void settle(std::uint64_t access_ps)
{
    GuestContext& guest = *Pe::running->guest();
    for (;;) {
        if (take_interrupt(guest))
            continue;
        Pe* pe = Pe::running;
        const std::uint64_t rest = pe->pass(pe->take_debt() + access_ps, true);
        if (rest <= access_ps) {
            pe->pass(rest, false);
            return;
        }
        pe->add_debt(rest - access_ps);
    }
}

bool read(GuestContext& guest, std::uint64_t ipa, std::uint64_t& value, unsigned bytes)
{
    value = 0;
    if (!Pe::is_register_size(bytes))
        return false;
    const auto target = stage2_of(guest).translate(ipa, bytes);
    if (!target)
        return trap_access(guest, ipa, value, bytes, false);
    if (!target->is_device) {
        access(Cost::RamAccess);
        const std::uint8_t* ram = Pe::running->machine.memory.at(target->pa, bytes);
        if (ram != nullptr)
            std::memcpy(&value, ram, bytes);
        return ram != nullptr;
    }
    settle();
    while (!Pe::running->posted().empty())
        Pe::running->wait_for(Pe::running->posted().drained());
    access(Cost::MmioRead);
    return Pe::running->read_device(target->pa, &value, bytes);
}

bool write(GuestContext& guest, std::uint64_t ipa, std::uint64_t value, unsigned bytes)
{
    if (!Pe::is_register_size(bytes))
        return false;
    const auto target = stage2_of(guest).translate(ipa, bytes);
    if (!target)
        return trap_access(guest, ipa, value, bytes, true);
    if (!target->is_device) {
        access(Cost::RamAccess);
        std::uint8_t* ram = Pe::running->machine.memory.at(target->pa, bytes);
        if (ram != nullptr)
            std::memcpy(ram, &value, bytes);
        return ram != nullptr;
    }
    access(Cost::MmioWrite);
    Pe::running->post_write(target->pa, value, bytes);
    return true;
}

std::uint64_t mrs(GuestContext& guest, std::uint16_t sysreg)
{
    switch (sysreg) {
    case CNTFRQ_EL0: return Timer::hertz;
    case CNTPCT_EL0:
    case CNTVCT_EL0:
        Pe::running->charge(Cost::Sysreg);
        Pe::running->look_at_bound();
        return Pe::running->local_ps() / 1000;
    case CNTV_CTL_EL0: access(Cost::Sysreg); return Pe::running->guest_timer().ctl();
    case CNTV_CVAL_EL0: access(Cost::Sysreg); return Pe::running->guest_timer().cval();
    default: break;
    }
    std::uint64_t value = 0;
    if (!is_emulated(sysreg)) {
        access_register(sysreg);
        if (Pe::running->cpu_interface().read_virtual(sysreg, value))
            return value;
    }
    return trap_sysreg(guest, sysreg, 0, false);
}

void msr(GuestContext& guest, std::uint16_t sysreg, std::uint64_t value)
{
    switch (sysreg) {
    case CNTV_CTL_EL0: access(Cost::Sysreg); return Pe::running->guest_timer().set_ctl(value);
    case CNTV_CVAL_EL0: access(Cost::Sysreg); return Pe::running->guest_timer().set_cval(value);
    default: break;
    }
    if (!is_emulated(sysreg)) {
        access_register(sysreg);
        if (Pe::running->cpu_interface().write_virtual(sysreg, value))
            return;
    }
    trap_sysreg(guest, sysreg, value, true);
}

std::uint64_t hvc(GuestContext& guest, std::uint64_t function, const std::uint64_t arg[4])
{
    sim_exit exit{};
    exit.kind = SIM_EXIT_HVC;
    exit.address = function;
    std::memcpy(exit.arg, arg, sizeof exit.arg);
    leave(guest, exit);
    return guest.exit.value;
}

void compute(GuestContext& guest, std::uint64_t cycles)
{
    settle();
    std::uint64_t left = Pe::running->costs.cycles_ps(cycles);
    while (left > 0) {
        if (take_interrupt(guest))
            continue;
        Pe* pe = Pe::running;
        pe->begin_progress(guest.domain);
        left = pe->pass(left, true);
        pe->end_progress();
    }
}

void spend(GuestContext&, std::uint64_t ns)
{
    Pe::running->add_work(ns * 1000);
    settle(); // the guest then sees what others have written meanwhile
}

void wfi(GuestContext& guest)
{
    settle();
    if (!guest.orders.empty() || Pe::running->virq_pending())
        return;
    leave(guest, SIM_EXIT_WFI);
    settle(); // takes the interrupt that ended the WFI
}

bool irq_save(GuestContext& guest)
{
    const bool before = guest.masked;
    if (!before) {
        settle();
        guest.masked = true;
    }
    return before;
}

void irq_restore(GuestContext& guest, bool masked)
{
    if (guest.masked == masked)
        return;
    settle();
    guest.masked = masked;
    while (take_interrupt(guest))
        continue;
}

bool next_order(GuestContext& guest, sim_order& order)
{
    settle();
    if (guest.orders.empty())
        return false;
    order = guest.orders.front();
    guest.orders.pop_front();
    return true;
}

void await_order(GuestContext& guest, sim_order& order)
{
    while (!next_order(guest, order)) {
        if (take_interrupt(guest)) // one that came at the moment at which the debt had passed
            continue;
        guest.awaits_order = true;
        Pe::running->wait_for_wake();
        guest.awaits_order = false;
    }
}

void give_order(GuestContext& guest, const sim_order& order)
{
    guest.orders.push_back(order);
    if (guest.awaits_order)
        guest.pe->wake();
}

void log(GuestContext& guest, const char* text)
{
    Pe* pe = Pe::running;
    pe->machine.log.add(LogLevel::Warning, "pe" + std::to_string(pe->index) + " " + guest.name,
                        text == nullptr ? "" : text);
    guest.last_log = pe->machine.log.last();
}

void* ram(GuestContext& guest, std::uint64_t ipa, std::uint64_t bytes)
{
    const auto target = stage2_of(guest).translate(ipa, bytes);
    const bool is_plain = target && !target->is_device && bytes != 0;
    return is_plain ? Pe::running->machine.memory.at(target->pa, bytes) : nullptr;
}

void probe(GuestContext& guest, unsigned row, std::uint64_t value)
{
    const hv_probe_kind kind = guest.object->probes[row].kind;
    if (kind == HV_LEVEL || kind == HV_SHARE)
        settle(); // levels and shares change at the exact time
    const Pe& pe = *Pe::running;
    pe.machine.probes.guest_probe(GuestProbeFact{ row, guest.domain, value, pe.local_time() });
}

void verdict(GuestContext& guest, bool passed, const std::string& text)
{
    settle();
    Pe* pe = Pe::running;
    pe->machine.log.add(passed ? LogLevel::Info : LogLevel::Error,
                        "pe" + std::to_string(pe->index) + " " + guest.name,
                        (passed ? "passed: " : "failed: ") + text);
    pe->machine.probes.verdict(GuestVerdictFact{ guest.domain, passed });
}

void ready(GuestContext& guest)
{
    settle();
    guest.is_ready = true;
    Pe::running->machine.probes.ready(GuestReadyFact{ guest.domain, guest.index });
}

void body(GuestContext& guest)
{
    Pe::running->set_state(PeState::Guest);
    guest.program->boot(guest.handle, guest.info, guest.index);
    settle();
    guest.off = true;
    leave(guest, SIM_EXIT_OFF);
    Pe::running->halt("guest " + guest.name + " went on after it was off");
}

} // namespace itstorm::guest
