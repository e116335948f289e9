// SPDX-License-Identifier: Apache-2.0
// The commands that have left the memory of the ring and are not complete: the one in execution,
// and up to `command_prefetch` behind it, whose fetch overlaps its execution. One read at a time,
// in ring order. Nothing is executed here; CommandEngine takes commands from the front.
//
// Software may not write commands between CREADR and CWRITER, so a fetched command stays valid
// until the ring itself changes (CommandRing::epoch): then it is dropped and fetched again. Owns
// the knob `creadr`: with `fetch`, CREADR passes a command once it has been read, and such a
// command is executed whatever becomes of the ring.
#pragma once
#include "arch/its_cmd.h"
#include "command_ring.h"
#include "common/clock.h"
#include "its_tables.h"
#include <deque>

namespace itstorm {

struct FetchedCommand {
    its_cmd command;
    bool read;               // false: memory refused
    sc_core::sc_time ready;  // it has arrived
    bool given_back = false; // CREADR has passed it
};

class CommandFetch : public sc_core::sc_module {
public:
    CommandFetch(sc_core::sc_module_name name, const Clock& clock, const ItsConfig& config,
                 sim::Rank rank, CommandRing& ring, const ItsTables& tables);

    bool next(); // there is a command to execute

    // The oldest one, which may have yet to arrive; valid until end().
    const FetchedCommand& begin();
    void end(); // it is complete: before the ring steps

    bool busy() const; // a command is in execution, or has to be

private:
    void read_ahead();
    void drop_stale();
    void give_back();
    std::uint32_t in_ring() const; // of those held, CREADR has not passed these

    CommandRing& ring_;
    const ItsTables& tables_;
    const sc_core::sc_time fetch_;
    const std::size_t room_;
    const bool gives_back_;
    std::deque<FetchedCommand> held_; // in ring order
    bool executing_ = false;          // the first of them
    std::uint64_t epoch_ = 0;
    sc_core::sc_time port_free_; // the read before is complete
    sim::Event arrived_;
};

} // namespace itstorm
