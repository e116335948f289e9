// SPDX-License-Identifier: Apache-2.0
// Task: see task.h.
#include "task.h"
#include "event_queue.h"
#include "kernel_thread.h"

namespace itstorm::sim {

Task* Task::running_ = nullptr;

Task::Task(Rank rank, std::string name, std::function<void()> body)
    : Waiter(rank), own_(std::move(name), std::move(body))
{
    start();
}

void Task::run()
{
    stop_waiting();
    waits_ = false;
    running_ = this;
    try {
        while (!waits_ && !own_.finished())
            current_->resume();
    } catch (...) {
        running_ = nullptr;
        throw;
    }
    running_ = nullptr;
}

void Task::suspend()
{
    waits_ = true;
    current_->suspend();
}

void Task::switch_to(Coroutine& coroutine)
{
    Coroutine& from = *current_;
    current_ = &coroutine;
    from.suspend();
}

void Task::wait_ps(std::uint64_t ps)
{
    if (queue().pass(ps))
        return;
    wait_for_ps(ps);
    suspend();
}

void Task::wait(const Event& event)
{
    wait_for(event);
    suspend();
}

void Task::wait_ps(std::uint64_t ps, const Event& event)
{
    if (queue().pass(ps))
        return;
    wait_for_ps(ps);
    wait_for(event);
    suspend();
}

} // namespace itstorm::sim
