// SPDX-License-Identifier: Apache-2.0
// A thread of simulated activity: a stack of its own, on which code can wait (sim::wait) for time
// and events. Begins at time zero; those of one instant begin by rank. It may go on on another
// coroutine than its own: a PE does, whose EL2 stacks and guests have one each.
#pragma once
#include "coroutine.h"
#include "event.h"

namespace itstorm::sim {

class Task final : public Waiter {
public:
    Task(Rank rank, std::string name, std::function<void()> body);
    ~Task() { stop_waiting(); } // for what may lie on its stack

    static Task* running() { return running_; } // nullptr: no task runs

    // Of the running task. switch_to() leaves the stack on which it is called; whoever switches
    // back returns from it.
    void wait_ps(std::uint64_t ps);
    void wait(const Event& event);
    void wait_ps(std::uint64_t ps, const Event& event); // whichever comes first
    void switch_to(Coroutine& coroutine);

private:
    friend class Crossing;
    void run() override;
    void suspend();

    static Task* running_;
    Coroutine own_;
    Coroutine* current_ = &own_;
    bool waits_ = false;
};

} // namespace itstorm::sim
