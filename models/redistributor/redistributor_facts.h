// SPDX-License-Identifier: Apache-2.0
// What redistributors and CPU interfaces state about themselves. `target` is the processor number.
#pragma once
#include <cstdint>

namespace itstorm {

struct LpiStoredFact { unsigned target; std::uint32_t intid; std::uint64_t serial; bool merged; }; // pending bit set (or was set: merged)
struct LpiClearedFact { unsigned target; std::uint32_t intid; };                // lost without delivery: LPIs disabled, CLEAR, DISCARD
struct LpiMovedFact { unsigned from; std::uint32_t intid; unsigned to; bool merged; }; // pending at another target (or was, there: merged)
struct LpiLevelFact { unsigned target; std::uint32_t pending; };                // LPIs pending in this redistributor
struct PropertyReadFact { unsigned target; std::uint32_t intid; };              // configuration byte read from memory
struct PropertyLookUpFact { unsigned target; std::uint32_t intid; bool hit; };  // for an LPI that arrives and is not pending
struct LpiSpilledFact { unsigned target; std::uint32_t intid; };                // pending bit leaves the chip: no line for it
struct LpiReloadedFact { unsigned target; std::uint32_t intid; };               // and comes back
struct IrqLineFact { unsigned target; bool level; };
struct VirqLineFact { unsigned target; bool level; };
struct WakeRequestFact { unsigned target; bool level; };                        // asleep, and an interrupt waits
struct AcknowledgedFact { unsigned target; std::uint32_t intid; };              // IAR0 or IAR1 read; INTID_NONE included
struct EndOfInterruptFact { unsigned target; std::uint32_t intid; };            // EOIR0 or EOIR1 written
struct DirWrittenFact { unsigned target; std::uint32_t intid; };                // ICC_DIR written
struct VirtualAcknowledgedFact { unsigned target; std::uint32_t vintid; };      // ICV_IAR1 read; INTID_NONE included
struct VirtualEndFact { unsigned target; std::uint32_t vintid; };               // ICV_EOIR1 written
struct MaintenanceFact { unsigned target; bool level; };                         // the line of INTID 25
struct ListRegistersFact { unsigned target; std::uint32_t used; };              // list registers that are not invalid

} // namespace itstorm
