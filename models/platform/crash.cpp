// The fault handler runs on a signal stack and moves the faulting context to a landing function on
// a spare stack, where ordinary code may run again: it reports, and the stack that failed is never
// touched again.
#include "crash.h"
#include "common/stop_request.h"
#include "pe.h"
#include "setup_call.h"
#include "symbols.h"
#include "watchdog.h"
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <execinfo.h>
#include <unistd.h>

namespace itstorm {

namespace {

constexpr std::size_t spare_bytes = 512 * 1024;

alignas(64) unsigned char signal_stack[64 * 1024];
alignas(64) unsigned char spare_stack[spare_bytes];

struct Caught {
    int signal;
    std::uintptr_t address, pc, sp;
    bool overflow;
} caught;

Coroutine* coroutine_under_way()
{
    if (Coroutine* set_up = set_up_coroutine())
        return set_up;
    return Pe::running ? Pe::running->coroutine() : nullptr;
}

// The fault may lie in our own code, called from the object: then its caller is found on the stack.
std::uintptr_t place_in_object(const Caught& what, const Coroutine& coroutine)
{
    if (in_registered_object(what.pc))
        return what.pc;
    constexpr std::uintptr_t words = 1024, word = sizeof(std::uintptr_t);
    for (std::uintptr_t at = what.sp & ~(word - 1), n = 0; n < words; at += word, n++) {
        if (!coroutine.on_stack(at))
            continue;
        const std::uintptr_t candidate = *reinterpret_cast<const std::uintptr_t*>(at);
        if (in_registered_object(candidate))
            return candidate - 1;
    }
    return what.pc;
}

std::string describe(const Caught& what)
{
    char address[32];
    std::snprintf(address, sizeof address, "0x%llx", static_cast<unsigned long long>(what.address));
    const std::string place =
        " at " + describe_address(place_in_object(what, *coroutine_under_way()));
    if (what.overflow)
        return "stack overflow" + place;
    switch (what.signal) {
    case SIGALRM: return "does not return and lets no time pass" + place;
    case SIGFPE: return "arithmetic fault" + place;
    case SIGILL: return "illegal instruction" + place;
    default:
        return std::string("invalid memory access to ") + (what.address < 4096 ? "NULL + " : "") +
               address + place;
    }
}

// The object did nothing wrong: the run ends.
[[noreturn]] void end_what_runs()
{
    if (set_up_coroutine() != nullptr)
        fail_set_up("had not returned when the run was ended");
    Pe::running->leave();
}

[[noreturn]] void landing()
{
    if (caught.signal == SIGALRM && stop_requested())
        end_what_runs();
    const std::string text = describe(caught);
    if (set_up_coroutine() != nullptr)
        fail_set_up(text);
    Pe::running->halt(text);
}

std::uintptr_t program_counter(const ucontext_t& context)
{
#if defined(__x86_64__)
    return static_cast<std::uintptr_t>(context.uc_mcontext.gregs[REG_RIP]);
#else
    return context.uc_mcontext.pc;
#endif
}

std::uintptr_t stack_pointer(const ucontext_t& context)
{
#if defined(__x86_64__)
    return static_cast<std::uintptr_t>(context.uc_mcontext.gregs[REG_RSP]);
#else
    return context.uc_mcontext.sp;
#endif
}

void move_to_landing(ucontext_t& context)
{
    const auto top = reinterpret_cast<std::uintptr_t>(spare_stack) + spare_bytes - 64;
#if defined(__x86_64__)
    context.uc_mcontext.gregs[REG_RSP] = static_cast<greg_t>(top - 8); // as after a call
    context.uc_mcontext.gregs[REG_RIP] = reinterpret_cast<greg_t>(&landing);
#else
    context.uc_mcontext.sp = top;
    context.uc_mcontext.pc = reinterpret_cast<std::uintptr_t>(&landing);
#endif
}

[[noreturn]] void internal_fault(int signal)
{
    std::fprintf(stderr,
                 "itstorm: internal error: signal %d outside of hypervisor and guest code\n",
                 signal);
    _exit(3);
}

void on_fault(int signal, siginfo_t* info, void* raw)
{
    auto& context = *static_cast<ucontext_t*>(raw);
    const std::uintptr_t sp = stack_pointer(context);
    Coroutine* coroutine = coroutine_under_way();
    const auto address = reinterpret_cast<std::uintptr_t>(info->si_addr);
    if (coroutine == nullptr || !(coroutine->on_stack(sp) || coroutine->in_guard(sp)))
        internal_fault(signal);
    caught = { signal, address, program_counter(context), sp,
               coroutine->in_guard(address) || coroutine->in_guard(sp) };
    move_to_landing(context);
}

void handle(int signal, void (*handler)(int, siginfo_t*, void*))
{
    struct sigaction action {};
    action.sa_sigaction = handler;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigaction(signal, &action, nullptr);
}

} // namespace

void install_crash_handler()
{
    start_watchdog();
    static bool installed = false;
    if (installed)
        return;
    installed = true;
    stack_t alternative{};
    alternative.ss_sp = signal_stack;
    alternative.ss_size = sizeof signal_stack;
    sigaltstack(&alternative, nullptr);
    for (const int signal : { SIGSEGV, SIGBUS, SIGFPE, SIGILL })
        handle(signal, on_fault);
}

std::string describe_caller()
{
    void* frames[16];
    const int count = backtrace(frames, 16);
    for (int n = 0; n < count; n++) {
        const auto address = reinterpret_cast<std::uintptr_t>(frames[n]);
        if (in_registered_object(address))
            return describe_address(address - 1);
    }
    return "?";
}

bool leave_object(ucontext_t& context)
{
    Coroutine* coroutine = coroutine_under_way();
    const std::uintptr_t pc = program_counter(context), sp = stack_pointer(context);
    if (coroutine == nullptr || !coroutine->on_stack(sp) || !in_registered_object(pc))
        return false;
    caught = { SIGALRM, 0, pc, sp, false };
    move_to_landing(context);
    return true;
}

} // namespace itstorm
