// SPDX-License-Identifier: Apache-2.0
// The checks that every import makes before it acts: who calls it, and whether its arguments name
// something that exists. A mistake of the object ends the call and the run, with the name of the
// import and the place of the caller.
#pragma once
#include <platform/machine.h>
#include <platform/pe.h>

namespace itstorm {

constexpr std::size_t longest_name = 64, longest_text = 1000; // characters that are shown

// 11.5 days. A longer time from an object is taken for a negative number; sums of such times would
// not fit the simulator's clock.
constexpr std::uint64_t longest_time_ns = 1'000'000'000'000'000;

// The largest count that results hold exactly; a larger one is a negative number of the object.
constexpr uint64_t largest_count = uint64_t{ 1 } << 53;

[[noreturn]] void fail(const std::string &message);
[[noreturn]] void misuse(const char *import, const std::string &what); // adds the caller's place
[[noreturn]] void refuse_caller(sim_pe *pe, const char *import);
[[noreturn]] void refuse_guest_caller(sim_vcpu *v, const char *import);
[[noreturn]] void refuse_lock(sim_lock *lock, const char *import);
[[noreturn]] void refuse_domain(std::uint16_t domain, const char *import);

// SIM_TASK: `pe` is the PE that runs, and no guest program runs on it.
inline Pe &caller(sim_pe *pe, const char *import)
{
    Pe *running = Pe::running;
    if (running == nullptr || reinterpret_cast<Pe *>(pe) != running || running->guest() != nullptr)
        refuse_caller(pe, import);
    return *running;
}

// SIM_TASK of a guest program: `v` is the vCPU that runs.
inline GuestContext &guest_caller(sim_vcpu *v, const char *import)
{
    GuestContext *guest = Pe::running != nullptr ? Pe::running->guest() : nullptr;
    if (guest == nullptr || guest->handle != v)
        refuse_guest_caller(v, import);
    return *guest;
}

// SIM_FUNC of a hypervisor: there is a machine, and no guest program calls.
Machine &machine_for(const char *import);

inline SpinLock &lock_of(sim_lock *lock, const char *import)
{
    SpinLock *found = Machine::current()->locks.find(lock);
    if (found == nullptr)
        refuse_lock(lock, import);
    return *found;
}

El2Stack &stack_of(sim_el2 *stack, const char *import);
GuestContext &vcpu_of(sim_vcpu *v, const char *import);

inline void require_domain(std::uint16_t domain, const char *import)
{
    if (domain >= Machine::current()->config.domains.size())
        refuse_domain(domain, import);
}

inline void require_domain_or_none(std::uint16_t domain, const char *import)
{
    if (domain != SIM_NO_DOMAIN)
        require_domain(domain, import);
}

void require_time(std::uint64_t ns, const char *import);
void require_value(const hv_probe &row, std::uint64_t value, const char *import);

// For sim_span and sim_guest_span: begins or ends a span of the code that runs on `pe`.
void follow_span(Pe &pe, unsigned kind, bool begin, const char *import);
inline void mark_span(Pe &pe, unsigned kind, bool begin, const char *import)
{
    if (kind >= SIM_SPANS || pe.follows_spans())
        follow_span(pe, kind, begin, import);
}

// A text of the object, made printable. A wild pointer is reported as a fault of the caller, before
// the import has done anything.
std::string text_of(const char *text, const char *import, std::size_t most);

} // namespace itstorm
