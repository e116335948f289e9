// SPDX-License-Identifier: Apache-2.0
// EL2 primitives: time, interrupts, stacks, guests. Memory and registers are in el2_access.cpp,
// locks in el2_lock.cpp.
#include "el2.h"
#include "crash.h"

namespace itstorm::el2 {

namespace {

void take_interrupt()
{
    Pe* pe = Pe::running;
    pe->set_masked(true);
    OpenSpans::Hidden hidden(pe->spans(), pe->local_ps());
    pe->choose_prices();
    pe->charge(Cost::IrqEntry);
    pe->charge(Cost::Exit); // saving the frame of an exception costs as much as a guest's context
    pe->machine.object.irq(pe->machine.hypervisor, reinterpret_cast<sim_pe*>(pe));
    pe = Pe::running;
    pe->charge(Cost::Entry);
    settle(); // still masked
    if (!hidden.show(pe->local_ps()))
        refuse("hv_irq has begun a span and returns");
    pe->choose_prices();
    Pe::running->set_masked(false);
    if (Pe::running->state() == PeState::Irq)
        Pe::running->set_state(PeState::El2);
}

// Refuses to go on while the stack holds a lock.
void require_no_lock(const char* where)
{
    Pe* pe = Pe::running;
    if (!pe->stack()->held.empty())
        refuse("lock '" + pe->stack()->held.back()->name + "' is held " + where);
}

} // namespace

void refuse(const std::string& what)
{
    Pe::running->halt(what + ", by " + describe_caller());
}

void settle(std::uint64_t access_ps)
{
    std::uint64_t debt = Pe::running->take_debt();
    for (;;) {
        Pe* pe = Pe::running;
        const bool masked = pe->stack()->masked;
        if (!masked && pe->irq_pending()) {
            take_interrupt();
            continue;
        }
        const std::uint64_t rest = pe->pass(debt + access_ps, !masked);
        if (rest <= access_ps) {
            pe->pass(rest, false);
            return;
        }
        debt = rest - access_ps;
    }
}

void access(Cost cost)
{
    Pe* pe = Pe::running;
    ++pe->count(cost);
    settle(pe->price(cost));
}

bool irq_save()
{
    const bool before = Pe::running->stack()->masked;
    if (!before) {
        settle();
        Pe::running->set_masked(true);
    }
    return before;
}

void irq_restore(bool masked)
{
    if (Pe::running->stack()->masked == masked)
        return;
    settle();
    Pe::running->set_masked(masked);
    while (!Pe::running->stack()->masked && Pe::running->irq_pending())
        take_interrupt();
}

void wfi()
{
    settle();
    Pe* pe = Pe::running;
    pe->set_state(PeState::Idle);
    while (!pe->irq_pending())
        pe->wait_for_wake();
    pe->set_state(PeState::El2);
    if (!pe->stack()->masked)
        take_interrupt();
}

void delay(std::uint64_t ns)
{
    Pe::running->add_work(ns * 1000);
    settle(); // what software reads after a delay may be shared, and must be of that time
}

void switch_stack(El2Stack* to)
{
    require_no_lock("at a switch of EL2 stacks");
    Pe* pe = Pe::running;
    if (to == nullptr)
        to = pe->idle_stack();
    if (to == pe->stack())
        return;
    if (to->pe != nullptr)
        refuse("switch to EL2 stack '" + to->name + "', which runs on pe" +
               std::to_string(to->pe->index));
    pe->switch_to_stack(*to);
}

void run_guest(GuestContext& guest, sim_exit& exit)
{
    Pe* pe = Pe::running;
    if (guest.off)
        refuse("guest " + guest.name + " is off and was entered");
    if (guest.pe != nullptr)
        refuse("guest " + guest.name + " runs on pe" + std::to_string(guest.pe->index) +
               " and was entered here");
    require_no_lock("at guest entry");
    pe->set_masked(true);
    access(Cost::Entry);
    const bool is_marked = pe->spans().has_any() && pe->spans().innermost() == SIM_SPAN_ENTRY;
    if (is_marked)
        pe->end_span();
    guest.exit = exit; // the hypervisor's answer to the guest's last exit
    pe->load_guest_timer(guest);
    pe->switch_to_guest(guest); // this stack cannot migrate meanwhile: `pe` stays valid
    if (guest.exit.kind == SIM_EXIT_IRQ)
        pe->charge(Cost::IrqEntry);
    if (is_marked)
        pe->begin_span(SIM_SPAN_EXIT);
    pe->charge(Cost::Exit);
    exit = guest.exit;
    pe->set_state(PeState::El2);
    pe->machine.probes.exit(ExitFact{ pe->index, guest.domain, static_cast<unsigned>(exit.kind) });
}

} // namespace itstorm::el2
