// SPDX-License-Identifier: Apache-2.0
// Translator: see translator.h.
#include "translator.h"
#include "common/simulated_time.h"
#include <algorithm>
#include <stdexcept>
#include <string>

namespace itstorm {

Translator::Translator(sc_core::sc_module_name name, const Clock& clock, const ItsConfig& config,
                       sim::Rank rank, Intake& intake, const ItsTables& tables, TableWalk& walk,
                       sc_core::sc_port<LpiTargetIf>& redistributors, Drops& drops,
                       const ItsProbes& probes)
    : sc_module(name), intake_(intake), tables_(tables), walk_(walk),
      redistributors_(redistributors), drops_(drops), probes_(probes),
      hand_over_(clock, { config.xlate_latency, config.xlate_interval, 0 })
{
    if (config.walkers == 0)
        throw std::runtime_error(std::string(this->name()) + ": an ITS needs at least one walker");
    for (std::uint32_t n = 0; n < config.walkers; ++n) {
        Lane& lane = *lanes_.emplace_back(std::make_unique<Lane>());
        tasks_.push_back(std::make_unique<sim::Task>(
            rank, std::string(this->name()) + ".lane" + std::to_string(n),
            [this, &lane] { run(lane); }));
    }
}

Translator::~Translator() = default;

void Translator::start_of_simulation()
{
    at_target_.resize(redistributors_->targets());
}

void Translator::run(Lane& lane)
{
    for (;;) {
        lane.msi = intake_.take(lane.wake);
        probes_.lanes({ ++busy_ });
        translate(lane);
        lane.msi.reset();
        probes_.lanes({ --busy_ });
        finished();
    }
}

// The MSI path, in the order of the manual's translation steps.
void Translator::translate(Lane& lane)
{
    const MsiTag& tag = lane.msi->tag;
    if (!tables_.ready())
        return drops_.drop(tag, Drop::TableInvalid);
    if (tag.device_id >= tables_.devices())
        return drops_.drop(tag, Drop::DeviceOutOfRange);

    const auto dte = walk_.device(tag.device_id);
    if (!dte)
        return drops_.drop(tag, Drop::TableFault);
    if (!dte->valid)
        return drops_.drop(tag, Drop::UnmappedDevice);
    if (!tables_.event_in_range(*dte, tag.event_id))
        return drops_.drop(tag, Drop::EventOutOfRange);

    const auto ite = walk_.event(tag.device_id, *dte, tag.event_id);
    if (!ite)
        return drops_.drop(tag, Drop::TableFault);
    if (!ite->valid)
        return drops_.drop(tag, Drop::UnmappedEvent);
    if (ite->icid >= tables_.collections())
        return drops_.drop(tag, Drop::CollectionOutOfRange);

    const auto cte = walk_.collection(ite->icid);
    if (!cte)
        return drops_.drop(tag, Drop::TableFault);
    if (!cte->valid)
        return drops_.drop(tag, Drop::UnmappedCollection);
    if (cte->rdbase >= redistributors_->targets())
        return drops_.drop(tag, Drop::BadTarget);
    hand_over(lane, static_cast<unsigned>(cte->rdbase), ite->intid);
}

void Translator::hand_over(Lane& lane, unsigned target, std::uint32_t intid)
{
    const sc_core::sc_time now = sim::now();
    const sc_core::sc_time ready = *hand_over_.reserve(now);
    if (ready > now)
        sim::wait(ready - now);

    const MsiTag& tag = lane.msi->tag;
    const LpiAnswer answer = send(lane.wake, target, intid, tag.serial);
    if (answer == LpiAnswer::Taken)
        probes_.msi_translated({ tag, target, intid });
    else
        drops_.drop(tag, cause_of(answer));
}

LpiAnswer Translator::send(sim::Event& turn, unsigned target, std::uint32_t intid,
                           std::uint64_t serial)
{
    std::deque<sim::Event*>& line = at_target_[target];
    line.push_back(&turn);
    if (line.front() != &turn)
        sim::wait(turn);

    LpiAnswer answer;
    while ((answer = redistributors_->set_lpi(target, intid, serial)) == LpiAnswer::WouldBlock)
        sim::wait(redistributors_->lpi_room(target));

    line.pop_front();
    if (!line.empty())
        line.front()->notify();
    return answer;
}

void Translator::drain()
{
    drain_to_ = intake_.accepted();
    if (oldest() < *drain_to_)
        sim::wait(drained_);
    drain_to_.reset();
}

void Translator::finished()
{
    if (drain_to_ && oldest() >= *drain_to_)
        drained_.notify();
}

// The number of the oldest MSI that is still inside; of the next one if there is none.
std::uint64_t Translator::oldest() const
{
    std::uint64_t number = intake_.oldest();
    for (const auto& lane : lanes_)
        if (lane->msi)
            number = std::min(number, lane->msi->number);
    return number;
}

} // namespace itstorm
