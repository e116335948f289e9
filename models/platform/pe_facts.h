// What PEs, EL2 stacks, locks and hypervisors (through their marks and probes) state.
#pragma once
#include <cstdint>
#include <systemc>

namespace itstorm {

enum class PeState : std::uint8_t {
    Idle,  // WFI
    El2,   // hypervisor, no interrupt being handled
    Irq,   // hypervisor, between the first IAR that returned an INTID and 1023, guest entry or WFI
    Guest,
    Stopped, // panic or fault
};

struct PeStateFact { unsigned pe; PeState state; std::uint16_t domain; };                 // domain: of the guest that runs, else SIM_NO_DOMAIN
struct ProgressFact { std::uint16_t domain; std::uint64_t cycles; };                      // useful work that has just passed
struct GuestReadyFact { std::uint16_t domain, vcpu; };
struct LockFact { unsigned lock; enum class What : std::uint8_t { Waited, Held } what; sc_core::sc_time span; };
struct MarkFact { unsigned pe; unsigned step; std::uint16_t domain; std::uint32_t vlpi, plpi; }; // enum sim_step
struct SpanFact { unsigned pe; unsigned kind; bool begin; };                              // enum sim_span_kind
struct HvProbeFact { unsigned row; std::uint16_t domain; std::uint64_t value; };
struct CostFact { unsigned pe; unsigned cost; std::uint64_t count; };                     // charged beside blocks: enum class Cost
struct ExitFact { unsigned pe; std::uint16_t domain; unsigned kind; };                    // guest left to EL2

} // namespace itstorm
