// SPDX-License-Identifier: Apache-2.0
// Coroutine: see coroutine.h.
#include "coroutine.h"
#include <boost/context/preallocated.hpp>
#include <boost/context/stack_context.hpp>
#include <stdexcept>
#include <sys/mman.h>
#include <utility>

namespace itstorm {

namespace {

// The stack belongs to the Coroutine, not to the fiber.
struct BorrowedStack {
    boost::context::stack_context allocate() { return {}; }
    void deallocate(boost::context::stack_context&) {}
};

} // namespace

Coroutine::Coroutine(std::string name, std::function<void()> body)
    : name_(std::move(name)), body_(std::move(body))
{
    void* map = mmap(nullptr, guard_bytes + stack_bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (map == MAP_FAILED || mprotect(map, guard_bytes, PROT_NONE) != 0)
        throw std::runtime_error("no memory for the stack of " + name_);
    memory_ = static_cast<std::uint8_t*>(map);
}

Coroutine::~Coroutine()
{
    munmap(memory_, guard_bytes + stack_bytes);
}

void Coroutine::start()
{
    boost::context::stack_context context;
    context.size = stack_bytes;
    context.sp = memory_ + guard_bytes + stack_bytes;
    self_.get() = boost::context::fiber(
        std::allocator_arg, boost::context::preallocated(context.sp, context.size, context),
        BorrowedStack{}, [this](boost::context::fiber&& hub) {
            hub_.get() = std::move(hub);
            run_body();
            return std::move(hub_.get());
        });
    started_ = true;
}

void Coroutine::run_body()
{
    try {
        body_();
        finished_ = true;
    } catch (...) {
        escaped_ = std::current_exception();
    }
}

void Coroutine::resume()
{
    if (!started_)
        start();
    self_.get() = std::move(self_.get()).resume();
    if (escaped_)
        std::rethrow_exception(std::exchange(escaped_, nullptr));
}

void Coroutine::suspend()
{
    hub_.get() = std::move(hub_.get()).resume();
}

bool Coroutine::on_stack(std::uintptr_t address) const
{
    const auto base = reinterpret_cast<std::uintptr_t>(memory_);
    return address >= base + guard_bytes && address < base + guard_bytes + stack_bytes;
}

bool Coroutine::in_guard(std::uintptr_t address) const
{
    const auto base = reinterpret_cast<std::uintptr_t>(memory_);
    return address >= base && address < base + guard_bytes;
}

} // namespace itstorm
