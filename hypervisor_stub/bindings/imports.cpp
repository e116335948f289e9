// SPDX-License-Identifier: Apache-2.0
// The imports of the boundary: C functions that check who calls them with what (checks.h) and then
// call Machine or el2::. Stacks, locks and guests are in imports_objects.cpp, what guest programs
// call is in guest_imports.cpp.
#include "checks.h"
#include <algorithm>
#include <itstorm/import.h>
#include <platform/crash.h>
#include <platform/el2.h>
#include <platform/setup_call.h>

using namespace itstorm;

namespace {

Machine &machine()
{
    return *Machine::current();
}

// Who writes a line of the log: the PE and, unless it is the idle one, its EL2 stack.
std::string speaker()
{
    Pe *pe = Pe::running;
    if (pe == nullptr)
        return "";
    const std::string name = "pe" + std::to_string(pe->index);
    return pe->stack() == pe->idle_stack() ? name : name + " " + pe->stack()->name;
}

} // namespace

extern "C" {

// Called by the compiler's coverage at every basic block of instrumented C.
void __sanitizer_cov_trace_pc()
{
    if (Debt::running->charge_block())
        return;
    if (Pe *pe = Pe::running)
        pe->block_reached(reinterpret_cast<std::uintptr_t>(__builtin_return_address(0)),
                          reinterpret_cast<std::uintptr_t>(__builtin_dwarf_cfa()));
    else
        look_at_set_up();
}

// ---- memory ----

void *sim_alloc(uint64_t bytes, uint32_t align)
{
    Machine &m = machine_for("sim_alloc");
    constexpr uint32_t largest_align = 1u << 21;
    if (Pe::running != nullptr)
        misuse("sim_alloc", "is called after time zero");
    if ((align & (align - 1)) != 0 || align > largest_align)
        misuse("sim_alloc", "is asked for an alignment of " + std::to_string(align) +
                                "; a power of two up to " + std::to_string(largest_align));
    const uint64_t left = Machine::most_allocated_bytes - m.allocated_bytes();
    if (bytes > left || align > left - bytes)
        misuse("sim_alloc", "is asked for " + std::to_string(bytes) +
                                " bytes; an object may have 4 GiB, and " + std::to_string(left) +
                                " are left");
    void *memory = m.allocate(bytes, align);
    if (memory == nullptr)
        misuse("sim_alloc", "finds no memory for " + std::to_string(bytes) + " bytes");
    return memory;
}

void *sim_ram(uint64_t pa, uint64_t bytes)
{
    return machine_for("sim_ram").memory.at(pa, bytes);
}

bool sim_read(sim_pe *pe, uint64_t pa, void *dst, uint32_t bytes)
{
    caller(pe, "sim_read");
    return el2::read(pa, dst, bytes);
}

bool sim_write(sim_pe *pe, uint64_t pa, const void *src, uint32_t bytes)
{
    caller(pe, "sim_write");
    return el2::write(pa, src, bytes);
}

void sim_dsb(sim_pe *pe)
{
    caller(pe, "sim_dsb");
    el2::dsb();
}

// ---- system registers ----

uint64_t sim_mrs(sim_pe *pe, uint16_t sysreg)
{
    caller(pe, "sim_mrs");
    return el2::mrs(sysreg);
}

void sim_msr(sim_pe *pe, uint16_t sysreg, uint64_t value)
{
    caller(pe, "sim_msr");
    el2::msr(sysreg, value);
}

// ---- interrupts, waiting, time, stacks ----

bool sim_irq_save(sim_pe *pe)
{
    caller(pe, "sim_irq_save");
    return el2::irq_save();
}

void sim_irq_restore(sim_pe *pe, bool masked)
{
    caller(pe, "sim_irq_restore");
    el2::irq_restore(masked);
}

void sim_wfi(sim_pe *pe)
{
    caller(pe, "sim_wfi");
    el2::wfi();
}

uint64_t sim_now_ns(sim_pe *pe)
{
    return caller(pe, "sim_now_ns").local_ps() / 1000;
}

void sim_delay_ns(sim_pe *pe, uint64_t ns)
{
    caller(pe, "sim_delay_ns");
    require_time(ns, "sim_delay_ns");
    el2::delay(ns);
}

sim_pe *sim_pe_self(void)
{
    return reinterpret_cast<sim_pe *>(Pe::running);
}

unsigned sim_pe_index(const sim_pe *pe)
{
    const auto *asked = reinterpret_cast<const Pe *>(pe);
    if (asked == Pe::running && asked != nullptr)
        return asked->index;
    const auto &pes = machine_for("sim_pe_index").pes;
    if (std::find(pes.begin(), pes.end(), asked) == pes.end())
        misuse("sim_pe_index", "is called with a handle that is no PE");
    return asked->index;
}

// ---- knobs, statistics, diagnostics ----

uint64_t sim_knob(unsigned row)
{
    const Machine &m = machine_for("sim_knob");
    if (row >= m.object.knobs.size())
        misuse("sim_knob", "is called for row " + std::to_string(row) + " of " +
                               std::to_string(m.object.knobs.size()) + " knobs");
    return row < m.hypervisor_knobs.size() ? m.hypervisor_knobs[row] : m.object.knobs[row].initial;
}

void sim_probe(sim_pe *pe, unsigned row, uint16_t domain, uint64_t value)
{
    Pe &running = caller(pe, "sim_probe");
    const Machine &m = machine();
    if (row >= m.object.probes.size())
        misuse("sim_probe", "is called for row " + std::to_string(row) + " of " +
                                std::to_string(m.object.probes.size()) + " statistics");
    require_domain_or_none(domain, "sim_probe");
    require_value(m.object.probes[row], value, "sim_probe");
    const hv_probe_kind kind = m.object.probes[row].kind;
    if (kind == HV_LEVEL || kind == HV_SHARE)
        el2::settle(); // the level changes at the exact time of the PE
    m.probes.hv_probe(HvProbeFact{ row, domain, value, running.local_time() });
}

void sim_probe_commands(sim_pe *pe, unsigned row, unsigned its, uint64_t request_ns,
                        uint64_t commands)
{
    const Pe &running = caller(pe, "sim_probe_commands");
    const Machine &m = machine();
    if (row >= m.object.probes.size() || m.object.probes[row].kind != HV_DURATION)
        misuse("sim_probe_commands",
               "is called for row " + std::to_string(row) + ", which is no duration");
    if (its >= m.config.its.size())
        misuse("sim_probe_commands", "is called for ITS " + std::to_string(its) +
                                         ", and there are " + std::to_string(m.config.its.size()));
    if (request_ns > running.local_ps() / 1000 || commands > largest_count)
        misuse("sim_probe_commands", "is given a request at " + std::to_string(request_ns) +
                                         " ns of " + std::to_string(commands) + " commands");
    if (commands != 0)
        m.probes.hv_commands(HvCommandsFact{ row, its, request_ns, commands });
}

void sim_probe_honest(sim_pe *pe, unsigned row, uint16_t domain, uint32_t device_id)
{
    const Pe &running = caller(pe, "sim_probe_honest");
    const Machine &m = machine();
    if (row >= m.object.probes.size() || m.object.probes[row].kind != HV_COUNTER)
        misuse("sim_probe_honest",
               "is called for row " + std::to_string(row) + ", which is no counter");
    require_domain_or_none(domain, "sim_probe_honest");
    for (const FunctionConfig &function : m.config.functions)
        if (function.device_id == device_id && function.honest)
            m.probes.hv_probe(HvProbeFact{ row, domain, 1, running.local_time() });
}

void sim_mark(sim_pe *pe, enum sim_step step, uint16_t domain, uint32_t vlpi, uint32_t plpi)
{
    Pe &running = caller(pe, "sim_mark");
    if (static_cast<unsigned>(step) > SIM_STEP_DISCARDED)
        misuse("sim_mark", "is called for step " + std::to_string(static_cast<unsigned>(step)) +
                               ", which does not exist");
    require_domain_or_none(domain, "sim_mark");
    machine().probes.mark(MarkFact{ running.index, static_cast<unsigned>(step), domain, vlpi, plpi,
                                    running.local_time() });
}

void sim_span(sim_pe *pe, enum sim_span_kind kind, bool begin)
{
    mark_span(caller(pe, "sim_span"), static_cast<unsigned>(kind), begin, "sim_span");
}

void sim_log(const char *text)
{
    sim_log_at(SIM_LOG_INFO, text);
}

void sim_log_at(enum sim_log_level level, const char *text)
{
    static_assert(static_cast<unsigned>(LogLevel::Error) == SIM_LOG_ERROR &&
                  static_cast<unsigned>(LogLevel::Debug) == SIM_LOG_DEBUG);
    const std::string line = text_of(text, "sim_log", longest_text);
    if (static_cast<unsigned>(level) > SIM_LOG_DEBUG)
        misuse("sim_log_at", "is given level " + std::to_string(static_cast<unsigned>(level)) +
                                 "; there is none");
    if (Machine::current() == nullptr)
        misuse("sim_log", "is called before there is a machine");
    machine().log.add(static_cast<LogLevel>(level), speaker(), line);
}

void sim_panic(const char *file, int line, const char *what)
{
    fail("panic: " + text_of(what, "sim_panic", longest_text) + " (" +
         text_of(file, "sim_panic", longest_text) + ":" + std::to_string(line) + "), by " +
         describe_caller());
}

} // extern "C"
