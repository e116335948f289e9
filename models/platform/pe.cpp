// SPDX-License-Identifier: Apache-2.0
// Pe: see pe.h.
#include "pe.h"
#include "arch/intid.h"
#include "arch/sysreg.h"
#include "block_weights.h"
#include "common/access.h"
#include "common/simulated_time.h"
#include "common/stop_request.h"
#include "crash.h"
#include "el2.h"
#include "guest.h"
#include <algorithm>

namespace itstorm {

using sc_core::sc_time;

Pe* Pe::running = nullptr;
Debt Debt::nobody;
Debt* Debt::running = &Debt::nobody;

namespace {

// A debt is kept longer while nothing in the simulation can observe the difference, but never
// longer than this.
constexpr std::uint64_t longest_debt_ps = 100'000'000;

} // namespace

Pe::Pe(sc_core::sc_module_name name, unsigned number, Machine& shared)
    : sc_module(name), bus("bus"), lines("lines"), index(number), machine(shared),
      costs(shared.costs), posted_("posted", sim::Rank(sim::Kind::Pe, number),
                                   [this](std::uint64_t pa, std::uint64_t data, unsigned bytes) {
                                       return bus_write(bus, pa, &data, bytes);
                                   }),
      hypervisor_timer_("cnthp", sim::Rank(sim::Kind::Pe, number), INTID_TIMER_HYP),
      guest_timer_("cntv", sim::Rank(sim::Kind::Pe, number), INTID_TIMER_VIRT),
      task_(sim::Rank(sim::Kind::Pe, number), std::string(this->name()), [this] { begin(); })
{
    machine.pes.push_back(this);
    lines.bind(*this);
}

void Pe::connect(CpuInterfaceIf& cpu_interface, PpiIf& ppi)
{
    cpu_interface_ = &cpu_interface;
    hypervisor_timer_.connect(ppi);
    guest_timer_.connect(ppi);
}

// ---- from stack to stack ----

void Pe::begin()
{
    install_crash_handler();
    idle_.name = std::string(name()) + ".idle";
    idle_.coroutine = std::make_unique<Coroutine>(idle_.name, [this] { enter_idle(); });
    idle_.pe = this;
    stack_ = &idle_;
    current_ = idle_.coroutine.get();
    resumed();
    looks_at_each_block_ = machine.profile != nullptr || machine.weights != nullptr;
    choose_block_price();
    tell_profile();
    reset_bound();
    set_state(PeState::El2);
    task_.switch_to(*current_); // never returns
}

void Pe::enter_idle()
{
    machine.object.boot(machine.hypervisor, reinterpret_cast<sim_pe*>(this));
    running->halt("hv_boot returned");
}

void Pe::hand_over(OpenSpans& from, OpenSpans& to)
{
    from.leave(local_ps());
    to.resume(local_ps());
    choose_prices();
    tell_profile();
}

void Pe::run_coroutine(Coroutine& coroutine)
{
    current_ = &coroutine;
    reset_bound();
    task_.switch_to(coroutine);
}

void Pe::switch_to_stack(El2Stack& to)
{
    El2Stack& from = *stack_;
    from.pe = nullptr;
    to.pe = this;
    stack_ = &to;
    hand_over(from.spans, to.spans);
    run_coroutine(*to.coroutine);
}

void Pe::switch_to_guest(GuestContext& to)
{
    to.pe = this;
    to.el2 = stack_;
    guest_ = &to;
    hand_over(stack_->spans, to.spans);
    run_coroutine(*to.coroutine);
}

void Pe::leave_guest()
{
    GuestContext& guest = *guest_;
    guest_ = nullptr;
    guest.pe = nullptr;
    hand_over(guest.spans, stack_->spans);
    run_coroutine(*guest.el2->coroutine);
}

// ---- debt and time ----

void Pe::set_running(Pe* pe)
{
    running = pe;
    Debt::running = pe != nullptr ? &pe->debt_ : &Debt::nobody;
}

std::uint64_t Pe::take_debt()
{
    const std::uint64_t debt = debt_.ps();
    debt_.clear();
    reset_bound();
    return debt;
}

CostCounts Pe::counts() const
{
    CostCounts counts = counts_;
    counts[static_cast<std::size_t>(Cost::Block)] = debt_.blocks();
    return counts;
}

void Pe::reset_bound()
{
    const bool preemptible = guest_ != nullptr || !stack_->masked;
    set_bound(std::max<std::uint64_t>(preemptible ? costs.settle_ps : costs.settle_masked_ps, 1));
}

void Pe::block_reached(std::uintptr_t pc, std::uintptr_t stack_pointer)
{
    if (machine.profile != nullptr)
        machine.profile->block(index, pc, stack_pointer, local_ps() - debt_.block_ps());
    if (machine.weights != nullptr && price(Cost::Block) != 0)
        debt_.add(machine.weights->charge(pc));
    look_at_bound();
}

void Pe::choose_block_price()
{
    debt_.set_block_price(machine.weights == nullptr ? price(Cost::Block) : 0);
}

void Pe::tell_profile()
{
    if (machine.profile != nullptr)
        machine.profile->switched(index, guest_ != nullptr ? guest_->calls : stack_->calls,
                                  software(), local_ps());
}

// If no event is due before now + debt, nothing in the simulation can observe whether the debt has
// passed: it is kept, and the bound moves on.
void Pe::bound_reached()
{
    if (stop_requested())
        leave();
    const std::uint64_t debt = debt_.ps();
    const bool unseen = debt < longest_debt_ps && sim::is_quiet_for(debt);
    if (unseen)
        set_bound(debt + costs.settle_ps);
    else if (guest_ != nullptr)
        guest::settle();
    else
        el2::settle();
}

void Pe::add_work(std::uint64_t ps)
{
    const std::uint64_t cycle_ps = costs.ps(Cost::Cycle);
    count(Cost::Cycle) += cycle_ps ? ps / cycle_ps : 0;
    debt_.add(ps);
    set_bound(bound_ps() + ps);
}

// Called after every wait, before C runs on this PE again.
void Pe::resumed()
{
    set_running(this);
    now_ps_ = sim::now_ps();
    if (stop_requested())
        leave();
}

std::uint64_t Pe::pass(std::uint64_t ps, bool wakeable)
{
    if (ps == 0) {
        if (stop_requested()) // the software may never come to a wait, where resumed() asks
            leave();
        return 0;
    }
    const std::uint64_t start = now_ps_;
    if (wakeable)
        task_.wait_ps(ps, wake_);
    else
        task_.wait_ps(ps);
    resumed();
    return ps - (now_ps_ - start);
}

void Pe::wait_for_wake()
{
    task_.wait(wake_);
    resumed();
}

void Pe::wait_for(const sim::Event& event)
{
    task_.wait(event);
    resumed();
}

// Choice: 1024 posted writes of a PE can be on their way; before it posts another one, the PE waits
// until all of them have arrived.
void Pe::post_write(std::uint64_t pa, std::uint64_t data, unsigned bytes)
{
    while (posted_.full())
        wait_for(posted_.drained());
    posted_.post(sim::now() + sim::time_of(costs.mmio_arrive_ps), pa, data, bytes);
}

bool Pe::read_device(std::uint64_t pa, void* data, unsigned bytes)
{
    const bool answered = bus_read(bus, pa, data, bytes);
    resumed();
    return answered;
}

// ---- lines, state ----

void Pe::irq(bool level)
{
    irq_ = level;
    if (level)
        wake_.notify();
}

void Pe::virq(bool level)
{
    virq_ = level;
    if (level)
        wake_.notify();
}

void Pe::set_state(PeState state)
{
    state_ = state;
    const std::uint16_t domain =
        guest_ ? guest_->domain : static_cast<std::uint16_t>(SIM_NO_DOMAIN);
    machine.probes.state(PeStateFact{ index, state, domain });
}

void Pe::set_masked(bool masked)
{
    stack_->masked = masked;
    reset_bound();
}

void Pe::begin_progress(std::uint16_t domain)
{
    progressing_ = true;
    progress_domain_ = domain;
    progress_since_ps_ = sim::now_ps();
}

void Pe::credit_progress()
{
    if (!progressing_)
        return;
    const unsigned __int128 span = sim::now_ps() - progress_since_ps_;
    const auto cycles = static_cast<std::uint64_t>(span * costs.cycle_hertz() / 1'000'000'000'000u);
    if (cycles == 0)
        return;
    progress_since_ps_ += costs.cycles_ps(cycles);
    count(Cost::Cycle) += cycles;
    machine.probes.progress(ProgressFact{ progress_domain_, cycles });
}

void Pe::end_progress()
{
    credit_progress();
    progressing_ = false;
}

void Pe::load_guest_timer(GuestContext& guest)
{
    if (guest.timer_pe == this)
        return;
    unload_guest_timer();
    if (guest.timer_pe != nullptr)
        guest.timer_pe->unload_guest_timer(); // the guest has migrated from that PE
    timer_owner_ = &guest;
    guest.timer_pe = this;
    guest_timer_.set_cval(guest.timer_cval);
    guest_timer_.set_ctl(guest.timer_ctl);
}

void Pe::unload_guest_timer()
{
    if (timer_owner_ == nullptr)
        return;
    timer_owner_->timer_ctl = guest_timer_.ctl() & ~CNT_CTL_ISTATUS;
    timer_owner_->timer_cval = guest_timer_.cval();
    timer_owner_->timer_pe = nullptr;
    timer_owner_ = nullptr;
    guest_timer_.set_ctl(0);
}

std::string Pe::software() const
{
    return guest_ ? "guest " + guest_->name : "EL2 stack " + stack_->name;
}

std::string Pe::who() const
{
    return "pe" + std::to_string(index) + ", " + software();
}

void Pe::leave()
{
    has_left_ = true;
    leave_run();
}

void Pe::halt(const std::string& what)
{
    const std::string where = "pe" + std::to_string(index) + " at " + sim::now().to_string();
    machine.faults.record(where + ", " + software() + ": " + what);
    set_state(PeState::Stopped);
    sim::stop();
    for (;;)
        sim::wait(never_);
}

} // namespace itstorm
