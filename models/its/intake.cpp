// SPDX-License-Identifier: Apache-2.0
// Intake: see intake.h.
#include "intake.h"
#include "common/simulated_time.h"
#include <algorithm>

namespace itstorm {

using sc_core::sc_time;

namespace {

constexpr std::size_t unlimited_slots = 65536; // memory is finite

} // namespace

Intake::Intake(const Clock& clock, const ItsConfig& config, sim::Rank rank, const ItsProbes& probes)
    : rank_(rank), probes_(probes), interval_(clock.cycles(config.msi_accept_interval)),
      slots_(config.msi_inbox != 0 ? config.msi_inbox : unlimited_slots)
{
}

void Intake::wait_turn(std::uint32_t device_id)
{
    const bool first = senders_.empty() && !granted_;
    if (first && has_room() && sim::now() >= next_accept_) {
        granted_ = true;
        return;
    }
    sim::Event* turn = borrow_event();
    senders_.emplace(Order{ sim::now(), device_id }, turn);
    if (first)
        pass_turn();
    sim::wait(*turn);
    free_events_.push_back(turn);
}

void Intake::enter(const MsiTag& tag)
{
    next_accept_ = sim::now() + interval_;
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
    senders_.begin()->second->notify(std::max(next_accept_, sim::now()) - sim::now());
    senders_.erase(senders_.begin());
}

AcceptedMsi Intake::take(sim::Event& idle)
{
    while (inbox_.empty()) {
        idle_lanes_.push_back(&idle);
        sim::wait(idle);
    }
    const AcceptedMsi msi = inbox_.front();
    inbox_.pop_front();
    probes_.intake({ static_cast<std::uint32_t>(inbox_.size()) });
    if (!granted_)
        pass_turn();
    return msi;
}

sim::Event* Intake::borrow_event()
{
    if (free_events_.empty()) {
        events_.push_back(std::make_unique<sim::Event>(rank_));
        return events_.back().get();
    }
    sim::Event* event = free_events_.back();
    free_events_.pop_back();
    return event;
}

} // namespace itstorm
