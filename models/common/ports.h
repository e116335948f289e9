// SPDX-License-Identifier: Apache-2.0
// Typed connections between blocks that must not know each other: ITS -> redistributors, CPU
// interface -> PE and back. Every call takes effect at the current time: the caller waits before it
// calls.
#pragma once
#include "event.h"
#include <cstdint>
#include <systemc>
#include <vector>

namespace itstorm {

enum class LpiAnswer {
    Taken,      // accepted; the pending bit is set when the redistributor has stored it
    LpisOff,    // dropped: LPIs are off in the target
    OutOfRange, // dropped: the INTID is beyond the range of the target's tables
    WouldBlock, // no credit: wait on lpi_room()
};

// All redistributors of the system, addressed by processor number (PTA=0). What an ITS may ask of
// them.
class LpiTargetIf : public virtual sc_core::sc_interface {
public:
    virtual unsigned targets() const = 0;
    virtual LpiAnswer set_lpi(unsigned target, std::uint32_t intid, std::uint64_t serial) = 0;
    virtual const sim::Event& lpi_room(unsigned target) = 0;

    // Where LPIs lead, as far as the mapping commands of an ITS have said. An ITS asks for its
    // number once.
    virtual unsigned add_its() = 0;
    virtual void map_collection(unsigned its, std::uint16_t icid, unsigned target) = 0;
    virtual void map_lpi(std::uint32_t intid, unsigned its, std::uint16_t icid) = 0;

    // Drops the cached configuration of an LPI, or of all; pending LPIs read theirs again.
    // Takes effect in `target` and in `others`: the ITS sends a message to each, and SYNC waits for
    // all.
    virtual std::vector<unsigned> others(unsigned target, std::uint32_t intid) = 0;
    virtual void invalidate(unsigned target, std::uint32_t intid) = 0;
    virtual std::vector<unsigned> others(unsigned target) = 0;
    virtual void invalidate_all(unsigned target) = 0;
    virtual sc_core::sc_time invalidate_all_time(unsigned target) = 0; // how long that takes

    // The LPI is no longer pending there, nor accepted and not yet stored; it is recalled from the
    // CPU interface.
    virtual void clear(unsigned target, std::uint32_t intid) = 0;
    // What is pending at `from` is pending at `to`, without needing a credit; it stays where it is
    // unless `to` takes this LPI (LPIs on, INTID in range). `from` forgets its configuration.
    virtual void move(unsigned from, std::uint32_t intid, unsigned to) = 0;
    // The same for every LPI that is pending at `from`; cached configuration stays.
    virtual void move_all(unsigned from, unsigned to) = 0;
    virtual sc_core::sc_time move_all_time(unsigned from, unsigned to) = 0; // how long that takes
    virtual void
    sync(unsigned target) = 0; // waits: returns when everything sent before has taken effect there
};

// Wires from a CPU interface to its PE.
class IrqLinesIf : public virtual sc_core::sc_interface {
public:
    virtual void irq(bool level) = 0;  // physical Group 1
    virtual void fiq(bool) {}          // physical Group 0; ignored by a PE without it
    virtual void virq(bool level) = 0; // virtual Group 1
    virtual void vfiq(bool) {}         // virtual Group 0; ignored by a PE without such guests
};

// Unbound, if the PE polls registers and has no interrupt input.
using IrqLinesPort = sc_core::sc_port<IrqLinesIf, 1, sc_core::SC_ZERO_OR_MORE_BOUND>;

// The CPU interface as its PE reaches it. False: no such register (UNDEFINED), or, of the virtual
// ones, one whose accesses the hypervisor traps (ICH_HCR_EL2).
class CpuInterfaceIf : public virtual sc_core::sc_interface {
public:
    virtual bool read(std::uint16_t sysreg, std::uint64_t& value) = 0; // ICC_*, ICH_*
    virtual bool write(std::uint16_t sysreg, std::uint64_t value) = 0;
    virtual bool read_virtual(std::uint16_t sysreg,
                              std::uint64_t& value) = 0; // ICC_* names at EL1: the ICV_* view
    virtual bool write_virtual(std::uint16_t sysreg, std::uint64_t value) = 0;
};

// Level-sensitive private interrupts (timers) into a redistributor.
class PpiIf : public virtual sc_core::sc_interface {
public:
    virtual void ppi(unsigned intid, bool level) = 0;
};

// Wires into the distributor: shared peripheral interrupts. A wire of an INTID beyond them is
// ignored.
class SpiIf : public virtual sc_core::sc_interface {
public:
    virtual void spi(unsigned intid, bool level) = 0;
};

} // namespace itstorm
