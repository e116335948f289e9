// SPDX-License-Identifier: Apache-2.0
// The door of the translation frame: a bounded inbox between the links' tasks and the lanes of
// Translator. A sender waits here, on its own task, until the inbox has room and the accept
// interval has passed: that is the back-pressure. Senders are served in order of arrival, those of
// one instant by DeviceID.
#pragma once
#include "common/clock.h"
#include "common/event.h"
#include "its_config.h"
#include "its_probes.h"
#include <deque>
#include <map>
#include <memory>
#include <utility>

namespace itstorm {

struct AcceptedMsi {
    MsiTag tag;
    std::uint64_t number; // in order of acceptance, from 0
};

class Intake {
public:
    Intake(const Clock& clock, const ItsConfig& config, sim::Rank rank, const ItsProbes& probes);

    // A sender: waits for its turn, then enters or (the ITS was disabled meanwhile) gives the turn
    // away.
    void wait_turn(std::uint32_t device_id);
    void enter(const MsiTag& tag);
    void pass_turn();

    // A lane: the oldest MSI; waits on `idle` while there is none.
    AcceptedMsi take(sim::Event& idle);

    std::size_t waiting() const { return inbox_.size(); }              // MSIs in the inbox
    std::uint64_t accepted() const { return accepted_; }               // so far
    std::uint64_t oldest() const { return accepted_ - inbox_.size(); } // the next to be taken

private:
    using Order = std::pair<sc_core::sc_time, std::uint32_t>; // arrival, DeviceID

    bool has_room() const { return inbox_.size() < slots_; }
    sim::Event* borrow_event();

    const sim::Rank rank_;
    const ItsProbes& probes_;
    sc_core::sc_time interval_, next_accept_;
    std::size_t slots_;
    std::deque<AcceptedMsi> inbox_;
    std::uint64_t accepted_ = 0;

    std::multimap<Order, sim::Event*> senders_; // in the order in which they will be served
    bool granted_ = false;                      // one of them has the turn and has not entered yet
    std::vector<std::unique_ptr<sim::Event>> events_;
    std::vector<sim::Event*> free_events_;
    std::vector<sim::Event*> idle_lanes_;
};

} // namespace itstorm
