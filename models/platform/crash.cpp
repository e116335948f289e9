// SPDX-License-Identifier: Apache-2.0
// The fault handler runs on a signal stack and moves the faulting context to the function landing()
// on a spare stack, where ordinary code may run again: it reports the fault. The stack that failed
// is never resumed.
#include "crash.h"
#include "common/stop_request.h"
#include "pe.h"
#include "setup_call.h"
#include "symbols.h"
#include "watchdog.h"
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <execinfo.h>
#include <unistd.h>
#include <vector>

namespace itstorm {

namespace {

constexpr std::size_t signal_stack_bytes = 64 * 1024, spare_bytes = 512 * 1024;
constexpr std::size_t stack_alignment = 64, return_address_bytes = 8;
constexpr std::uintptr_t null_page_bytes = 4096; // an access below is shown as an offset from NULL
constexpr unsigned scanned_words = 1024;         // of the stack that failed
constexpr int frames_most = 24;                  // of our own stack, searched for a caller
constexpr int status_fault = 3;                  // of the process: app/command.h

alignas(stack_alignment) unsigned char signal_stack[signal_stack_bytes];
alignas(stack_alignment) unsigned char spare_stack[spare_bytes];

struct Caught {
    int signal, code; // si_code
    std::uintptr_t address, pc, sp;
} caught;

Coroutine* coroutine_under_way()
{
    if (Coroutine* set_up = set_up_coroutine())
        return set_up;
    return Pe::running ? Pe::running->coroutine() : nullptr;
}

bool is_known_code(std::uintptr_t pc)
{
    Dl_info info;
    return dladdr(reinterpret_cast<void*>(pc), &info) != 0;
}

// Reads a word of the stack that failed. Sanitizers are off here: they would report words that the
// failed code has not initialised, or has poisoned.
__attribute__((no_sanitize("address", "undefined"))) std::uintptr_t word_at(std::uintptr_t address)
{
    return *reinterpret_cast<const std::uintptr_t*>(address);
}

constexpr std::size_t places_most = 5; // where the fault happened, and four callers

// Where in the object the fault happened, innermost first, then its probable callers: addresses on
// the stack to which a call would return. If the fault lies in our own code, called by the object,
// only the addresses on the stack show where. Empty: the stack holds no address of the object.
std::vector<std::uintptr_t> places_in_object(const Caught& what, const Coroutine& coroutine)
{
    std::vector<std::uintptr_t> places;
    const bool is_in_object = in_registered_object(what.pc);
    if (is_in_object && is_in_function(what.pc))
        places.push_back(what.pc);
    constexpr std::uintptr_t word = sizeof(std::uintptr_t);
    for (std::uintptr_t at = what.sp & ~(word - 1), n = 0; n < scanned_words; at += word, n++) {
        if (!coroutine.on_stack(at))
            continue;
        const std::uintptr_t candidate = word_at(at);
        if (places.size() < places_most && is_return_address(candidate))
            places.push_back(candidate - 1);
    }
    if (places.empty() && is_in_object)
        places.push_back(what.pc);
    return places;
}

// "f+0x12 in mine.so, <how> g+0x3, h+0x40".
std::string describe_places(const std::vector<std::uintptr_t>& places, const char* how)
{
    std::string text = describe_address(places[0]);
    for (std::size_t n = 1; n < places.size(); n++) {
        const std::string caller = describe_address(places[n]);
        text +=
            (n == 1 ? std::string(", ") + how + " " : ", ") + caller.substr(0, caller.find(" in "));
    }
    return text;
}

std::string hexadecimal(std::uintptr_t number)
{
    char text[32];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(number));
    return text;
}

std::string invalid_access(const Caught& what)
{
    if (what.code == SI_KERNEL)
        return "invalid memory access (misaligned, or to what is no address)";
    if (what.pc == what.address && !is_known_code(what.pc))
        return "jump to " + hexadecimal(what.address) + ", where no code is";
    return std::string("invalid memory access to ") +
           (what.address < null_page_bytes ? "NULL + " : "") + hexadecimal(what.address);
}

std::string describe_kind(const Caught& what, const Coroutine& coroutine)
{
    if (what.signal == SIGALRM)
        return "does not return and lets no time pass";
    if (what.code <= 0) // SI_USER, SI_TKILL, ...: sent by a process, not raised by the processor
        return std::string("sends itself the signal SIG") + sigabbrev_np(what.signal);
    if (coroutine.in_guard(what.address) || coroutine.in_guard(what.sp))
        return "stack overflow";
    if (!coroutine.on_stack(what.sp))
        return "its stack pointer is not on its stack (" + hexadecimal(what.sp) + ")";
    switch (what.signal) {
    case SIGFPE: return "arithmetic fault";
    case SIGILL: return "illegal instruction";
    case SIGTRAP: return "breakpoint";
    default: return invalid_access(what);
    }
}

std::string describe(const Caught& what)
{
    const Coroutine& coroutine = *coroutine_under_way();
    const auto places = places_in_object(what, coroutine);
    return describe_kind(what, coroutine) +
           (places.empty() ? ", in what it hands over"
                           : " at " + describe_places(places, "on its stack:"));
}

// Ends the object's call without a fault, because the end of the run was requested.
[[noreturn]] void end_call_of_object()
{
    if (set_up_coroutine() != nullptr)
        fail_set_up("had not returned when the run was ended");
    Pe::running->leave();
}

[[noreturn]] void landing()
{
    if (caught.signal == SIGALRM && stop_requested())
        end_call_of_object();
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
    const auto top = reinterpret_cast<std::uintptr_t>(spare_stack) + spare_bytes - stack_alignment;
#if defined(__x86_64__) // the ABI of x86-64: at a function's entry the stack holds a return address
    context.uc_mcontext.gregs[REG_RSP] = static_cast<greg_t>(top - return_address_bytes);
    context.uc_mcontext.gregs[REG_RIP] = reinterpret_cast<greg_t>(&landing);
#else
    context.uc_mcontext.sp = top;
    context.uc_mcontext.pc = reinterpret_cast<std::uintptr_t>(&landing);
#endif
}

// The state of the C library is unknown, so this only calls write() on constant texts.
[[noreturn]] void internal_fault(int signal)
{
    for (const char* part : { "itstorm: internal error: SIG", sigabbrev_np(signal),
                              " outside of hypervisor and guest code\n" })
        if (write(STDERR_FILENO, part, std::strlen(part)) < 0)
            break;
    _exit(status_fault);
}

// Whether the fault is in an object's code, in code that the object called, or at an address where
// no code is.
bool is_of_software(const Coroutine& coroutine, std::uintptr_t pc, std::uintptr_t sp)
{
    return coroutine.on_stack(sp) || coroutine.in_guard(sp) || in_registered_object(pc) ||
           !is_known_code(pc);
}

void on_fault(int signal, siginfo_t* info, void* raw)
{
    auto& context = *static_cast<ucontext_t*>(raw);
    const std::uintptr_t pc = program_counter(context), sp = stack_pointer(context);
    const Coroutine* coroutine = coroutine_under_way();
    if (coroutine == nullptr || !is_of_software(*coroutine, pc, sp))
        internal_fault(signal);
    caught = { signal, info->si_code, reinterpret_cast<std::uintptr_t>(info->si_addr), pc, sp };
    move_to_landing(context);
}

void install(int signal, void (*handler)(int, siginfo_t*, void*))
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
    for (const int signal : { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP })
        install(signal, on_fault);
}

std::string describe_caller()
{
    void* frames[frames_most];
    const int count = backtrace(frames, frames_most);
    std::vector<std::uintptr_t> places;
    for (int n = 0; n < count && places.size() < places_most; n++) {
        const auto address = reinterpret_cast<std::uintptr_t>(frames[n]);
        if (in_registered_object(address))
            places.push_back(address - 1);
    }
    return places.empty() ? "?" : describe_places(places, "called by");
}

bool leave_object(ucontext_t& context)
{
    Coroutine* coroutine = coroutine_under_way();
    const std::uintptr_t pc = program_counter(context), sp = stack_pointer(context);
    if (coroutine == nullptr || !coroutine->on_stack(sp) || !in_registered_object(pc))
        return false;
    caught = { SIGALRM, 0, 0, pc, sp };
    move_to_landing(context);
    return true;
}

} // namespace itstorm
