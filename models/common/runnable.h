// SPDX-License-Identifier: Apache-2.0
// What the queue of events runs: a reaction to an event, a task, or on behalf of a thread of the
// SystemC kernel's.
#pragma once

namespace itstorm::sim {

class Runnable {
public:
    Runnable() = default;
    Runnable(const Runnable&) = delete;
    Runnable& operator=(const Runnable&) = delete;

    virtual void run() = 0;

protected:
    ~Runnable();

private:
    friend class EventQueue;
    Runnable* next_ = nullptr; // in the line of those that are ready
    bool is_ready_ = false;
};

} // namespace itstorm::sim
