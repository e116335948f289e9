// SPDX-License-Identifier: Apache-2.0
// One physical ITS: sockets, blocks in data-flow order, bindings. Events flow from `socket` (an MSI
// write) through intake and translator to `redistributors`; mappings flow from the ring in `memory`
// through the command engine into the tables. Built by Soc, observed through `probes`.
#pragma once
#include "its_frames.h"
#include <tlm_utils/simple_target_socket.h>

namespace itstorm {

class Its : public sc_core::sc_module {
public:
    Its(sc_core::sc_module_name name, const Clock& gic_clock, const ItsConfig& config,
        Ledger& ledger, unsigned instance = 0);

    // Control frame and translation frame: GITS_FRAME_BYTES from the ITS base. Register accesses do
    // not wait. A write to GITS_TRANSLATER (with MsiExtension) comes from a link's own task
    // and may wait there. `instance`: its number among several.
    tlm_utils::simple_target_socket<ItsFrames> socket;
    ItsMemorySocket memory; // physical addresses: ring, tables
    sc_core::sc_port<LpiTargetIf> redistributors;
    ItsProbes probes;

    std::uint64_t msis_in_flight() const;   // accepted, neither handed over nor dropped
    std::uint64_t commands_in_ring() const; // counted as written, not stepped over

private:
    void memory_offer_ends(sc_dt::uint64, sc_dt::uint64) { tables_.memory_offer_ends(); }

    const ItsConfig config_;
    const sim::Rank rank_;
    ItsStatus status_;
    Drops drops_;
    ItsTables tables_;
    TableWalk walk_;
    Intake intake_;
    Translator translator_;
    CommandRing ring_;
    CommandFetch fetch_;
    CommandExec exec_;
    CommandEngine engine_;
    ItsRegs regs_;
    ItsFrames frames_;
};

} // namespace itstorm
