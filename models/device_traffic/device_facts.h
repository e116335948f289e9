// SPDX-License-Identifier: Apache-2.0
// What PCI functions, links and the IOMMU state about themselves.
#pragma once
#include "common/ledger.h"
#include "common/msi.h"
#include "common/probe.h"
#include "kind_facts.h"

namespace itstorm {

struct StimulusFact { unsigned function; std::uint32_t vector; }; // something happens to the device: see generator.h
struct MsiRaisedFact { unsigned function; std::uint32_t vector; bool merged; bool dropped = false; }; // the function wants to send; merged: pending bit was set already; dropped: the port was taken
struct MsiSentFact { unsigned function; MsiTag tag; std::uint32_t vector = 0; }; // the message leaves its function for the link
struct MsiOnWireFact { unsigned function; MsiTag tag; };   // has left the link's transmitter: serialisation is over
struct MsiArrivedFact { unsigned function; MsiTag tag; };  // offered to the memory system: at the far end, and first in line there
struct MsiBlockedFact { MsiTag tag; Drop cause; };         // dropped before the ITS: IOMMU, bus
struct LinkLevelFact { unsigned function; std::uint32_t credits_used; };
struct PatternFact { unsigned function; bool running; };
struct IntxFact { unsigned function; bool level; };        // the pin is asserted, or no longer
struct FunctionResetFact { unsigned function; std::uint64_t forgotten; }; // messages that were pending, or waited for the link

// The probes of one function and its link.
struct PciFunctionProbes {
    Probe<StimulusFact> stimulus;
    Probe<MsiRaisedFact> raised;
    Probe<MsiSentFact> sent;
    Probe<MsiOnWireFact> on_wire;
    Probe<MsiArrivedFact> arrived;
    Probe<LinkLevelFact> link_level;
    Probe<PatternFact> pattern;
    KindProbes kind;
    Probe<IntxFact> intx;
    Probe<FunctionResetFact> reset;
};

} // namespace itstorm
