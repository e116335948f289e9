// SPDX-License-Identifier: Apache-2.0
// Redistributors: see redistributors.h.
#include "redistributors.h"
#include "agenda.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "distributor.h"
#include "lpi_invalidation.h"
#include "redistributor_regs.h"
#include "sgi_frame.h"
#include "sgi_router.h"
#include "spi_router.h"
#include <cstring>
#include <stdexcept>
#include <vector>

namespace itstorm {

namespace {

// Everything that belongs to one PE.
struct Node {
    Node(unsigned target, RedistributorEnv& env, SgiRouter& sgis, SpiRouter& spis)
        : lines(("lines" + std::to_string(target)).c_str()), redistributor(target, env, cpu, spis),
          cpu(target, env.config, lines, redistributor, sgis, env.probes),
          regs(redistributor, env.config), sgi_frame(redistributor, env.config)
    {
        sgis.add(redistributor);
        spis.add(redistributor);
    }

    IrqLinesPort lines;
    Redistributor redistributor;
    CpuInterface cpu;
    RedistributorRegs regs;
    SgiFrame sgi_frame;
};

void require(bool met, const char* what)
{
    if (!met)
        throw std::invalid_argument(what);
}

const RedistributorConfig& checked(const RedistributorConfig& c)
{
    require(c.targets >= 1 && c.targets <= 1u << 16, "redistributors: 1 to 65536 targets");
    require(c.lpi_id_bits >= 14 && c.lpi_id_bits <= 24, "redistributors: 14 to 24 LPI INTID bits");
    require(c.spis == 988 || (c.spis <= 960 && c.spis % 32 == 0),
            "redistributors: SPIs in multiples of 32 up to 960, or all 988");
    require(c.security_states == 1 || c.security_states == 2,
            "redistributors: 1 or 2 Security states");
    require(c.list_registers >= 1 && c.list_registers <= 16,
            "redistributors: 1 to 16 list registers");
    require(c.priority_bits >= 4 && c.priority_bits <= 5, "redistributors: 4 or 5 priority bits");
    require(c.preemption_bits >= 4 && c.preemption_bits <= c.priority_bits,
            "redistributors: 4 preemption bits, up to the number of priority bits");
    return c;
}

template <class Registers>
void access(Registers& registers, std::uint32_t offset, tlm::tlm_generic_payload& trans)
{
    const unsigned bytes = trans.get_data_length();
    if (trans.get_byte_enable_ptr() != nullptr) {
        trans.set_response_status(tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
        return;
    }
    if (bytes == 0 || bytes > 8) {
        trans.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
        return;
    }
    std::uint64_t value = 0;
    if (trans.is_read()) {
        registers.read(offset, bytes, value);
        std::memcpy(trans.get_data_ptr(), &value, bytes);
    } else if (trans.is_write()) {
        std::memcpy(&value, trans.get_data_ptr(), bytes);
        registers.write(offset, bytes, value);
    }
    trans.set_response_status(tlm::TLM_OK_RESPONSE);
}

} // namespace

struct Redistributors::Blocks {
    Blocks(const Clock& clock, const RedistributorConfig& config,
           tlm::tlm_initiator_socket<>& memory, Ledger& ledger, RedistributorProbes& probes)
        : agenda("agenda"), env(clock, checked(config), agenda, memory, ledger, probes, directory),
          spis(config), distributor(spis, config)
    {
        lpi_directory_init(&directory, config.targets);
        for (unsigned target = 0; target < config.targets; ++target) {
            nodes.push_back(std::make_unique<Node>(target, env, sgis, spis));
            invalidation.add(lpis(target));
        }
    }
    ~Blocks() { lpi_directory_free(&directory); }

    LpiUnit& lpis(unsigned target) { return nodes.at(target)->redistributor.lpis(); }

    Agenda agenda;
    lpi_directory directory;
    LpiInvalidation invalidation{ directory };
    unsigned itss = 0; // that map LPIs
    RedistributorEnv env;
    SgiRouter sgis;
    SpiRouter spis;
    std::vector<std::unique_ptr<Node>> nodes; // by processor number
    Distributor distributor;
};

Redistributors::Redistributors(sc_core::sc_module_name name, const Clock& gic_clock,
                               const RedistributorConfig& config, Ledger& ledger)
    : sc_module(name), frames("frames"), distributor("distributor"), memory("memory"),
      blocks_(std::make_unique<Blocks>(gic_clock, config, memory, ledger, probes))
{
    frames.register_b_transport(this, &Redistributors::frames_transport);
    distributor.register_b_transport(this, &Redistributors::distributor_transport);
    memory.register_invalidate_direct_mem_ptr(this, &Redistributors::memory_offer_ends);
}

Redistributors::~Redistributors() = default;

// ---- software's side ----

void Redistributors::frames_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
{
    const std::uint64_t target = trans.get_address() / GICR_STRIDE;
    if (target >= blocks_->nodes.size()) {
        trans.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
        return;
    }
    const auto offset = static_cast<std::uint32_t>(trans.get_address() % GICR_STRIDE);
    if (offset < GICR_SGI_BASE)
        access(blocks_->nodes[target]->regs, offset, trans);
    else
        access(blocks_->nodes[target]->sgi_frame, offset, trans);
}

void Redistributors::distributor_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
{
    access(blocks_->distributor, static_cast<std::uint32_t>(trans.get_address()), trans);
}

void Redistributors::memory_offer_ends(sc_dt::uint64, sc_dt::uint64)
{
    blocks_->env.memory.offer_ends();
}

CpuInterfaceIf& Redistributors::cpu_interface(unsigned pe)
{
    return blocks_->nodes.at(pe)->cpu;
}

PpiIf& Redistributors::ppi(unsigned pe)
{
    return blocks_->nodes.at(pe)->redistributor;
}

IrqLinesPort& Redistributors::lines(unsigned pe)
{
    return blocks_->nodes.at(pe)->lines;
}

// ---- the wires ----

void Redistributors::spi(unsigned intid, bool level)
{
    blocks_->spis.spi(intid, level);
}

// ---- the ITS's side ----

unsigned Redistributors::targets() const
{
    return static_cast<unsigned>(blocks_->nodes.size());
}

LpiAnswer Redistributors::set_lpi(unsigned target, std::uint32_t intid, std::uint64_t serial)
{
    return blocks_->lpis(target).accept(intid, serial);
}

const sim::Event& Redistributors::lpi_room(unsigned target)
{
    return blocks_->lpis(target).room();
}

unsigned Redistributors::add_its()
{
    return blocks_->itss++;
}

void Redistributors::map_collection(unsigned its, std::uint16_t icid, unsigned target)
{
    lpi_directory_map_collection(&blocks_->directory, its, icid, target);
}

void Redistributors::map_lpi(std::uint32_t intid, unsigned its, std::uint16_t icid)
{
    lpi_directory_map_lpi(&blocks_->directory, intid, its, icid);
}

std::vector<unsigned> Redistributors::others(unsigned target, std::uint32_t intid)
{
    return blocks_->invalidation.others(target, intid);
}

void Redistributors::invalidate(unsigned target, std::uint32_t intid)
{
    blocks_->invalidation.invalidate(target, intid);
}

std::vector<unsigned> Redistributors::others(unsigned target)
{
    return blocks_->invalidation.others(target);
}

void Redistributors::invalidate_all(unsigned target)
{
    blocks_->invalidation.invalidate_all(target);
}

sc_core::sc_time Redistributors::invalidate_all_time(unsigned target)
{
    return blocks_->invalidation.invalidate_all_time(target);
}

void Redistributors::clear(unsigned target, std::uint32_t intid)
{
    blocks_->lpis(target).clear(intid);
}

void Redistributors::move(unsigned from, std::uint32_t intid, unsigned to)
{
    if (from == to)
        return;
    blocks_->lpis(from).move(intid, blocks_->lpis(to));
    blocks_->invalidation.forget_if_gone(from, intid);
}

void Redistributors::move_all(unsigned from, unsigned to)
{
    if (from != to)
        blocks_->lpis(from).move_all(blocks_->lpis(to));
}

sc_core::sc_time Redistributors::move_all_time(unsigned from, unsigned to)
{
    return blocks_->lpis(from).move_all_time(blocks_->lpis(to));
}

void Redistributors::sync(unsigned target)
{
    blocks_->nodes.at(target)->redistributor.settle();
}

bool Redistributors::lpi_pending(unsigned target, std::uint32_t intid) const
{
    return blocks_->nodes.at(target)->redistributor.lpis().pending(intid);
}

std::uint64_t Redistributors::lpis_in_flight() const
{
    std::uint64_t msis = 0;
    for (const auto& node : blocks_->nodes)
        msis += node->redistributor.lpis().in_flight();
    return msis;
}

} // namespace itstorm
