// SPDX-License-Identifier: Apache-2.0
// A request from outside of simulated time that the run end now: limits.wall_time has passed, or
// the user pressed Ctrl-C. A signal handler makes it. The run looks for it between slices of
// simulated time; whatever can go on while no simulated time passes asks here and leaves the run:
// PEs (pe.cpp), and every loop of a model that works without a wait.
#pragma once
#include <atomic>

namespace itstorm {

enum class StopReason { None, WallTime, Interrupt };

namespace detail {
inline std::atomic<StopReason> stop_reason{ StopReason::None };
static_assert(std::atomic<StopReason>::is_always_lock_free, "a signal handler writes it");
} // namespace detail

inline StopReason stop_reason()
{
    return detail::stop_reason.load(std::memory_order_relaxed);
}

inline bool stop_requested()
{
    return stop_reason() != StopReason::None;
}

// May be called by a signal handler. The first reason stands.
inline void request_stop(StopReason reason)
{
    StopReason none = StopReason::None;
    detail::stop_reason.compare_exchange_strong(none, reason, std::memory_order_relaxed);
}

// The run has ended, or a new one begins.
inline void clear_stop_request()
{
    detail::stop_reason.store(StopReason::None, std::memory_order_relaxed);
}

// For a task that was asked to stop: ends the run after this round and never returns.
[[noreturn]] void leave_run();

} // namespace itstorm
