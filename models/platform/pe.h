// SPDX-License-Identifier: Apache-2.0
// A processing element: one task, which switches between the coroutines of EL2 stacks and guest
// contexts. It keeps the time debt of the software it runs, lets time pass, and knows the levels of
// its interrupt lines. What software may ask of it is in el2.h and guest.h.
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

    static bool is_register_size(unsigned bytes) // of an access to a device
    {
        return bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8;
    }

    static Pe* running; // the PE whose C executes right now; nullptr: set-up, or no C at all
    static void set_running(Pe* pe);

    const unsigned index;
    Machine& machine;
    const PeCosts& costs;

    // ---- debt: time that the software has used and that has not passed yet (debt.h) ----
    // Called by the coverage call of a basic block at which the debt has reached its limit. `pc`:
    // where that call returns to; `stack_pointer`: its value at the call.
    void block_reached(std::uintptr_t pc, std::uintptr_t stack_pointer);
    void charge(Cost cost, std::uint64_t n = 1)
    {
        count(cost) += n;
        debt_.add(price(cost) * n);
    }
    std::uint64_t price(Cost cost) const { return (*prices_)[static_cast<std::size_t>(cost)]; }
    // Called at each import, so that the time of a loop of calls passes even if the loop itself is
    // not instrumented.
    void look_at_bound()
    {
        if (debt_.ps() >= bound_ps())
            bound_reached();
    }
    void add_debt(std::uint64_t ps) { debt_.add(ps); }
    void add_work(std::uint64_t ps); // explicit work
    std::uint64_t take_debt();
    std::uint64_t& count(Cost cost) // any cost but Cost::Block, which debt_ counts
    {
        return counts_[static_cast<std::size_t>(cost)];
    }
    CostCounts counts() const;
    std::uint64_t local_ps() const { return now_ps_ + debt_.ps(); } // now, plus the debt
    sc_core::sc_time local_time() const { return sim::time_of(local_ps()); }

    // ---- spans of what runs: see spans.h. With `software.cost: fixed` they decide the prices ----
    bool follows_spans() const // false: nobody measures spans and none has a constant
    {
        return costs.has_constants() || machine.probes.span.watched();
    }
    OpenSpans& spans();
    void begin_span(unsigned kind); // requires !spans().is_full()
    void end_span();                // the innermost; requires spans().has_any()
    void choose_prices();           // after a change of what runs, or of its innermost span

    // ---- time ----
    // Lets `ps` pass; if `wakeable`, only until an interrupt line rises. Returns the time left.
    std::uint64_t pass(std::uint64_t ps, bool wakeable);
    void wait_for_wake();                   // until a line rises or somebody calls wake()
    void wait_for(const sim::Event& event); // interrupt lines do not end the wait
    void wake() { wake_.notify(); }

    // ---- lines ----
    void irq(bool level) override;
    void virq(bool level) override;
    bool irq_pending() const { return irq_; }
    bool virq_pending() const { return virq_; }

    // ---- what runs ----
    El2Stack* stack() const { return stack_; } // the current one, or the one that entered guest()
    GuestContext* guest() const { return guest_; }
    Coroutine* coroutine() const { return current_; }
    El2Stack* idle_stack() { return &idle_; }
    void switch_to_stack(El2Stack& to);     // suspends the caller's coroutine
    void switch_to_guest(GuestContext& to); // returns when the guest has left to EL2
    void leave_guest(); // from the guest's coroutine; returns when the guest is entered again
    void set_state(PeState state);
    PeState state() const { return state_; }
    std::string who() const;      // "pe0, guest dom1.vcpu0": for messages
    void set_masked(bool masked); // of the current stack

    // ---- progress of the guest's own computation, reported as its time passes ----
    void begin_progress(std::uint16_t domain);
    void credit_progress(); // up to now; also called from outside when a window opens or closes
    void end_progress();

    // ---- blocks around it ----
    CpuInterfaceIf& cpu_interface() { return *cpu_interface_; }
    PostedWrites& posted() { return posted_; }
    // Posts a write to a device register, which arrives later; waits while the queue is full.
    void post_write(std::uint64_t pa, std::uint64_t data, unsigned bytes);
    // Waits if the target of the bus does. False: bus error.
    bool read_device(std::uint64_t pa, void* data, unsigned bytes);
    Timer& hypervisor_timer() { return hypervisor_timer_; }
    void load_guest_timer(GuestContext& guest);
    void unload_guest_timer(); // stores CNTV in the context of the guest that it was loaded for
    Timer& guest_timer() { return guest_timer_; }

    // For a broken invariant or a fault in the software that runs: records the fault, stops the
    // simulation, and suspends this PE for ever.
    [[noreturn]] void halt(const std::string& what);

    // ---- the end of the run, requested in real time (common/stop_request.h) ----
    // For the watchdog's signal handler: makes the next basic block ask stop_requested().
    void look_at_next_block()
    {
        bound_ps_.store(0, std::memory_order_relaxed);
        Debt::running = &Debt::nobody;
    }
    [[noreturn]] void leave(); // suspends this PE for ever, as halt() does, but records no fault
    bool has_left() const { return has_left_; }

private:
    void begin();
    void enter_idle();
    void run_coroutine(Coroutine& coroutine);
    void hand_over(OpenSpans& from, OpenSpans& to);
    void tell_profile();       // which stack or guest runs from now on
    void choose_block_price(); // 0 with a table of weights: block_reached() then charges blocks
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

    CostCounts counts_{}; // except Cost::Block, which debt_ counts
    Debt debt_;
    std::atomic<std::uint64_t> bound_ps_{ 0 }; // once the debt has reached it, the debt must pass
    bool looks_at_each_block_ = false;
    std::uint64_t now_ps_ = 0; // simulated time; valid while C runs on this PE
    const CostCounts* prices_ = &costs.prices();
    bool irq_ = false, virq_ = false;
    sim::Event wake_, never_;
    El2Stack idle_;
    El2Stack* stack_ = nullptr;
    GuestContext* guest_ = nullptr;
    Coroutine* current_ = nullptr; // that of stack_ or guest_, whichever runs
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
