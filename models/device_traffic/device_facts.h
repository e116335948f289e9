// What PCI functions, links and the IOMMU state about themselves.
#pragma once
#include "common/ledger.h"
#include "common/msi.h"

namespace itstorm {

struct MsiRaisedFact { unsigned function; std::uint32_t vector; bool merged; }; // the function wants to send; merged: pending bit was set already
struct MsiSentFact { unsigned function; MsiTag tag; };     // the message leaves its function for the link
struct MsiOnWireFact { unsigned function; MsiTag tag; };   // has left the link's transmitter: serialisation is over
struct MsiArrivedFact { unsigned function; MsiTag tag; };  // at the far end of the link
struct MsiBlockedFact { MsiTag tag; Drop cause; };         // dropped before the ITS: IOMMU, bus
struct LinkLevelFact { unsigned function; std::uint32_t credits_used; };
struct PatternFact { unsigned function; bool running; };

} // namespace itstorm
