// SPDX-License-Identifier: Apache-2.0
// The imports of the fake, but for stacks and locks (fake_stacks.cpp). They enforce: `pe` is the PE
// that runs; a guest is entered masked and without a lock.
#include "fake_imports.h"
#include "arch/gicr_regs.h"
#include "arch/intid.h"
#include "arch/its_regs.h"
#include "arch/sysreg.h"
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>

using namespace fake;

Pe& fake::checked(sim_pe* handle)
{
    Pe* pe = reinterpret_cast<Pe*>(handle);
    EXPECT_EQ(pe, world->running) << "an import was called with the handle of another PE";
    world->now++;
    return *pe;
}

namespace {

void take_pending(Pe& pe)
{
    while (!pe.current->masked && !pe.pending.empty()) {
        pe.current->masked = true;
        hv_irq(world->hypervisor, reinterpret_cast<sim_pe*>(&pe));
        pe.current->masked = false;
    }
}

std::uint64_t read_register(std::uint64_t pa)
{
    if (pa == World::gits + GITS_CREADR) {
        world->creadr_reads++;
        return world->creadr;
    }
    return world->registers[pa];
}

bool is_register(std::uint64_t pa)
{
    return (pa >= World::gicd && pa < World::gicd + 0x10000) ||
           (pa >= World::gicr && pa < World::gicr + world->config.pes * GICR_STRIDE) ||
           (pa >= World::gits && pa < World::gits + GITS_FRAME_BYTES);
}

void write_register(std::uint64_t pa, std::uint64_t value)
{
    world->registers[pa] = value;
    if (pa != World::gits + GITS_CWRITER)
        return;
    world->doorbells++;
    if (!world->its_holds)
        world->execute(~0u);
}

bool is_config(std::uint64_t pa)
{
    return pa >= World::ecam && pa < World::ecam + PCI_ECAM_BYTES;
}

bool in_ram(std::uint64_t pa, std::uint64_t bytes)
{
    return pa >= World::ram_base && pa - World::ram_base < World::ram_bytes &&
           bytes <= World::ram_bytes - (pa - World::ram_base);
}

} // namespace

extern "C" {

void* sim_alloc(uint64_t bytes, uint32_t align)
{
    char* p = static_cast<char*>(std::calloc(1, bytes + align));
    world->allocations.push_back(p);
    return p + (align - reinterpret_cast<std::uintptr_t>(p) % align) % align;
}

void* sim_ram(uint64_t pa, uint64_t bytes)
{
    return in_ram(pa, bytes) ? &world->ram[pa - World::ram_base] : nullptr;
}

bool sim_read(sim_pe* pe, uint64_t pa, void* dst, uint32_t bytes)
{
    checked(pe);
    if (in_ram(pa, bytes)) {
        std::memcpy(dst, &world->ram[pa - World::ram_base], bytes);
        if (world->on_read)
            world->on_read(pa);
        return true;
    }
    if (is_config(pa)) {
        const std::uint32_t word = world->config_read(pa - World::ecam, bytes);
        std::memcpy(dst, &word, bytes);
        return true;
    }
    if (!is_register(pa))
        return false;
    const std::uint64_t value = read_register(pa);
    std::memcpy(dst, &value, bytes);
    return true;
}

bool sim_write(sim_pe* pe, uint64_t pa, const void* src, uint32_t bytes)
{
    checked(pe);
    if (in_ram(pa, bytes)) {
        std::memcpy(&world->ram[pa - World::ram_base], src, bytes);
        return true;
    }
    if (!is_register(pa) && !is_config(pa))
        return false;
    std::uint64_t value = 0;
    std::memcpy(&value, src, bytes);
    if (is_config(pa))
        world->config_write(pa - World::ecam, bytes, static_cast<std::uint32_t>(value));
    else
        write_register(pa, value);
    return true;
}

void sim_dsb(sim_pe* pe)
{
    checked(pe);
}

uint64_t sim_mrs(sim_pe* handle, uint16_t sysreg)
{
    Pe& pe = checked(handle);
    if (sysreg == CNTPCT_EL0)
        return world->now;
    if (sysreg != ICC_IAR1_EL1)
        return pe.sysreg[sysreg];
    if (world->on_acknowledge)
        world->on_acknowledge();
    if (pe.pending.empty())
        return INTID_NONE;
    const std::uint32_t intid = pe.pending.front();
    pe.pending.pop_front();
    return intid;
}

void sim_msr(sim_pe* handle, uint16_t sysreg, uint64_t value)
{
    Pe& pe = checked(handle);
    pe.sysreg[sysreg] = value;
    if (sysreg == ICC_EOIR1_EL1)
        pe.eois.push_back(static_cast<std::uint32_t>(value));
    if (sysreg == ICC_DIR_EL1)
        pe.deactivated.push_back(static_cast<std::uint32_t>(value));
    if (sysreg == ICC_SGI1R_EL1) {
        pe.sgis_sent++;
        for (Pe& target : world->pes)
            if (value >> target.index & 1)
                target.pending.push_back(static_cast<std::uint32_t>(value >> 24 & 15));
    }
}

bool sim_irq_save(sim_pe* handle)
{
    Pe& pe = checked(handle);
    const bool before = pe.current->masked;
    pe.current->masked = true;
    return before;
}

void sim_irq_restore(sim_pe* handle, bool masked)
{
    Pe& pe = checked(handle);
    pe.current->masked = masked;
    take_pending(pe);
}

void sim_wfi(sim_pe* handle)
{
    Pe& pe = checked(handle);
    while (pe.pending.empty())
        world->yield();
    take_pending(pe);
}

uint64_t sim_now_ns(sim_pe*)
{
    return world->now;
}

void sim_delay_ns(sim_pe* handle, uint64_t ns)
{
    Pe& pe = checked(handle);
    world->now += ns;
    world->execute(world->its_steps_per_delay);
    if (world->on_delay)
        world->on_delay();
    take_pending(pe);
    if (pe.current != &world->test_stack)
        world->yield();
}

sim_pe* sim_pe_self(void)
{
    return reinterpret_cast<sim_pe*>(world->running);
}

unsigned sim_pe_index(const sim_pe* pe)
{
    return reinterpret_cast<const Pe*>(pe)->index;
}

sim_vcpu* sim_vcpu_create(uint16_t domain, uint16_t index)
{
    world->guests.push_back(std::make_unique<Guest>(Guest{ domain, index }));
    return reinterpret_cast<sim_vcpu*>(world->guests.back().get());
}

void sim_vcpu_run(sim_pe* handle, sim_vcpu* v, struct sim_exit* exit)
{
    Pe& pe = checked(handle);
    Guest& guest = *reinterpret_cast<Guest*>(v);
    EXPECT_TRUE(pe.current->held.empty()) << "a lock is held at guest entry";
    EXPECT_TRUE(pe.current->masked) << "a guest is entered unmasked";
    guest.entries++;
    if (exit->again) { // the same access as before
        exit->again = false;
        if (world->on_again)
            world->on_again();
        return;
    }
    pe.guest = v;
    world->script(pe.index, guest, *exit);
    pe.guest = nullptr;
}

void sim_stage2_map(sim_pe* pe, uint16_t, uint64_t, uint64_t, uint64_t, bool)
{
    checked(pe);
}

void sim_stage2_unmap(sim_pe* pe, uint16_t, uint64_t, uint64_t)
{
    checked(pe);
}

void sim_iommu_attach(sim_pe* pe, uint32_t device_id, uint16_t domain)
{
    checked(pe);
    world->attached[device_id] = domain;
}

uint64_t sim_knob(unsigned row)
{
    unsigned count = 0;
    const hv_knob* knobs = hv_knobs(&count);
    const auto at = world->config.knobs.find(knobs[row].name);
    return at == world->config.knobs.end() ? knobs[row].initial : at->second;
}

void sim_probe(sim_pe* pe, unsigned row, uint16_t domain, uint64_t value)
{
    checked(pe);
    unsigned count = 0;
    const hv_probe* probes = hv_probes(&count);
    ASSERT_LT(row, count);
    EXPECT_EQ(probes[row].per_domain, domain != SIM_NO_DOMAIN) << probes[row].name;
    switch (probes[row].kind) {
    case HV_LEVEL: world->counters[{ row, domain }] = value; break;
    case HV_SHARE: world->shares[row].change(value, world->now); break;
    case HV_COUNTER:
    case HV_DURATION: world->counters[{ row, domain }] += value; break;
    }
}

void sim_probe_commands(sim_pe* pe, unsigned row, unsigned its, uint64_t request_ns,
                        uint64_t commands)
{
    checked(pe);
    EXPECT_EQ(its, 0u);
    if (commands != 0)
        world->announced.push_back({ row, request_ns, commands });
}

// Every device of the fake is honest.
void sim_probe_honest(sim_pe* pe, unsigned row, uint16_t domain, uint32_t)
{
    sim_probe(pe, row, domain, 1);
}

void sim_mark(sim_pe* pe, enum sim_step step, uint16_t domain, uint32_t vlpi, uint32_t plpi)
{
    checked(pe);
    world->marks.push_back({ step, domain, vlpi, plpi });
}

void sim_span(sim_pe*, enum sim_span_kind, bool) {}

void sim_log(const char*) {}

void sim_log_at(sim_log_level, const char* text)
{
    world->log.push_back(text);
}

void sim_panic(const char* file, int line, const char* what)
{
    ADD_FAILURE() << file << ":" << line << ": " << what;
    std::abort();
}

void sim_vcpu_destroy(sim_vcpu* v)
{
    for (const Pe& pe : world->pes)
        EXPECT_NE(pe.guest, v) << "a guest is destroyed while it runs";
    world->guests_destroyed++;
}

} // extern "C"
