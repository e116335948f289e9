// SPDX-License-Identifier: Apache-2.0
// Simulated time, as the models see it: ask for it, let it pass, wait for events. Works on a task
// (task.h) and on any thread of the SystemC kernel's, so that models may be called from both. The
// kernel's own functions would do the wrong thing in a task.
#pragma once
#include "event_queue.h"
#include "kernel_thread.h"
#include <cstring>

namespace itstorm::sim {

// Picoseconds in the kernel's type: sc_time::from_value() without a call into its library.
inline sc_core::sc_time time_of(std::uint64_t ps)
{
    static_assert(sizeof(sc_core::sc_time) == sizeof ps);
    sc_core::sc_time time;
    std::memcpy(static_cast<void*>(&time), &ps, sizeof ps);
    return time;
}

inline std::uint64_t now_ps()
{
    const std::uint64_t ps = queue().now_ps();
    return KernelThread::inside() ? ps : std::max(ps, kernel_ps());
}
inline sc_core::sc_time now()
{
    return time_of(now_ps());
}

void wait(const Event& event);
void wait_ps(std::uint64_t ps);
void wait_ps(std::uint64_t ps, const Event& event); // whichever comes first
inline void wait(const sc_core::sc_time& time)
{
    wait_ps(time.value());
}
inline void wait(const sc_core::sc_time& time, const Event& event)
{
    wait_ps(time.value(), event);
}

// Could so much time pass, from now, without anybody noticing?
bool is_quiet_for(std::uint64_t ps);
bool is_idle();             // nothing will ever happen by itself
std::uint64_t ps_to_next(); // until something happens; the longest time: nothing does

// ---- from outside of simulated time ----

// Lets time pass where nothing but our own models takes part: they do not enter the kernel in
// between. With other modules in the process, use sc_core::sc_start (kernel_thread.h).
void run(const sc_core::sc_time& duration);
void run_until_idle(const sc_core::sc_time& limit);

// From inside, to whoever lets time pass: it returns after this round of the instant.
void pause();
void stop(); // for good

} // namespace itstorm::sim
