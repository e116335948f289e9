// SPDX-License-Identifier: Apache-2.0
// Where the queue of events meets the SystemC kernel. A thread of the kernel's runs the queue: all
// that is due, then it waits for the next event or for a word from outside. Usually that is one
// thread. But a foreign target may wait in b_transport: then the thread waits with it, and another
// one takes the queue over until the call returns, so that nobody else is late.
//
// The kernel enters each instant before the queue does, so that foreign modules see exact times.
// sim::run() spares it that as long as no process of theirs is due; what it runs may neither lead
// into a foreign target nor notify a foreign sc_event.
//
// In sim::run() a message that waits in a target keeps the rank of its task; otherwise it waits in
// the kernel, and goes behind what falls on the same picosecond.
#pragma once
#include <cstdint>
#include <systemc>

namespace itstorm::sim {

class Task;

inline std::uint64_t kernel_ps() // what the kernel's time is
{
    return sc_core::sc_time_stamp().value();
}

class KernelThread {
public:
    // Before and after an event is posted, by anybody.
    static void catch_up()
    {
        if (!inside_)
            enter_instant();
    }
    static void notice()
    {
        if (!inside_)
            poke();
    }

    static bool inside() { return inside_; } // what runs now is run by the queue

    // Until then, exclusively, the queue runs ahead of the kernel; 0: never.
    static void run_ahead(std::uint64_t end_ps) { ahead_ps_ = end_ps; }
    static bool runs_ahead() { return ahead_ps_ != 0; }
    static void let_kernel_follow(); // before something foreign wakes: it is next

private:
    friend class Crossing;
    KernelThread();
    static void enter_instant();
    static void poke();
    static KernelThread& spare();
    static std::uint64_t end_ps();
    void loop();
    void run_queue();
    void wait_for_work();
    void retire();

    static inline bool inside_ = false;
    static inline std::uint64_t ahead_ps_ = 0;
    static inline std::uint64_t entries_ = 0;      // how often a thread has begun to run the queue
    static inline KernelThread* active_ = nullptr; // runs the queue
    static inline KernelThread* spares_ = nullptr; // a list of those that have nothing to do

    KernelThread* next_ = nullptr; // among the spare ones
    bool is_spare_ = false;
    sc_core::sc_event poked_;
};

// Around a call that may lead into a foreign module.
class Crossing {
public:
    Crossing();
    ~Crossing() noexcept(false);
    Crossing(const Crossing&) = delete;
    Crossing& operator=(const Crossing&) = delete;

private:
    bool has_crossed_;
    KernelThread* from_ = nullptr;  // has run the queue so far
    KernelThread* other_ = nullptr; // would, if the call waits
    std::uint64_t entries_ = 0;     // then
    Task* task_ = nullptr;
};

} // namespace itstorm::sim
