// SPDX-License-Identifier: Apache-2.0
// Simulated time: what happens when. One queue for the whole process, as there is one SystemC
// kernel; a thread of the kernel's runs it (kernel_thread.h).
//
// An instant has rounds. The events of the instant happen, in the order (rank, posting); what
// depends on them becomes ready, and runs, first come, first served, until nothing is ready; events
// notified "soon" meanwhile happen in the next round, in the order of posting. When no round is
// left, time goes on to the next event. Nothing depends on the order of construction.
#pragma once
#include "timed_events.h"
#include <algorithm>
#include <atomic>

namespace itstorm::sim {

class EventQueue {
public:
    std::uint64_t now_ps() const { return now_ps_; }
    std::uint32_t round() const { return round_; } // of this instant, from 0 on
    void set_now(std::uint64_t ps) { now_ps_ = std::max(now_ps_, ps); } // not past an event

    void post(Event& event, std::uint64_t delay_ps) // zero: soon
    {
        if (event.state_ == Event::State::Idle && delay_ps != 0)
            timed_.insert(event, now_ps_ + delay_ps, now_ps_);
        else
            post_again(event, delay_ps);
    }
    void post_first(Event& event); // before all that is soon
    void happen(Event& event);     // now
    void cancel(Event& event);
    void make_ready(Runnable& runnable);
    void forget(Runnable& runnable); // it is about to go

    bool idle() const { return first_ready_ == nullptr && soon_.empty() && timed_.empty(); }
    bool has_work_now() const { return first_ready_ != nullptr || !soon_.empty(); }
    std::uint64_t next_ps() const; // when something happens next; never: if nothing does
    static constexpr std::uint64_t never = ~std::uint64_t{ 0 };

    // Could time pass up to `then` without anything happening, `then` included?
    bool is_quiet_until(std::uint64_t then) const
    {
        return !has_work_now() && (timed_.empty() || timed_.first_ps() > then);
    }

    std::uint64_t steps() const { return steps_; } // at how many instants something happened

    // Everything of this instant and of later ones before `end_ps`; time then stands at the last
    // instant in which something happened.
    void run(std::uint64_t end_ps);

    // Lets time pass in the middle of run(), for what would only wait; false: something happens
    // before.
    bool pass(std::uint64_t ps)
    {
        const std::uint64_t then = now_ps_ + ps;
        if (ps == 0 || then >= end_ps_ || is_interrupted() || !is_quiet_until(then))
            return false;
        step_to(then);
        return true;
    }
    // For run(), in the middle of it: it ends with this instant, or with this round.
    void end_with_instant() { end_ps_ = std::min(end_ps_, now_ps_ + 1); }
    void interrupt() { is_interrupted_.store(true, std::memory_order_relaxed); }

private:
    bool is_interrupted() const { return is_interrupted_.load(std::memory_order_relaxed); }
    void step_to(std::uint64_t ps)
    {
        if (ps != step_ps_) {
            ++steps_;
            round_ = 0;
        }
        now_ps_ = step_ps_ = ps;
    }
    void post_again(Event& event, std::uint64_t delay_ps); // or soon
    void run_ready();
    void happen_soon();
    void happen_at(std::uint64_t ps);

    std::uint64_t now_ps_ = 0, end_ps_ = 0;
    std::uint64_t steps_ = 0, step_ps_ = 0; // step_ps_: the last of them
    std::uint32_t round_ = 0;
    Runnable *first_ready_ = nullptr, *last_ready_ = nullptr;
    std::vector<Event*> soon_, happening_; // nullptr: cancelled
    TimedEvents timed_;
    std::atomic<bool> is_interrupted_{ false }; // also by a signal handler
};

extern EventQueue the_queue;
inline EventQueue& queue()
{
    return the_queue;
}

} // namespace itstorm::sim
