// SPDX-License-Identifier: Apache-2.0
// Facts of the software side: of PEs, EL2 stacks, locks, and of hypervisors and guests (marks,
// spans, probes).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <systemc>

namespace itstorm {

enum class PeState : std::uint8_t {
    Idle, // WFI
    El2,  // hypervisor, no interrupt being handled
    Irq,  // hypervisor, between the first IAR that returned an INTID and 1023, guest entry or WFI
    Guest,
    Stopped, // panic or fault
};

// What a PE charges time for. One unit of each has a fixed duration (PeCosts), so that the time of
// any software can be computed from counts.
enum class Cost : std::uint8_t {
    Block,     // basic block of instrumented C
    IrqEntry,  // IRQ pin -> first instruction at the vector
    Exit,      // guest -> EL2: exception entry and context save
    Entry,     // EL2 -> guest: context restore and exception return
    VirqEntry, // virtual IRQ -> first instruction of the guest's handler
    IarRead,   // ICC_IAR1, ICV_IAR1
    EoirWrite, // ICC_EOIR1, ICC_DIR, ICV_EOIR1, ICV_DIR
    IchAccess, // ICH_*
    Sysreg,    // any other system register
    RamAccess, // one access of sim_read, sim_write, guest RAM; copies: one per 64 bytes
    MmioRead,
    MmioWrite,  // posting only; it arrives later
    LockAccess, // one attempt on a lock
    Cycle,      // explicit work and delays, in PE cycles
    Count
};

using CostCounts = std::array<std::uint64_t, static_cast<std::size_t>(Cost::Count)>;

// In all facts: `at` is the PE's own time, sim::now() plus the debt that it has not settled.

struct PeStateFact {
    unsigned pe;
    PeState state;
    std::uint16_t domain; // that of the guest that runs, else SIM_NO_DOMAIN
};

struct ProgressFact {
    std::uint16_t domain;
    std::uint64_t cycles; // of the guest's own computation since the last fact
};

struct GuestReadyFact {
    std::uint16_t domain, vcpu;
};

struct LockMadeFact {
    unsigned lock;
};

struct LockTakenFact {
    unsigned pe, lock;
    sc_core::sc_time at;
};

struct LockFact { // at the drop
    unsigned pe, lock;
    sc_core::sc_time waited, held, at;
    bool contended;
};

struct MarkFact {
    unsigned pe, step; // step: enum sim_step
    std::uint16_t domain;
    std::uint32_t vlpi, plpi;
    sc_core::sc_time at;
};

struct SpanFact {     // at the end of the span
    unsigned kind;    // enum sim_span_kind
    std::uint64_t ps; // time of PEs that it took
};

struct HvProbeFact {
    unsigned row;
    std::uint16_t domain;
    std::uint64_t value;
    sc_core::sc_time at;
};

struct GuestProbeFact {
    unsigned row; // of guest_probes() of the program's object
    std::uint16_t domain;
    std::uint64_t value;
    sc_core::sc_time at;
};

struct GuestVerdictFact {
    std::uint16_t domain;
    bool passed;
};

// The command is done once the ITS has stepped over `commands` since its ring was set up.
struct HvCommandsFact {
    unsigned row, its;
    std::uint64_t request_ns, commands;
};

struct ExitFact {
    unsigned pe;
    std::uint16_t domain;
    unsigned kind; // enum sim_exit_kind
};

} // namespace itstorm
