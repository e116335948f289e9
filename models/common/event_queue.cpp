// SPDX-License-Identifier: Apache-2.0
// EventQueue: see event_queue.h. Event, Waiter: see event.h.
#include "event_queue.h"
#include "kernel_thread.h"
#include <algorithm>

namespace itstorm::sim {

EventQueue the_queue;

// ---- events ----

void Event::notify()
{
    cancel();
    queue().happen(*this);
    KernelThread::notice();
}

void Event::notify_ps(std::uint64_t delay)
{
    KernelThread::catch_up();
    queue().post(*this, delay);
    KernelThread::notice();
}

void Event::withdraw()
{
    queue().cancel(*this);
}

void Event::calls(std::function<void()> reaction)
{
    sc_assert(called_ == nullptr);
    reaction_ = std::make_unique<Reaction>(std::move(reaction));
    called_ = reaction_.get();
}

Event::~Event()
{
    cancel();
    for (Waiter* waiter : waiters_)
        waiter->awaited_ = nullptr; // for ever, then
}

Runnable::~Runnable()
{
    queue().forget(*this);
}

void Waiter::wait_for(const Event& event)
{
    awaited_ = &event;
    event.waiters_.push_back(this);
}

void Waiter::start()
{
    KernelThread::catch_up();
    queue().post_first(timer_);
    KernelThread::notice();
}

void Waiter::wait_for_ps(std::uint64_t ps)
{
    queue().post(timer_, ps);
}

void Waiter::leave_line()
{
    auto& waiters = awaited_->waiters_;
    if (waiters.back() == this)
        waiters.pop_back();
    else
        waiters.erase(std::find(waiters.begin(), waiters.end(), this));
    awaited_ = nullptr;
}

// ---- what happens, and who is ready then ----

void EventQueue::happen(Event& event)
{
    if (event.called_ != nullptr)
        make_ready(*event.called_);
    for (Waiter* waiter : event.waiters_) {
        waiter->awaited_ = nullptr;
        make_ready(*waiter);
    }
    event.waiters_.clear();
}

void EventQueue::make_ready(Runnable& runnable)
{
    if (runnable.is_ready_)
        return;
    runnable.is_ready_ = true;
    runnable.next_ = nullptr;
    (first_ready_ != nullptr ? last_ready_->next_ : first_ready_) = &runnable;
    last_ready_ = &runnable;
}

void EventQueue::forget(Runnable& runnable)
{
    if (!runnable.is_ready_)
        return;
    Runnable** at = &first_ready_;
    while (*at != &runnable)
        at = &(*at)->next_;
    *at = runnable.next_;
    last_ready_ = first_ready_;
    while (last_ready_ != nullptr && last_ready_->next_ != nullptr)
        last_ready_ = last_ready_->next_;
    runnable.is_ready_ = false;
}

void EventQueue::run_ready()
{
    while (first_ready_ != nullptr) {
        Runnable& next = *first_ready_;
        first_ready_ = next.next_;
        next.is_ready_ = false;
        next.run();
    }
}

void EventQueue::happen_soon()
{
    ++round_;
    happening_.swap(soon_);
    for (Event* event : happening_) {
        if (event == nullptr)
            continue;
        event->state_ = Event::State::Idle;
        happen(*event);
    }
    happening_.clear();
}

void EventQueue::happen_at(std::uint64_t ps)
{
    step_to(ps);
    while (!timed_.empty() && timed_.first_ps() == ps) {
        Event& event = timed_.first();
        timed_.remove(event);
        happen(event);
    }
}

void EventQueue::run(std::uint64_t end_ps)
{
    end_ps_ = end_ps;
    is_interrupted_.store(false, std::memory_order_relaxed);
    for (;;) {
        run_ready();
        if (is_interrupted())
            return;
        const std::uint64_t next_ps = timed_.empty() ? never : timed_.first_ps();
        if (next_ps > now_ps_ && !soon_.empty())
            happen_soon();
        else if (next_ps < end_ps_)
            happen_at(next_ps);
        else
            return;
    }
}

std::uint64_t EventQueue::next_ps() const
{
    if (has_work_now())
        return now_ps_;
    return timed_.empty() ? never : timed_.first_ps();
}

// ---- posting ----

void EventQueue::post_again(Event& event, std::uint64_t delay_ps)
{
    if (event.state_ == Event::State::Soon)
        return;
    const std::uint64_t due_ps = now_ps_ + delay_ps;
    if (event.state_ != Event::State::Idle && delay_ps != 0 && event.due_ps_ <= due_ps)
        return;
    cancel(event);
    if (delay_ps != 0)
        return timed_.insert(event, due_ps, now_ps_);
    event.state_ = Event::State::Soon;
    event.place_ = static_cast<std::uint32_t>(soon_.size());
    soon_.push_back(&event);
}

void EventQueue::post_first(Event& event)
{
    cancel(event);
    timed_.insert(event, now_ps_, now_ps_);
}

void EventQueue::cancel(Event& event)
{
    switch (event.state_) {
    case Event::State::Idle: return;
    case Event::State::Soon: soon_[event.place_] = nullptr; break;
    default: timed_.remove(event); break;
    }
    event.state_ = Event::State::Idle;
}

} // namespace itstorm::sim
