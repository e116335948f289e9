// SPDX-License-Identifier: Apache-2.0
// What every redistributor of a system shares: costs in time, the agenda, the way to memory, the
// books, the probes.
#pragma once
#include "agenda.h"
#include "common/clock.h"
#include "common/ledger.h"
#include "common/memory_port.h"
#include "lpi_directory.h"
#include "redistributor_config.h"
#include "redistributor_probes.h"
#include <memory_resource>
#include <systemc>
#include <tlm>

namespace itstorm {

struct RedistributorEnv {
    RedistributorEnv(const Clock& clock, const RedistributorConfig& c, Agenda& a,
                     tlm::tlm_initiator_socket<>& m, Ledger& l, RedistributorProbes& p,
                     lpi_directory& d)
        : config(c), property_read(clock.cycles(c.property_read)), spill(clock.cycles(c.lpi_spill)),
          flush(clock.cycles(2 * c.lpi_cache_sets)), move_all_lpi(clock.cycles(c.move_all_lpi)),
          presentation(clock.cycles(c.arbitration) + clock.cycles(c.stream)),
          recall(clock.cycles(c.stream)), agenda(a), memory(m), ledger(l), probes(p), directory(d)
    {
    }

    const RedistributorConfig config;
    const sc_core::sc_time property_read; // a configuration byte arrives
    const sc_core::sc_time spill;         // a read-modify-write of the pending table
    const sc_core::sc_time flush;         // of all cached configuration bytes
    const sc_core::sc_time move_all_lpi;  // one pending LPI to another redistributor
    const sc_core::sc_time
        presentation;              // from "the best candidate has changed" to the CPU interface
    const sc_core::sc_time recall; // of one that software has disabled, from the CPU interface
    Agenda& agenda;
    MemoryPort memory; // configuration and pending tables
    Ledger& ledger;
    RedistributorProbes& probes;
    lpi_directory& directory; // of all redistributors
    std::pmr::unsynchronized_pool_resource nodes; // used again: no allocation for each LPI
};

} // namespace itstorm
