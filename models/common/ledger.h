// SPDX-License-Identifier: Apache-2.0
// The books of a run: every MSI and every command is on exactly one line at the end. Counted where
// the thing happens, always on, separate from the probes; what is in flight is never counted here
// but found by walking the blocks.
//
// clang-format off
//   sent + set_by_int = acknowledged + merged_in_device + merged_in_redistributor + cleared
//                       + dropped (all causes) + in flight
//   written           = executed + skipped + abandoned + in ring
// clang-format on
#pragma once
#include "lost_booking.h"
#include <array>
#include <cstddef>
#include <cstdint>

namespace itstorm {

enum class Drop : std::uint8_t {
    FunctionFull, // a message waits in the function already, and its rule is to drop
    ForgedId,     // not the sender's own: its port validates the source
    IommuBlocked, // the DeviceID belongs to no domain
    IommuFault,   // its domain's stage 2 does not map the address
    BusError,     // no target at the address
    NotDoorbell,  // a write like any other: it went to memory, or to a device
    ItsDisabled,
    TableInvalid, // a needed BASER is not valid
    DeviceOutOfRange,
    UnmappedDevice,
    EventOutOfRange,
    UnmappedEvent,
    CollectionOutOfRange,
    UnmappedCollection,
    BadTarget,     // RDbase names no redistributor
    LpisOff,       // target has EnableLPIs=0
    LpiOutOfRange, // the INTID is beyond PROPBASER.IDbits of the target
    TableFault,    // a table read was refused by memory
    Count
};

const char* drop_name(Drop cause); // "unmapped_device": the <cause> in its0.msi.dropped.<cause>

struct Ledger {
    LostBooking lost; // of a self-test

    std::uint64_t msis_sent = 0;  // at the function: the vector was triggered
    std::uint64_t set_by_int = 0; // by INT, or by GICR_SETLPIR
    std::uint64_t acknowledged = 0;
    std::uint64_t merged_in_device = 0;        // MSI-X pending bit was set already
    std::uint64_t merged_in_redistributor = 0; // LPI pending bit was set already
    std::uint64_t cleared = 0; // pending state thrown away: LPIs disabled, CLEAR, DISCARD
    std::array<std::uint64_t, static_cast<std::size_t>(Drop::Count)> dropped{};

    std::uint64_t commands_written = 0; // by CWRITER's advance
    std::uint64_t commands_executed = 0;
    std::uint64_t commands_skipped = 0;
    std::uint64_t commands_abandoned = 0; // in the ring when CBASER was rewritten

    // n more on one of the lines above: ledger.book(&Ledger::commands_executed).
    void book(std::uint64_t Ledger::*line, std::uint64_t n = 1)
    {
        if (lost.line == BookLine::None || n == 0 || !loses(line))
            this->*line += n;
    }
    void drop(Drop cause)
    {
        if (!lost.is(BookLine::Dropped))
            ++dropped[static_cast<std::size_t>(cause)];
    }
    std::uint64_t dropped_total() const
    {
        std::uint64_t sum = 0;
        for (const std::uint64_t n : dropped)
            sum += n;
        return sum;
    }

private:
    bool loses(std::uint64_t Ledger::*line);
};

} // namespace itstorm
