// SPDX-License-Identifier: Apache-2.0
// Its: see its.h.
#include "its.h"

namespace itstorm {

Its::Its(sc_core::sc_module_name name, const Clock& gic_clock, const ItsConfig& config,
         Ledger& ledger, unsigned instance)
    : sc_module(name), socket("socket"), memory("memory"), redistributors("redistributors"),
      config_(checked(config)), rank_(sim::Kind::Its, instance), status_(config_.umsi),
      drops_(ledger, status_, probes), tables_(memory, config_),
      walk_(gic_clock, config_, tables_, probes), intake_(gic_clock, config_, rank_, probes),
      translator_("translator", gic_clock, config_, rank_, intake_, tables_, walk_, redistributors,
                  drops_, probes),
      ring_(ledger, probes), fetch_("command_fetch", gic_clock, config_, rank_, ring_, tables_),
      exec_(gic_clock, config_, tables_, walk_, translator_, redistributors, ledger, drops_),
      engine_("command_engine", gic_clock, config_, rank_, ring_, fetch_, exec_, probes),
      regs_(config_, status_, ring_, tables_, walk_, engine_, translator_, intake_),
      frames_(regs_, intake_, drops_)
{
    socket.register_b_transport(&frames_, &ItsFrames::b_transport);
    memory.register_invalidate_direct_mem_ptr(this, &Its::memory_offer_ends);
}

std::uint64_t Its::msis_in_flight() const
{
    return intake_.waiting() + translator_.in_lanes();
}

std::uint64_t Its::commands_in_ring() const
{
    return ring_.commands();
}

} // namespace itstorm
