// SPDX-License-Identifier: Apache-2.0
// Watchdog: see watchdog.h.
#include "watchdog.h"
#include "common/simulated_time.h"
#include "common/stop_request.h"
#include "crash.h"
#include "pe.h"
#include "setup_call.h"
#include <atomic>
#include <csignal>
#include <ctime>
#include <numeric>
#include <sys/time.h>

namespace itstorm {

namespace {

constexpr long tick_us = 100'000;
constexpr double seconds_per_tick = 0.1;
constexpr unsigned ticks_of_patience = 200; // until software that calls nothing is reported
constexpr unsigned ticks_to_leave = 3;      // until software that does not stop by itself is left

std::atomic<double> deadline_s{ 0 };
std::atomic<unsigned> ticks_at_this_time{ 0 };

// Used by the signal handler only.
unsigned ticks_since_request = 0, ticks_in_dead_loop = 0;
std::uint64_t last_work = 0, last_ps = 0;

double now_s()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// The sum of all counts of the PE that runs: every call of an object and every block of
// instrumented code adds to it.
std::uint64_t work_of_running_pe()
{
    if (Pe::running == nullptr)
        return 0;
    const CostCounts counts = Pe::running->counts();
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{ 0 });
}

void look_at_simulated_time()
{
    const std::uint64_t now_ps = sim::now_ps();
    ticks_at_this_time = now_ps == last_ps ? ticks_at_this_time + 1 : 0;
    last_ps = now_ps;
}

// Makes the requested end of the run happen. Repeated with every tick, because the interrupted code
// may have been about to overwrite the flags that are set here.
void end_run(ucontext_t& context)
{
    sim::pause(); // sets flags that the event queue reads after every round
    if (Pe::running != nullptr)
        Pe::running->look_at_next_block();
    if (++ticks_since_request > ticks_to_leave)
        leave_object(context);
}

void look_for_dead_loop(ucontext_t& context)
{
    const std::uint64_t work = work_of_running_pe();
    ticks_in_dead_loop = work == last_work && ticks_at_this_time != 0 ? ticks_in_dead_loop + 1 : 0;
    last_work = work;
    if (ticks_in_dead_loop >= ticks_of_patience && leave_object(context))
        ticks_in_dead_loop = 0;
}

void on_tick(int, siginfo_t*, void* raw)
{
    auto& context = *static_cast<ucontext_t*>(raw);
    look_at_simulated_time();
    if (deadline_s > 0 && now_s() >= deadline_s)
        request_stop(StopReason::WallTime);
    if (stop_requested())
        return end_run(context);
    ticks_since_request = 0;
    if (set_up_is_overdue())
        leave_object(context);
    look_for_dead_loop(context);
}

} // namespace

void start_watchdog()
{
    sc_core::sc_get_curr_simcontext(); // creates the context now: the handler must not allocate
    struct sigaction action {};
    action.sa_sigaction = on_tick;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
    sigaction(SIGALRM, &action, nullptr);
    const itimerval ticks{ { 0, tick_us }, { 0, tick_us } };
    setitimer(ITIMER_REAL, &ticks, nullptr);
}

void limit_wall_time(double seconds)
{
    deadline_s = seconds > 0 ? now_s() + seconds : 0;
}

double standstill_seconds()
{
    return ticks_at_this_time * seconds_per_tick;
}

} // namespace itstorm
