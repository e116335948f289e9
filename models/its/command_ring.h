// SPDX-License-Identifier: Apache-2.0
// The command ring as registers see it: CBASER, CWRITER, CREADR, Stalled, and the books of every
// command. It does not read memory and takes no time. Written by ItsRegs (software's side) and by
// CommandFetch and CommandEngine.
//
// Books: a command counts as written when CWRITER passes it, and leaves the ring executed, skipped
// or abandoned. `accepted_` is the write pointer that has been counted: CWRITER's last value that
// named a slot of a valid ring.
#pragma once
#include "arch/its_ring.h"
#include "common/event.h"
#include "its_probes.h"

namespace itstorm {

class CommandRing {
public:
    CommandRing(Ledger& ledger, const ItsProbes& probes);

    // Software's side.
    void set_enabled(bool enabled);
    void set_cbaser(std::uint64_t cbaser);   // accepted: CREADR becomes 0, content is abandoned
    void set_cwriter(std::uint64_t written); // offset and Retry
    std::uint64_t creadr() const;            // as read: offset and Stalled

    // The engine's side.
    bool has(std::uint32_t n) const; // command n from CREADR on is there, and may be fetched
    const sim::Event& work() const { return work_; } // software has made it runnable
    void on_work(std::function<void()> reaction) { work_.calls(std::move(reaction)); }
    std::uint64_t command_address(std::uint32_t n) const
    {
        return base_ + (creadr_ + std::uint64_t{ n } * ITS_CMD_BYTES) % bytes_;
    }
    // Changes whenever commands that have been fetched, and not given back, must be fetched again.
    std::uint64_t epoch() const { return epoch_; }
    void give_back(); // the command at CREADR is fetched, CREADR passes it; at most slots - 1 ahead
    void step();      // the oldest command has been executed
    void skip();      // the oldest command is in error: go on behind it
    void stall();     // the oldest command is in error: stop on it; none has been given back

    std::uint32_t commands() const { return given_back_ + in_ring(); } // written, not done

private:
    bool cwriter_in_range() const { return cwriter_ < bytes_; }
    std::uint32_t in_ring() const { return its_ring_used(creadr_, accepted_, bytes_); }
    void accept();
    void advance();
    void leave();
    void changed();
    void wake();

    Ledger& ledger_;
    const ItsProbes& probes_;
    sim::Event work_;
    std::uint64_t base_ = 0;
    std::uint32_t bytes_ = ITS_RING_PAGE_BYTES;
    std::uint32_t creadr_ = 0, cwriter_ = 0, accepted_ = 0;
    std::uint32_t given_back_ = 0; // commands that CREADR has passed and that are not done
    std::uint64_t epoch_ = 0;
    bool enabled_ = false, valid_ = false, stalled_ = false;
};

} // namespace itstorm
