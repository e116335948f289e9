// SPDX-License-Identifier: Apache-2.0
// The imports of guest programs: see imports.cpp.
#include "checks.h"
#include <itstorm/guest.h>
#include <platform/guest.h>

using namespace itstorm;

namespace {

constexpr uint32_t largest_state_bytes = 1u << 20;
constexpr uint64_t longest_cycles = uint64_t{ 1 } << 48;

} // namespace

extern "C" {

bool sim_guest_read(sim_vcpu *v, uint64_t ipa, uint64_t *value, uint8_t bytes)
{
    return guest::read(guest_caller(v, "sim_guest_read"), ipa, *value, bytes);
}

bool sim_guest_write(sim_vcpu *v, uint64_t ipa, uint64_t value, uint8_t bytes)
{
    return guest::write(guest_caller(v, "sim_guest_write"), ipa, value, bytes);
}

uint64_t sim_guest_mrs(sim_vcpu *v, uint16_t sysreg)
{
    return guest::mrs(guest_caller(v, "sim_guest_mrs"), sysreg);
}

void sim_guest_msr(sim_vcpu *v, uint16_t sysreg, uint64_t value)
{
    guest::msr(guest_caller(v, "sim_guest_msr"), sysreg, value);
}

uint64_t sim_guest_hvc(sim_vcpu *v, uint64_t function, const uint64_t arg[4])
{
    return guest::hvc(guest_caller(v, "sim_guest_hvc"), function, arg);
}

void sim_guest_compute(sim_vcpu *v, uint64_t cycles)
{
    GuestContext &guest = guest_caller(v, "sim_guest_compute");
    if (cycles > longest_cycles)
        misuse("sim_guest_compute", "is given " + std::to_string(cycles) + " cycles; at most " +
                                        std::to_string(longest_cycles));
    guest::compute(guest, cycles);
}

void sim_guest_spend_ns(sim_vcpu *v, uint64_t ns)
{
    GuestContext &guest = guest_caller(v, "sim_guest_spend_ns");
    require_time(ns, "sim_guest_spend_ns");
    guest::spend(guest, ns);
}

void sim_guest_wfi(sim_vcpu *v)
{
    guest::wfi(guest_caller(v, "sim_guest_wfi"));
}

bool sim_guest_irq_save(sim_vcpu *v)
{
    return guest::irq_save(guest_caller(v, "sim_guest_irq_save"));
}

void sim_guest_irq_restore(sim_vcpu *v, bool masked)
{
    guest::irq_restore(guest_caller(v, "sim_guest_irq_restore"), masked);
}

bool sim_guest_order(sim_vcpu *v, struct sim_order *order)
{
    return guest::next_order(guest_caller(v, "sim_guest_order"), *order);
}

void sim_guest_await_order(sim_vcpu *v, struct sim_order *order)
{
    guest::await_order(guest_caller(v, "sim_guest_await_order"), *order);
}

void sim_guest_ready(sim_vcpu *v)
{
    guest::ready(guest_caller(v, "sim_guest_ready"));
}

void *sim_guest_state(sim_vcpu *v, uint32_t bytes)
{
    GuestContext &guest = guest_caller(v, "sim_guest_state");
    if (bytes == 0 || bytes > largest_state_bytes)
        misuse("sim_guest_state", "is asked for " + std::to_string(bytes) + " bytes; 1 to " +
                                      std::to_string(largest_state_bytes));
    if (guest.state.empty())
        guest.state.resize((bytes + 7) / 8);
    else if (guest.state.size() * 8 < bytes)
        misuse("sim_guest_state", "is asked for more bytes than at first");
    return guest.state.data();
}

sim_vcpu *sim_guest_self(void)
{
    GuestContext *guest = Pe::running != nullptr ? Pe::running->guest() : nullptr;
    return guest != nullptr ? guest->handle : nullptr;
}

void *sim_guest_ram(sim_vcpu *v, uint64_t ipa, uint64_t bytes)
{
    return guest::ram(guest_caller(v, "sim_guest_ram"), ipa, bytes);
}

void sim_guest_probe(sim_vcpu *v, unsigned row, uint64_t value)
{
    GuestContext &guest = guest_caller(v, "sim_guest_probe");
    const auto &rows = guest.object->probes;
    if (row >= rows.size())
        misuse("sim_guest_probe", "is called for row " + std::to_string(row) + " of " +
                                      std::to_string(rows.size()) + " statistics");
    require_value(rows[row], value, "sim_guest_probe");
    guest::probe(guest, row, value);
}

void sim_guest_span(sim_vcpu *v, enum sim_span_kind kind, bool begin)
{
    guest_caller(v, "sim_guest_span");
    mark_span(*Pe::running, static_cast<unsigned>(kind), begin, "sim_guest_span");
}

void sim_guest_verdict(sim_vcpu *v, bool passed, const char *text)
{
    GuestContext &guest = guest_caller(v, "sim_guest_verdict");
    guest::verdict(guest, passed, text_of(text, "sim_guest_verdict", longest_text));
}

void sim_guest_log(sim_vcpu *v, const char *text)
{
    guest::log(guest_caller(v, "sim_guest_log"), text);
}

uint64_t sim_guest_knob(sim_vcpu *v, unsigned row)
{
    GuestContext &guest = guest_caller(v, "sim_guest_knob");
    if (row >= guest.program->knob_count)
        misuse("sim_guest_knob", "is called for row " + std::to_string(row) + " of " +
                                     std::to_string(guest.program->knob_count) + " knobs");
    return row < guest.knobs->size() ? (*guest.knobs)[row] : guest.program->knobs[row].initial;
}

} // extern "C"
