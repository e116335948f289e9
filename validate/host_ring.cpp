// SPDX-License-Identifier: Apache-2.0
// HostRing, and the imports that the hypervisor's C calls; see host_ring.h.
#include "host_ring.h"
#include "common/simulated_time.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace itstorm {

namespace {

HostRing* the_ring = nullptr;

// The rows of knobs of the parts of the hypervisor that are used here.
const knob_table& rows()
{
    static knob_table table;
    if (table.count == 0) {
        knobs_add(&table, host_its_knobs);
        queue_full_add_knobs(&table);
        batch_add_knobs(&table);
    }
    return table;
}

std::vector<std::uint64_t> values(const HostRing::Knobs& knobs)
{
    std::vector<std::uint64_t> all;
    std::size_t found = 0;
    for (unsigned n = 0; n < rows().count; n++) {
        const auto at = knobs.find(rows().rows[n].name);
        found += at != knobs.end();
        all.push_back(at != knobs.end() ? at->second : rows().rows[n].initial);
    }
    if (found != knobs.size())
        throw std::runtime_error("a knob that the hypervisor's ring does not have");
    return all;
}

} // namespace

HostRing::HostRing(Rig& rig, QueueMeter& meter, const Knobs& wanted) : rig_(rig), meter_(meter)
{
    const std::vector<std::uint64_t> all = values(wanted);
    const knobs knobs{ &rows(), all.data() };
    the_ring = this;
    pe_ = { reinterpret_cast<sim_pe*>(this), 0, &pe_ };
    info_.base = AddressMap::gits;
    info_.cmdq_bytes = rig.ring_bytes;
    machine_.its = &info_;
    machine_.its_count = machine_.pe_count = 1;
    gic_.machine = &machine_;
    gic_.pe = &gic_pe_;
    ram_ = { rig.ring_pa(), rig.ring_pa() + rig.ring_bytes };
    if (!host_its_create(&its_, 0, &gic_, &ram_, &knobs) ||
        !queue_full_attach(&its_, nullptr, &knobs) || !batch_create(&scheduler_, &its_, &knobs))
        throw std::runtime_error("the hypervisor refuses the ring");
    its_.cwriter = its_.creadr = rig.cwriter(); // as Rig::boot() left them
}

bool HostRing::post(cmdq_urgency urgency, const its_cmd& command)
{
    cmdq_batch batch;
    cmdq_begin(&batch, &pe_, &its_, urgency, CMDQ_GUEST);
    cmdq_put(&batch, &command);
    cmdq_end(&batch);
    return !batch.refused;
}

bool HostRing::read(std::uint64_t pa, void* to, unsigned bytes)
{
    std::uint64_t value = 0;
    if (!rig_.gic.read(pa, bytes, value))
        return false;
    std::memcpy(to, &value, bytes);
    return true;
}

bool HostRing::write(std::uint64_t pa, const void* from, unsigned bytes)
{
    if (pa >= rig_.ring_pa() && pa < rig_.ring_pa() + rig_.ring_bytes) {
        std::memcpy(rig_.gic.ram(pa, bytes), from, bytes);
        meter_.wrote(static_cast<const std::uint8_t*>(from)[0]);
        return true;
    }
    std::uint64_t value = 0;
    std::memcpy(&value, from, bytes);
    return rig_.gic.write(pa, bytes, value);
}

} // namespace itstorm

using itstorm::the_ring;

namespace {

[[noreturn]] void not_here(const char* what)
{
    std::fprintf(stderr, "itstorm_validate: the bench has no %s\n", what);
    std::abort();
}

} // namespace

extern "C" {

void* sim_alloc(uint64_t bytes, uint32_t)
{
    return std::calloc(1, bytes); // never freed: one HostRing per process
}
bool sim_read(sim_pe*, uint64_t pa, void* dst, uint32_t bytes)
{
    return the_ring->read(pa, dst, bytes);
}
bool sim_write(sim_pe*, uint64_t pa, const void* src, uint32_t bytes)
{
    return the_ring->write(pa, src, bytes);
}
uint64_t sim_now_ns(sim_pe*)
{
    return itstorm::sim::now_ps() / 1000;
}
void sim_delay_ns(sim_pe*, uint64_t ns)
{
    sc_core::wait(static_cast<double>(ns), sc_core::SC_NS);
}
void sim_panic(const char* file, int line, const char* what)
{
    std::fprintf(stderr, "itstorm_validate: %s:%d: %s\n", file, line, what);
    std::abort();
}

// There is one PE with one stack and no interrupts, so masking and locks do nothing.
bool sim_irq_save(sim_pe*)
{
    return true;
}
void sim_irq_restore(sim_pe*, bool) {}
sim_lock* sim_lock_create(const char*, uint16_t)
{
    return nullptr;
}
void sim_lock_take(sim_pe*, sim_lock*) {}
void sim_lock_drop(sim_pe*, sim_lock*) {}
sim_pe* sim_pe_self(void)
{
    return the_ring->self()->sim;
}
unsigned sim_pe_index(const sim_pe*)
{
    return 0;
}
void sim_dsb(sim_pe*) {}

// Measurements of the hypervisor are ignored: QueueMeter measures.
void sim_probe(sim_pe*, unsigned, uint16_t, uint64_t) {}
void sim_probe_commands(sim_pe*, unsigned, unsigned, uint64_t, uint64_t) {}
void sim_span(sim_pe*, sim_span_kind, bool) {}

uint64_t sim_mrs(sim_pe*, uint16_t)
{
    not_here("system registers");
}
void sim_msr(sim_pe*, uint16_t, uint64_t)
{
    not_here("system registers");
}
void sim_el2_switch(sim_pe*, sim_el2*)
{
    not_here("EL2 stacks");
}

} // extern "C"
