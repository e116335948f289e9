// SPDX-License-Identifier: Apache-2.0
// Costs and sizes of the redistributors and CPU interfaces, in cycles of the GIC clock. Meaning and defaults: docs/timing.md.
#pragma once
#include <cstdint>

namespace itstorm {

enum class InvallMode { Flush, Scan };

struct RedistributorConfig {
    unsigned targets = 1;            // PEs; processor number = affinity level 0
    unsigned lpi_id_bits = 16;       // INTID bits of the LPI space
    unsigned spis = 96;              // INTIDs from 32; a multiple of 32, or 988, which is all
    unsigned list_registers = 4;     // 1..16
    bool direct_lpi = false;         // GICR_SETLPIR and GICR_CLRLPIR are built
    bool lpis_can_be_disabled = true; // GICR_CTLR.CES; false: EnableLPIs stays set once it is
    unsigned priority_bits = 5, preemption_bits = 5; // 4 or 5: one active-priorities register
    unsigned security_states = 1;    // 1: GICD_CTLR.DS; 2: what runs here is Non-secure

    std::uint32_t lpi_credits = 4;      // LPIs accepted and not yet stored, per redistributor
    std::uint32_t property_read = 100;  // configuration byte from memory
    std::uint32_t property_reads = 4;   // at once
    InvallMode invall = InvallMode::Flush; // drop cached bytes, or read the whole table anew
    std::uint32_t lpi_cache_sets = 256;    // of 2 lines, per redistributor; a flush takes a cycle a line. 0: no limit
    std::uint32_t lpi_spill = 160;         // read-modify-write of the pending table: spill, reload, write-back
    std::uint32_t lpi_spills = 3;          // at once; and reads of the pending table
    std::uint32_t move_all_lpi = 4;     // MOVALL, for each pending LPI
    std::uint32_t arbitration = 4;      // highest pending
    std::uint32_t stream = 14;          // to the CPU interface: beats and transit
};

} // namespace itstorm
