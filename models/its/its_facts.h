// SPDX-License-Identifier: Apache-2.0
// What an ITS states about itself. Times are not in the facts: a listener asks sim::now().
#pragma once
#include "arch/its_cmd.h"
#include "common/ledger.h"
#include "common/msi.h"
#include <systemc>

namespace itstorm {

struct MsiReceivedFact { MsiTag tag; };                                            // accepted into the intake
struct MsiTranslatedFact { MsiTag tag; unsigned target; std::uint32_t intid; };    // a redistributor took it; its LpiStoredFact may precede, at the same time
struct MsiDroppedFact { MsiTag tag; Drop cause; };
struct IntakeLevelFact { std::uint32_t used; };                                    // messages in the inbox
struct LaneLevelFact { std::uint32_t used; };                                      // messages in translation, or waiting for their redistributor
enum class TableKind : std::uint8_t { Device, Event, Collection };
struct LookUpFact { TableKind table; bool hit; };                                  // of an MSI or a command, in the cache of that table; miss: read from memory
struct RingFact { std::uint32_t creadr, cwriter, used, slots; bool stalled; };     // offsets in bytes; after every change; slots 0: there is no ring
struct OverrunFact { std::uint32_t lost; };                                        // CWRITER advanced by more than the free slots: commands overwritten
struct CommandBegunFact { unsigned opcode; };                                      // the engine turns to it; its CommandFact follows
struct CommandFact { unsigned opcode; sc_core::sc_time service; std::uint32_t error; }; // service: from when the engine turns to it to completion; error 0: executed
struct CommandRefusedFact { its_cmd command; std::uint32_t error; };                // with the architecture's error code (arch/its_err.h); stepped over or stalled on

} // namespace itstorm
