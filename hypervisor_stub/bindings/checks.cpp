// SPDX-License-Identifier: Apache-2.0
// Checks of the imports' callers and arguments: see checks.h.
#include "checks.h"
#include <platform/crash.h>
#include <platform/object_memory.h>
#include <platform/setup_call.h>
#include <platform/span_names.h>

namespace itstorm {

namespace {

std::string hexadecimal(const void *pointer)
{
    char text[32];
    std::snprintf(text, sizeof text, "0x%llx",
                  static_cast<unsigned long long>(reinterpret_cast<std::uintptr_t>(pointer)));
    return text;
}

[[noreturn]] void no_such(const char *what, const void *handle, const char *import)
{
    misuse(import, std::string("is called with ") +
                       (handle == nullptr ? std::string("NULL as ") + what
                                          : hexadecimal(handle) + ", which is no " + what +
                                                " (never created, or destroyed)"));
}

} // namespace

void fail(const std::string &message)
{
    if (Pe::running == nullptr)
        fail_set_up(message);
    Pe::running->halt(message);
}

void misuse(const char *import, const std::string &what)
{
    fail(std::string(import) + " " + what + ", by " + describe_caller());
}

void refuse_caller(sim_pe *pe, const char *import)
{
    if (Pe::running == nullptr)
        misuse(import, "is called outside of simulated time");
    if (Pe::running->guest() != nullptr)
        misuse(import, "is called by a guest program");
    if (pe == nullptr)
        misuse(import, "is called with NULL as PE");
    misuse(import, "is called with the handle of another PE, or of none");
}

void refuse_guest_caller(sim_vcpu *v, const char *import)
{
    if (Pe::running == nullptr || Pe::running->guest() == nullptr)
        misuse(import, "is called where no guest program runs");
    misuse(import, std::string("is called for ") +
                       (v == nullptr ? "NULL" : "a vCPU that is not the caller's own"));
}

Machine &machine_for(const char *import)
{
    if (Machine::current() == nullptr)
        misuse(import, "is called before there is a machine");
    if (Pe::running != nullptr && Pe::running->guest() != nullptr)
        misuse(import, "is called by a guest program");
    look_at_set_up();
    return *Machine::current();
}

void refuse_lock(sim_lock *lock, const char *import)
{
    no_such("lock", lock, import);
}

El2Stack &stack_of(sim_el2 *stack, const char *import)
{
    El2Stack *found = Machine::current()->stacks.find(stack);
    if (found == nullptr)
        no_such("EL2 stack", stack, import);
    return *found;
}

GuestContext &vcpu_of(sim_vcpu *v, const char *import)
{
    GuestContext *found = Machine::current()->guests.find(v);
    if (found == nullptr)
        no_such("vCPU", v, import);
    return *found;
}

void refuse_domain(std::uint16_t domain, const char *import)
{
    misuse(import, "is called for domain " + std::to_string(domain) + ", and there are " +
                       std::to_string(Machine::current()->config.domains.size()));
}

void require_time(std::uint64_t ns, const char *import)
{
    if (ns > longest_time_ns)
        misuse(import, "is given " + std::to_string(ns) + " ns; at most " +
                           std::to_string(longest_time_ns));
}

void require_value(const hv_probe &row, std::uint64_t value, const char *import)
{
    const std::uint64_t most = row.kind == HV_DURATION ? longest_time_ns : largest_count;
    if (value > most)
        misuse(import, "is given " + std::to_string(value) + " for '" + row.name + "'; at most " +
                           std::to_string(most));
}

std::string text_of(const char *text, const char *import, std::size_t most)
{
    if (text == nullptr)
        misuse(import, "is called with NULL as text");
    return shown_text(text, most);
}

void follow_span(Pe &pe, unsigned kind, bool begin, const char *import)
{
    if (kind >= SIM_SPANS)
        misuse(import, "is called for kind " + std::to_string(kind) + ", which does not exist");
    const OpenSpans &open = pe.spans();
    if (begin && open.is_full())
        misuse(import, "begins '" + std::string(span_name(kind)) + "' inside " +
                           std::to_string(OpenSpans::most) + " spans: there is no room for more");
    if (!begin && (!open.has_any() || open.innermost() != kind))
        misuse(import, "ends '" + std::string(span_name(kind)) + "', but " +
                           (open.has_any() ? "'" + std::string(span_name(open.innermost())) + "' is"
                                           : "none is") +
                           " the innermost one");
    begin ? pe.begin_span(kind) : pe.end_span();
}

} // namespace itstorm
