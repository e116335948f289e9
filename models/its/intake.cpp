// SPDX-License-Identifier: Apache-2.0
// Intake: see intake.h.
#include "intake.h"
#include <algorithm>

namespace itstorm {

using sc_core::sc_time;
using sc_core::sc_time_stamp;

namespace {

constexpr std::size_t unlimited_slots = 65536; // memory is finite

} // namespace

Intake::Intake(const Clock& clock, const ItsConfig& config, const ItsProbes& probes)
    : probes_(probes), interval_(clock.cycles(config.msi_accept_interval)),
      slots_(config.msi_inbox != 0 ? config.msi_inbox : unlimited_slots)
{
}

void Intake::wait_turn(std::uint32_t device_id)
{
    const bool first = senders_.empty() && !granted_;
    if (first && has_room() && sc_time_stamp() >= next_accept_) {
        granted_ = true;
        return;
    }
    sc_core::sc_event* turn = borrow_event();
    senders_.emplace(Order{ sc_time_stamp(), device_id }, turn);
    if (first)
        pass_turn();
    sc_core::wait(*turn);
    free_events_.push_back(turn);
}

void Intake::enter(const MsiTag& tag)
{
    next_accept_ = sc_time_stamp() + interval_;
    inbox_.push_back({ tag, accepted_++ });
    probes_.msi_received({ tag });
    probes_.intake({ static_cast<std::uint32_t>(inbox_.size()) });
    if (!idle_lanes_.empty()) {
        idle_lanes_.back()->notify();
        idle_lanes_.pop_back();
    }
    pass_turn();
}

// The sender that had the turn has entered or left: the next one gets it when the accept interval
// has passed and the inbox has room.
void Intake::pass_turn()
{
    granted_ = !senders_.empty() && has_room();
    if (!granted_)
        return;
    senders_.begin()->second->notify(std::max(next_accept_, sc_time_stamp()) - sc_time_stamp());
    senders_.erase(senders_.begin());
}

AcceptedMsi Intake::take(sc_core::sc_event& idle)
{
    while (inbox_.empty()) {
        idle_lanes_.push_back(&idle);
        sc_core::wait(idle);
    }
    const AcceptedMsi msi = inbox_.front();
    inbox_.pop_front();
    probes_.intake({ static_cast<std::uint32_t>(inbox_.size()) });
    if (!granted_)
        pass_turn();
    return msi;
}

sc_core::sc_event* Intake::borrow_event()
{
    if (free_events_.empty()) {
        events_.push_back(std::make_unique<sc_core::sc_event>());
        return events_.back().get();
    }
    sc_core::sc_event* event = free_events_.back();
    free_events_.pop_back();
    return event;
}

} // namespace itstorm
