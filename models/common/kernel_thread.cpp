// SPDX-License-Identifier: Apache-2.0
// KernelThread, Crossing: see kernel_thread.h. Time for everybody: see simulated_time.h.
#define SC_INCLUDE_DYNAMIC_PROCESSES // sc_spawn
#include "kernel_thread.h"
#include "event_queue.h"
#include "simulated_time.h"
#include "task.h"
#include <exception>
#include <stdexcept>

namespace itstorm::sim {

using sc_core::sc_time;

namespace {

// A thread of the kernel's that waits for an event of ours.
class Sleeper final : public Waiter {
public:
    Sleeper() : Waiter(behind_all) {}
    void run() override
    {
        KernelThread::let_kernel_follow();
        go_.notify();
    }

    void sleep(const Event& event)
    {
        wait_for(event);
        sc_core::wait(go_);
    }
    void sleep(const sc_time& time, const Event& event)
    {
        wait_for(event);
        sc_core::wait(time, go_);
    }

private:
    sc_core::sc_event go_;
};

} // namespace

// ---- threads that run the queue ----

KernelThread::KernelThread()
{
    sc_core::sc_spawn([this] { loop(); }, sc_core::sc_gen_unique_name("event_queue"));
}

void KernelThread::enter_instant()
{
    queue().set_now(kernel_ps());
}

void KernelThread::poke()
{
    if (active_ == nullptr)
        active_ = new KernelThread;                           // they last as long as the kernel
    else if (sc_core::sc_get_status() == sc_core::SC_RUNNING) // a process calls
        active_->poked_.notify();
    else
        active_->poked_.notify(sc_core::SC_ZERO_TIME);
}

KernelThread& KernelThread::spare()
{
    if (spares_ == nullptr)
        return *new KernelThread;
    KernelThread& spare = *spares_;
    spares_ = spare.next_;
    spare.is_spare_ = false;
    return spare;
}

void KernelThread::retire()
{
    if (is_spare_)
        return;
    is_spare_ = true;
    next_ = spares_;
    spares_ = this;
}

void KernelThread::loop()
{
    for (;;) {
        if (active_ == this)
            run_queue();
        if (active_ == this) {
            wait_for_work();
        } else {
            retire();
            sc_core::wait(poked_);
        }
    }
}

// Alone until then, the queue need not enter the kernel for each instant.
std::uint64_t KernelThread::end_ps()
{
    const std::uint64_t foreign = sc_core::sc_time_to_pending_activity().value();
    return std::max(std::min(ahead_ps_, kernel_ps() + foreign), kernel_ps() + 1);
}

void KernelThread::let_kernel_follow()
{
    queue().end_with_instant();
    const std::uint64_t behind = queue().now_ps() - kernel_ps();
    if (behind == 0)
        return;
    inside_ = false;
    sc_core::wait(time_of(behind));
    inside_ = true;
}

void KernelThread::run_queue()
{
    ++entries_;
    inside_ = true;
    try {
        queue().set_now(kernel_ps());
        queue().run(end_ps());
    } catch (...) {
        inside_ = false;
        throw;
    }
    inside_ = false;
}

void KernelThread::wait_for_work()
{
    const std::uint64_t next = queue().next_ps();
    if (next == EventQueue::never)
        sc_core::wait(poked_);
    else
        sc_core::wait(time_of(next - std::min(next, kernel_ps())), poked_);
}

// ---- calls out ----

Crossing::Crossing() : has_crossed_(KernelThread::inside_ && !KernelThread::runs_ahead())
{
    if (!has_crossed_)
        return;
    from_ = KernelThread::active_;
    other_ = &KernelThread::spare();
    entries_ = KernelThread::entries_;
    task_ = Task::running_;
    KernelThread::active_ = other_;
    KernelThread::inside_ = false;
    Task::running_ = nullptr;
    const std::uint64_t next = queue().next_ps();
    if (next != EventQueue::never)
        other_->poked_.notify(time_of(next - kernel_ps()));
}

// The thread goes on with the queue: where it was, in the middle of what called.
Crossing::~Crossing() noexcept(false)
{
    if (!has_crossed_)
        return;
    const bool was_needed = KernelThread::entries_ != entries_;
    if (was_needed) {
        KernelThread::active_->poked_.notify(); // to retire, if it is not in a call itself
    } else {
        other_->poked_.cancel();
        other_->retire();
    }
    KernelThread::active_ = from_;
    KernelThread::inside_ = true;
    KernelThread::enter_instant();
    Task::running_ = task_;
    if (was_needed && task_ == nullptr && std::uncaught_exceptions() == 0)
        throw std::logic_error("a target has waited in an access that takes no time");
}

// ---- time ----

void wait(const Event& event)
{
    if (Task::running() != nullptr)
        return Task::running()->wait(event);
    Sleeper().sleep(event);
}

void wait_ps(std::uint64_t ps)
{
    if (Task::running() != nullptr)
        return Task::running()->wait_ps(ps);
    sc_core::wait(time_of(ps));
}

void wait_ps(std::uint64_t ps, const Event& event)
{
    if (Task::running() != nullptr)
        return Task::running()->wait_ps(ps, event);
    Sleeper().sleep(time_of(ps), event);
}

bool is_quiet_for(std::uint64_t ps)
{
    return queue().is_quiet_until(now_ps() + ps) &&
           (KernelThread::runs_ahead() || sc_core::sc_time_to_pending_activity().value() > ps);
}

bool is_idle()
{
    return queue().idle() && !sc_core::sc_pending_activity();
}

std::uint64_t ps_to_next()
{
    const std::uint64_t next = queue().next_ps();
    return next == EventQueue::never ? next : next - std::min(next, now_ps());
}

namespace {

void run_ahead(const sc_time& duration, sc_core::sc_starvation_policy policy)
{
    const std::uint64_t end_ps = now_ps() + duration.value();
    KernelThread::run_ahead(end_ps);
    try {
        sc_core::sc_start(time_of(end_ps - kernel_ps()), policy);
    } catch (...) {
        KernelThread::run_ahead(0);
        throw;
    }
    KernelThread::run_ahead(0);
}

} // namespace

void run(const sc_time& duration)
{
    run_ahead(duration, sc_core::SC_RUN_TO_TIME);
}

void run_until_idle(const sc_time& limit)
{
    if (is_idle())
        return;
    run_ahead(limit, sc_core::SC_EXIT_ON_STARVATION);
    const bool may_go_on = sc_core::sc_get_status() != sc_core::SC_STOPPED;
    if (may_go_on && now_ps() > kernel_ps()) // the kernel has seen nothing of it
        sc_core::sc_start(time_of(now_ps() - kernel_ps()));
}

void pause()
{
    queue().interrupt();
    sc_core::sc_pause();
}

void stop()
{
    queue().interrupt();
    sc_core::sc_stop();
}

} // namespace itstorm::sim
