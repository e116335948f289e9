// SPDX-License-Identifier: Apache-2.0
// A stack of its own for C that must be able to stop in the middle: EL2 stacks, guest contexts,
// set-up calls. Resumed by its task (task.h), or by main for a set-up call, and suspended back to
// whoever that is. Frames are never unwound: destroying a suspended coroutine drops its stack,
// since what lies on it is somebody's C.
#pragma once
#include <boost/context/fiber.hpp>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <new>
#include <string>

namespace itstorm {

class Coroutine {
public:
    static constexpr std::size_t stack_bytes = 256 * 1024;
    static constexpr std::size_t guard_bytes = 64 * 1024;

    Coroutine(std::string name, std::function<void()> body);
    ~Coroutine();
    Coroutine(const Coroutine&) = delete;
    Coroutine& operator=(const Coroutine&) = delete;

    // Until the coroutine suspends or its body returns. An exception that leaves the
    // body (a model's complaint about a transaction) goes on here.
    void resume();
    void suspend(); // from inside: back to the caller of resume()
    bool finished() const { return finished_; }
    const std::string& name() const { return name_; }

    // For fault messages: is this address in the stack, or in the guard area below it?
    bool on_stack(std::uintptr_t address) const;
    bool in_guard(std::uintptr_t address) const;

private:
    // A fiber's destructor would unwind what is suspended; this handle just forgets it.
    class Handle {
    public:
        Handle() { new (bytes_) boost::context::fiber(); }
        boost::context::fiber& get()
        {
            return *std::launder(reinterpret_cast<boost::context::fiber*>(bytes_));
        }

    private:
        alignas(boost::context::fiber) unsigned char bytes_[sizeof(boost::context::fiber)];
    };

    void start();
    void run_body();

    std::string name_;
    std::function<void()> body_;
    std::uint8_t* memory_; // guard area, then the stack
    Handle self_, hub_;
    std::exception_ptr escaped_;
    bool started_ = false, finished_ = false;
};

} // namespace itstorm
