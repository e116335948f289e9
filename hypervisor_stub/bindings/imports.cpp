// The imports of the boundary: plain C prototypes on one side, Machine, el2:: and guest:: on the
// other. Nothing is decided here but who may call what: `pe` must be the PE that runs.
#include <algorithm>
#include <cstring>
#include <itstorm/import.h>
#include <platform/crash.h>
#include <platform/el2.h>
#include <platform/machine.h>
#include <platform/setup_call.h>

using namespace itstorm;

namespace {

Machine &machine()
{
    return *Machine::current();
}

[[noreturn]] void fail(const std::string &message)
{
    if (Pe::running == nullptr)
        fail_set_up(message);
    Pe::running->halt(message);
}

// The caller's PE; anything but the one that runs is a mistake of the hypervisor.
Pe &checked(sim_pe *handle, const char *import)
{
    Pe *pe = reinterpret_cast<Pe *>(handle);
    if (Pe::running == nullptr)
        fail(std::string(import) + " is called outside of simulated time, by " + describe_caller());
    if (pe != Pe::running)
        fail(std::string(import) + " is called with the handle of another PE, by " +
             describe_caller());
    if (pe->guest() != nullptr)
        fail(std::string(import) + " is called by a guest program, in " + describe_caller());
    return *pe;
}

SpinLock &lock_of(sim_lock *lock)
{
    if (lock == nullptr)
        fail("a lock that was never created is used by " + describe_caller());
    return *reinterpret_cast<SpinLock *>(lock);
}

void require_domain(std::uint16_t domain, const char *import)
{
    if (domain >= machine().config.domains.size())
        fail(std::string(import) + ": there is no domain " + std::to_string(domain));
}

// Whose line of the log it is: the PE and, unless it is the idle one, the EL2 stack on it.
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

// Every basic block of instrumented C.
void __sanitizer_cov_trace_pc()
{
    if (Pe *pe = Pe::running)
        pe->charge_block();
    else
        count_set_up_block();
}

// ---- memory ----

void *sim_alloc(uint64_t bytes, uint32_t align)
{
    if (Pe::running != nullptr)
        fail("sim_alloc is called after time zero");
    return machine().allocate(bytes, align);
}

void *sim_ram(uint64_t pa, uint64_t bytes)
{
    return machine().memory.at(pa, bytes);
}

bool sim_read(sim_pe *pe, uint64_t pa, void *dst, uint32_t bytes)
{
    checked(pe, "sim_read");
    return el2::read(pa, dst, bytes);
}

bool sim_write(sim_pe *pe, uint64_t pa, const void *src, uint32_t bytes)
{
    checked(pe, "sim_write");
    return el2::write(pa, src, bytes);
}

void sim_dsb(sim_pe *pe)
{
    checked(pe, "sim_dsb");
    el2::dsb();
}

// ---- system registers ----

uint64_t sim_mrs(sim_pe *pe, uint16_t sysreg)
{
    checked(pe, "sim_mrs");
    return el2::mrs(sysreg);
}

void sim_msr(sim_pe *pe, uint16_t sysreg, uint64_t value)
{
    checked(pe, "sim_msr");
    el2::msr(sysreg, value);
}

// ---- interrupts, waiting, time, stacks ----

bool sim_irq_save(sim_pe *pe)
{
    checked(pe, "sim_irq_save");
    return el2::irq_save();
}

void sim_irq_restore(sim_pe *pe, bool masked)
{
    checked(pe, "sim_irq_restore");
    el2::irq_restore(masked);
}

void sim_wfi(sim_pe *pe)
{
    checked(pe, "sim_wfi");
    el2::wfi();
}

uint64_t sim_now_ns(sim_pe *pe)
{
    return checked(pe, "sim_now_ns").local_ps() / 1000;
}

void sim_delay_ns(sim_pe *pe, uint64_t ns)
{
    checked(pe, "sim_delay_ns");
    el2::delay(ns);
}

sim_pe *sim_pe_self(void)
{
    return reinterpret_cast<sim_pe *>(Pe::running);
}

unsigned sim_pe_index(const sim_pe *pe)
{
    return reinterpret_cast<const Pe *>(pe)->index;
}

sim_el2 *sim_el2_create(void (*entry)(void *), void *arg, const char *name)
{
    return reinterpret_cast<sim_el2 *>(machine().create_stack(entry, arg, name));
}

void sim_el2_destroy(sim_el2 *stack)
{
    machine().destroy_stack(reinterpret_cast<El2Stack *>(stack));
}

void sim_el2_switch(sim_pe *pe, sim_el2 *to)
{
    checked(pe, "sim_el2_switch");
    el2::switch_stack(reinterpret_cast<El2Stack *>(to));
}

// ---- locks ----

sim_lock *sim_lock_create(const char *name, uint16_t domain)
{
    if (domain != SIM_NO_DOMAIN)
        require_domain(domain, "sim_lock_create");
    return reinterpret_cast<sim_lock *>(machine().create_lock(name, domain));
}

void sim_lock_take(sim_pe *pe, sim_lock *lock)
{
    checked(pe, "sim_lock_take");
    el2::lock_take(lock_of(lock));
}

bool sim_lock_try(sim_pe *pe, sim_lock *lock)
{
    checked(pe, "sim_lock_try");
    return el2::lock_try(lock_of(lock));
}

void sim_lock_drop(sim_pe *pe, sim_lock *lock)
{
    checked(pe, "sim_lock_drop");
    el2::lock_drop(lock_of(lock));
}

// ---- guests ----

sim_vcpu *sim_vcpu_create(uint16_t domain, uint16_t index)
{
    return reinterpret_cast<sim_vcpu *>(machine().create_guest(domain, index));
}

void sim_vcpu_destroy(sim_vcpu *v)
{
    machine().destroy_guest(reinterpret_cast<GuestContext *>(v));
}

void sim_vcpu_run(sim_pe *pe, sim_vcpu *v, struct sim_exit *exit)
{
    checked(pe, "sim_vcpu_run");
    el2::run_guest(*reinterpret_cast<GuestContext *>(v), *exit);
}

void sim_stage2_map(sim_pe *pe, uint16_t domain, uint64_t ipa, uint64_t pa, uint64_t bytes,
                    bool is_device)
{
    checked(pe, "sim_stage2_map");
    require_domain(domain, "sim_stage2_map");
    el2::settle();
    if (!machine().stage2[domain].map(ipa, pa, bytes, is_device))
        fail("sim_stage2_map: not 4 KiB granules, or it overlaps a mapping of domain " +
             std::to_string(domain));
}

void sim_stage2_unmap(sim_pe *pe, uint16_t domain, uint64_t ipa, uint64_t bytes)
{
    checked(pe, "sim_stage2_unmap");
    require_domain(domain, "sim_stage2_unmap");
    el2::settle();
    if (!machine().stage2[domain].unmap(ipa, bytes))
        fail("sim_stage2_unmap: not a mapping of domain " + std::to_string(domain));
}

void sim_iommu_attach(sim_pe *pe, uint32_t device_id, uint16_t domain)
{
    checked(pe, "sim_iommu_attach");
    if (domain != SIM_NO_DOMAIN)
        require_domain(domain, "sim_iommu_attach");
    el2::settle();
    machine().iommu->attach(device_id, domain);
}

// ---- knobs, statistics, diagnostics ----

uint64_t sim_knob(unsigned row)
{
    const Machine &m = machine();
    if (row >= m.object.knobs.size())
        fail("sim_knob: the object declares no row " + std::to_string(row));
    return row < m.config.hypervisor_knobs.size() ? m.config.hypervisor_knobs[row]
                                                  : m.object.knobs[row].initial;
}

void sim_probe(sim_pe *pe, unsigned row, uint16_t domain, uint64_t value)
{
    Pe &running = checked(pe, "sim_probe");
    const Machine &m = machine();
    if (row >= m.object.probes.size())
        fail("sim_probe: the object declares no row " + std::to_string(row));
    const hv_probe_kind kind = m.object.probes[row].kind;
    if (kind == HV_LEVEL || kind == HV_SHARE)
        el2::settle(); // a level holds from the exact time
    m.probes.hv_probe(HvProbeFact{ row, domain, value, running.local_time() });
}

void sim_probe_commands(sim_pe *pe, unsigned row, unsigned its, uint64_t request_ns,
                        uint64_t commands)
{
    checked(pe, "sim_probe_commands");
    const Machine &m = machine();
    if (row >= m.object.probes.size() || m.object.probes[row].kind != HV_DURATION)
        fail("sim_probe_commands: the object declares no duration in row " + std::to_string(row));
    if (its >= m.config.its.size())
        fail("sim_probe_commands: there is no ITS " + std::to_string(its));
    if (commands != 0)
        m.probes.hv_commands(HvCommandsFact{ row, its, request_ns, commands });
}

void sim_mark(sim_pe *pe, enum sim_step step, uint16_t domain, uint32_t vlpi, uint32_t plpi)
{
    Pe &running = checked(pe, "sim_mark");
    machine().probes.mark(MarkFact{ running.index, static_cast<unsigned>(step), domain, vlpi, plpi,
                                    running.local_time() });
}

void sim_span(sim_pe *pe, enum sim_span_kind kind, bool begin)
{
    Pe &running = checked(pe, "sim_span");
    if (machine().probes.span.watched())
        machine().probes.span(
            SpanFact{ running.index, static_cast<unsigned>(kind), begin, running.local_time() });
}

void sim_log(const char *text)
{
    sim_log_at(SIM_LOG_INFO, text);
}

void sim_log_at(enum sim_log_level level, const char *text)
{
    if (static_cast<unsigned>(level) > SIM_LOG_DEBUG)
        fail("sim_log_at: there is no level " + std::to_string(static_cast<unsigned>(level)));
    if (text == nullptr)
        fail("sim_log: no text, by " + describe_caller());
    static_assert(static_cast<unsigned>(LogLevel::Error) == SIM_LOG_ERROR &&
                  static_cast<unsigned>(LogLevel::Debug) == SIM_LOG_DEBUG);
    machine().log.add(static_cast<LogLevel>(level), speaker(), text);
}

void sim_panic(const char *file, int line, const char *what)
{
    fail(std::string("panic: ") + what + " (" + file + ":" + std::to_string(line) + ")");
}

} // extern "C"
