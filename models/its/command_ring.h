// The command ring as registers see it: CBASER, CWRITER, CREADR, Stalled, and the books of every
// command. It does not read memory and takes no time. Written by ItsRegs (software's side) and by
// CommandEngine (step, skip, stall).
//
// Books: a command counts as written when CWRITER passes it, and leaves the ring executed, skipped
// or abandoned. `accepted_` is the write pointer that has been counted: CWRITER's last value that
// named a slot of a valid ring.
#pragma once
#include "arch/its_ring.h"
#include "common/fault.h"
#include "its_probes.h"

namespace itstorm {

class CommandRing {
public:
    CommandRing(Ledger& ledger, FaultPlan& faults, const ItsProbes& probes);

    // Software's side.
    void set_enabled(bool enabled);
    void set_cbaser(std::uint64_t cbaser);   // accepted: CREADR becomes 0, content is abandoned
    void set_cwriter(std::uint64_t written); // offset and Retry
    std::uint64_t creadr() const;            // as read: offset and Stalled

    // The engine's side.
    bool runnable() const;                                  // there is a command to fetch
    const sc_core::sc_event& work() const { return work_; } // software has made it runnable
    std::uint64_t command_address() const { return base_ + creadr_; }
    void step();  // the command at CREADR has been executed
    void skip();  // it cannot be: go on behind it
    void stall(); // it cannot be: stop on it

    std::uint32_t commands() const { return its_ring_used(creadr_, accepted_, bytes_); }

private:
    bool cwriter_in_range() const { return cwriter_ < bytes_; }
    void accept();
    void advance();
    void changed();
    void wake();

    Ledger& ledger_;
    FaultPlan& faults_;
    const ItsProbes& probes_;
    sc_core::sc_event work_{ "work" };
    std::uint64_t base_ = 0;
    std::uint32_t bytes_ = ITS_RING_PAGE_BYTES;
    std::uint32_t creadr_ = 0, cwriter_ = 0, accepted_ = 0;
    bool enabled_ = false, valid_ = false, stalled_ = false;
};

} // namespace itstorm
