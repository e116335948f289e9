// SPDX-License-Identifier: Apache-2.0
// Imports that make, use and end objects of the simulator: EL2 stacks, locks, vCPUs, mappings. See
// imports.cpp.
#include "checks.h"
#include <itstorm/import.h>
#include <platform/el2.h>
#include <platform/object_tables.h>
#include <platform/symbols.h>

using namespace itstorm;

extern "C" {

sim_el2 *sim_el2_create(void (*entry)(void *), void *arg, const char *name)
{
    Machine &m = machine_for("sim_el2_create");
    if (!in_registered_object(reinterpret_cast<std::uintptr_t>(entry)))
        misuse("sim_el2_create", "is given an entry that is not in the object");
    const std::string text = text_of(name, "sim_el2_create", longest_name);
    if (m.stacks.live() >= Machine::most_stacks || m.stacks.ever() >= Machine::most_stacks_ever)
        misuse("sim_el2_create", "has made " + std::to_string(m.stacks.ever()) + " EL2 stacks, " +
                                     std::to_string(m.stacks.live()) +
                                     " of which exist: there are no more");
    return m.create_stack(entry, arg, text);
}

void sim_el2_destroy(sim_el2 *stack)
{
    Machine &m = machine_for("sim_el2_destroy");
    const El2Stack &destroyed = stack_of(stack, "sim_el2_destroy");
    if (destroyed.pe != nullptr && Pe::running != nullptr)
        misuse("sim_el2_destroy", "is called for EL2 stack '" + destroyed.name +
                                      "', which runs on pe" + std::to_string(destroyed.pe->index));
    if (destroyed.pe == nullptr) // at the end of the run the simulator keeps the stack that ran
        m.destroy_stack(stack);
}

void sim_el2_switch(sim_pe *pe, sim_el2 *to)
{
    caller(pe, "sim_el2_switch");
    el2::switch_stack(to == nullptr ? nullptr : &stack_of(to, "sim_el2_switch"));
}

// ---- locks ----

sim_lock *sim_lock_create(const char *name, uint16_t domain)
{
    Machine &m = machine_for("sim_lock_create");
    const std::string text = text_of(name, "sim_lock_create", longest_name);
    if (!is_name(text))
        misuse("sim_lock_create", "is given the name '" + text +
                                      "': small letters, digits and _, parts joined by '.'");
    require_domain_or_none(domain, "sim_lock_create");
    if (m.locks.ever() >= Machine::most_locks)
        misuse("sim_lock_create",
               "has made " + std::to_string(m.locks.ever()) + " locks: there are no more");
    return m.create_lock(text, domain);
}

void sim_lock_take(sim_pe *pe, sim_lock *lock)
{
    caller(pe, "sim_lock_take");
    el2::lock_take(lock_of(lock, "sim_lock_take"));
}

bool sim_lock_try(sim_pe *pe, sim_lock *lock)
{
    caller(pe, "sim_lock_try");
    return el2::lock_try(lock_of(lock, "sim_lock_try"));
}

void sim_lock_drop(sim_pe *pe, sim_lock *lock)
{
    caller(pe, "sim_lock_drop");
    el2::lock_drop(lock_of(lock, "sim_lock_drop"));
}

// ---- guests ----

sim_vcpu *sim_vcpu_create(uint16_t domain, uint16_t index)
{
    Machine &m = machine_for("sim_vcpu_create");
    require_domain(domain, "sim_vcpu_create");
    const DomainConfig &config = m.config.domains[domain];
    if (index >= config.vcpus)
        misuse("sim_vcpu_create", "is called for vCPU " + std::to_string(index) + " of " +
                                      config.name + ", which has " + std::to_string(config.vcpus));
    if (const GuestContext *there = m.find_guest(domain, index))
        misuse("sim_vcpu_create", "is called for " + there->name + ", which exists");
    sim_vcpu *v = m.create_guest(domain, index);
    if (v == nullptr)
        misuse("sim_vcpu_create", "finds no guest program '" + config.program + "'");
    return v;
}

void sim_vcpu_destroy(sim_vcpu *v)
{
    Machine &m = machine_for("sim_vcpu_destroy");
    const GuestContext &destroyed = vcpu_of(v, "sim_vcpu_destroy");
    if (destroyed.pe != nullptr && Pe::running != nullptr)
        misuse("sim_vcpu_destroy", "is called for " + destroyed.name + ", which runs on pe" +
                                       std::to_string(destroyed.pe->index));
    if (destroyed.pe == nullptr) // at the end of the run the simulator keeps the guest that ran
        m.destroy_guest(v);
}

void sim_vcpu_run(sim_pe *pe, sim_vcpu *v, struct sim_exit *exit)
{
    caller(pe, "sim_vcpu_run");
    el2::run_guest(vcpu_of(v, "sim_vcpu_run"), *exit);
}

void sim_stage2_map(sim_pe *pe, uint16_t domain, uint64_t ipa, uint64_t pa, uint64_t bytes,
                    bool is_device)
{
    caller(pe, "sim_stage2_map");
    require_domain(domain, "sim_stage2_map");
    el2::settle();
    Stage2 &stage2 = Machine::current()->stage2[domain];
    if (stage2.mappings() >= Stage2::most_mappings)
        misuse("sim_stage2_map", "has made " + std::to_string(stage2.mappings()) +
                                     " mappings of domain " + std::to_string(domain) +
                                     ": there are no more");
    if (!stage2.map(ipa, pa, bytes, is_device))
        misuse("sim_stage2_map", "is not given 4 KiB granules, or overlaps a mapping of domain " +
                                     std::to_string(domain));
}

void sim_stage2_unmap(sim_pe *pe, uint16_t domain, uint64_t ipa, uint64_t bytes)
{
    caller(pe, "sim_stage2_unmap");
    require_domain(domain, "sim_stage2_unmap");
    el2::settle();
    if (!Machine::current()->stage2[domain].unmap(ipa, bytes))
        misuse("sim_stage2_unmap",
               "is called for what is no mapping of domain " + std::to_string(domain));
}

void sim_iommu_attach(sim_pe *pe, uint32_t device_id, uint16_t domain)
{
    caller(pe, "sim_iommu_attach");
    require_domain_or_none(domain, "sim_iommu_attach");
    el2::settle();
    if (!Machine::current()->iommu->attach(device_id, domain))
        misuse("sim_iommu_attach", "has attached " + std::to_string(Iommu::most_devices) +
                                       " devices: there are no more");
}

} // extern "C"
