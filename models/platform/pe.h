// SPDX-License-Identifier: Apache-2.0
// A processing element: one task, which goes on from coroutine to coroutine: EL2 stacks and guest
// contexts. It keeps the time debt of the software it runs, lets time pass, and knows its interrupt
// lines. What software may ask of it is in el2.h and guest.h.
//
// Only pass(), the two wait_ functions and read_device() wait, and each restores `running`.
#pragma once
#include "common/ports.h"
#include "common/simulated_time.h"
#include "common/task.h"
#include "debt.h"
#include "machine.h"
#include "posted_writes.h"
#include "timer.h"
#include <atomic>
#include <tlm_utils/simple_initiator_socket.h>

namespace itstorm {

class Pe : public sc_core::sc_module, public IrqLinesIf {
public:
    Pe(sc_core::sc_module_name name, unsigned index, Machine& machine);

    tlm_utils::simple_initiator_socket<Pe> bus;
    sc_core::sc_export<IrqLinesIf> lines;
    void connect(CpuInterfaceIf& cpu_interface, PpiIf& ppi);

    static Pe* running; // whose C executes right now; nullptr: set-up, or no C at all
    static void set_running(Pe* pe);

    const unsigned index;
    Machine& machine;
    const PeCosts& costs;

    // ---- debt: time that the software has used and that has not passed yet (debt.h) ----
    // A basic block has reached the limit. `pc`: where its coverage call returns to,
    // `stack_pointer`: then.
    void block_reached(std::uintptr_t pc, std::uintptr_t stack_pointer);
    void charge(Cost cost, std::uint64_t n = 1)
    {
        count(cost) += n;
        debt_.add(price(cost) * n);
    }
    std::uint64_t price(Cost cost) const { return (*prices_)[static_cast<std::size_t>(cost)]; }
    // What a loop of calls costs passes too, even if the compiler charges nothing of the loop.
    void look_at_bound()
    {
        if (debt_.ps() >= bound_ps())
            bound_reached();
    }
    void add_debt(std::uint64_t ps) { debt_.add(ps); }
    void add_work(std::uint64_t ps); // explicit work
    std::uint64_t take_debt();
    std::uint64_t& count(Cost cost) { return counts_[static_cast<std::size_t>(cost)]; } // no block
    CostCounts counts() const;
    std::uint64_t local_ps() const { return now_ps_ + debt_.ps(); } // now, plus the debt
    sc_core::sc_time local_time() const { return sim::time_of(local_ps()); }

    // ---- spans of what runs: see spans.h. With `software.cost: fixed` they decide the prices ----
    bool follows_spans() const // else nobody measures them, they replace nothing: a mark is a call
    {
        return costs.has_constants() || machine.probes.span.watched();
    }
    OpenSpans& spans();
    void begin_span(unsigned kind); // there is room
    void end_span();                // the innermost: there is one
    void choose_prices();           // what runs, or its innermost span, has changed

    // ---- time ----
    // Lets `ps` pass; a wakeable one ends early when a line rises. Returns what is left.
    std::uint64_t pass(std::uint64_t ps, bool wakeable);
    void wait_for_wake();                   // until a line rises or somebody calls wake()
    void wait_for(const sim::Event& event); // not woken by lines
    void wake() { wake_.notify(); }

    // ---- lines ----
    void irq(bool level) override;
    void virq(bool level) override;
    bool irq_pending() const { return irq_; }
    bool virq_pending() const { return virq_; }

    // ---- what runs ----
    El2Stack* stack() const { return stack_; } // current, or the one that entered the guest
    GuestContext* guest() const { return guest_; }
    Coroutine* coroutine() const { return current_; }
    El2Stack* idle_stack() { return &idle_; }
    void switch_to_stack(El2Stack& to);     // suspends the caller's coroutine
    void switch_to_guest(GuestContext& to); // returns when it has left to EL2
    void leave_guest(); // from the guest's coroutine; returns when it is entered again
    void set_state(PeState state);
    PeState state() const { return state_; }
    std::string who() const;      // "pe0, guest dom1.vcpu0": for messages
    void set_masked(bool masked); // of the current stack

    // ---- progress of the guest's own computation, credited as it passes ----
    void begin_progress(std::uint16_t domain);
    void credit_progress(); // up to now; also called from outside when a window opens or closes
    void end_progress();

    // ---- blocks around it ----
    CpuInterfaceIf& cpu_interface() { return *cpu_interface_; }
    PostedWrites& posted() { return posted_; }
    void post_write(std::uint64_t pa, std::uint64_t data,
                    unsigned bytes);                                // to a device; on its way
    bool read_device(std::uint64_t pa, void* data, unsigned bytes); // its target may wait
    Timer& hypervisor_timer() { return hypervisor_timer_; }
    void load_guest_timer(GuestContext& guest);
    void unload_guest_timer(); // back into its guest's context
    Timer& guest_timer() { return guest_timer_; }

    // A broken invariant or a fault in the software that runs: reports, stops the
    // simulation, suspends for ever.
    [[noreturn]] void halt(const std::string& what);

    // ---- the end of the run, requested from outside of simulated time (common/stop_request.h)
    // ---- For the watchdog's signal handler: the next basic block asks whether the run ends.
    void look_soon()
    {
        bound_ps_.store(0, std::memory_order_relaxed);
        Debt::running = &Debt::nobody;
    }
    [[noreturn]] void leave(); // suspends for ever, like halt(), without a fault
    bool has_left() const { return has_left_; }

private:
    void begin();
    void enter_idle();
    void go_on_at(Coroutine& coroutine);
    void hand_over(OpenSpans& from, OpenSpans& to);
    void tell_profile();       // what runs from now on
    void choose_block_price(); // with a table block_reached() charges it
    void bound_reached();
    void reset_bound();
    void resumed();
    std::string software() const;
    std::uint64_t bound_ps() const { return bound_ps_.load(std::memory_order_relaxed); }
    void set_bound(std::uint64_t ps)
    {
        bound_ps_.store(ps, std::memory_order_relaxed);
        debt_.set_limit(looks_at_each_block_ ? 0 : ps);
    }

    CostCounts counts_{}; // blocks are counted by debt_
    Debt debt_;
    std::atomic<std::uint64_t> bound_ps_{ 0 }; // a debt of that much passes
    bool looks_at_each_block_ = false;
    std::uint64_t now_ps_ = 0; // simulated time, as long as C runs on this PE
    const CostCounts* prices_ = &costs.prices();
    bool irq_ = false, virq_ = false;
    sim::Event wake_, never_;
    El2Stack idle_;
    El2Stack* stack_ = nullptr;
    GuestContext* guest_ = nullptr;
    Coroutine* current_ = nullptr; // of stack or guest: where C runs
    PeState state_ = PeState::El2;
    bool progressing_ = false;
    std::uint16_t progress_domain_ = 0;
    std::uint64_t progress_since_ps_ = 0;
    CpuInterfaceIf* cpu_interface_ = nullptr;
    PostedWrites posted_;
    Timer hypervisor_timer_, guest_timer_;
    GuestContext* timer_owner_ = nullptr; // whose CNTV is loaded
    bool has_left_ = false;
    sim::Task task_;
};

} // namespace itstorm
