// SPDX-License-Identifier: Apache-2.0
// Something that happens at a moment of simulated time; what depends on it goes on then. Notified
// for now, for after everything that is ready now, or for later: of two notifications the earlier
// one stands. Tasks wait for it (sim::wait), one reaction may be called.
#pragma once
#include "rank.h"
#include "runnable.h"
#include <functional>
#include <memory>
#include <systemc>
#include <vector>

namespace itstorm::sim {

class Waiter;

class Event {
public:
    explicit Event(Rank rank = behind_all) : rank_(rank) {}
    ~Event();
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    void notify();                       // now
    void notify_ps(std::uint64_t delay); // zero: after all that is ready now
    void notify(const sc_core::sc_time& delay) { notify_ps(delay.value()); }
    void cancel()
    {
        if (state_ != State::Idle)
            withdraw();
    }

    bool is_pending() const { return state_ != State::Idle; } // notified, and has not happened yet

    // Calls `reaction` whenever the event happens. It must not wait. Once, before time zero.
    void calls(std::function<void()> reaction);

private:
    friend class EventQueue;
    friend class TimedEvents;
    friend class Calendar;
    friend class Waiter;
    enum class State : std::uint8_t { Idle, Soon, Near, Far }; // the last two: it has a time

    class Reaction final : public Runnable {
    public:
        explicit Reaction(std::function<void()> body) : body_(std::move(body)) {}
        void run() override { body_(); }

    private:
        std::function<void()> body_;
    };

    void withdraw();
    bool is_before(const Event& other) const // both have a time
    {
        return due_ps_ != other.due_ps_ ? due_ps_ < other.due_ps_ : order_ < other.order_;
    }

    const Rank rank_;
    State state_ = State::Idle;
    std::uint32_t place_ = 0;                    // among those that happen soon
    std::uint64_t due_ps_ = 0, order_ = 0;       // if it has a time
    Event *before_ = nullptr, *after_ = nullptr; // on the same day of the calendar
    Runnable* called_ = nullptr;
    mutable std::vector<Waiter*> waiters_; // first come, first served
    std::unique_ptr<Reaction> reaction_;
};

// Somebody who waits, for a time, for an event, or for whichever comes first.
class Waiter : public Runnable {
public:
    explicit Waiter(Rank rank) : timer_(rank) { timer_.called_ = this; }

    void start(); // runs for the first time at time zero, or now

protected:
    ~Waiter() { stop_waiting(); }
    void wait_for(const Event& event);
    void wait_for_ps(std::uint64_t ps); // of what the queue runs
    void stop_waiting()                 // whatever it was
    {
        timer_.cancel();
        if (awaited_ != nullptr)
            leave_line();
    }

private:
    friend class EventQueue;
    friend class Event;
    void leave_line();

    Event timer_;
    const Event* awaited_ = nullptr;
};

} // namespace itstorm::sim
