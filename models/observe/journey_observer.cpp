// SPDX-License-Identifier: Apache-2.0
// JourneyObserver: see journey_observer.h. One handler per stop, in the order of the stops.
#include "journey_observer.h"
#include "arch/intid.h"
#include "common/simulated_time.h"
#include <algorithm>
#include <itstorm/types.h>
#include <numeric>

namespace itstorm {

using sim::now_ps;

JourneyObserver::JourneyObserver(unsigned pes, Costs costs)
    : costs_(std::move(costs)), line_(pes), domain_(pes, SIM_NO_DOMAIN)
{
}

const char* JourneyObserver::hop_name(Stop stop)
{
    static constexpr const char* names[Stops] = {
        "",
        "send",
        "serialisation",
        "link",
        "accept",
        "translate",
        "store",
        "arbitrate",
        "acknowledge",
        "receive",
        "inject",
        "guest_acknowledge",
        "guest_handler",
        "retire",
        "end_of_interrupt",
    };
    return names[stop];
}

// ---- which message, and where it is ----

template <class Predicate>
JourneyObserver::Journey* JourneyObserver::find(Predicate predicate)
{
    const auto at = std::find_if(followed_.begin(), followed_.end(), predicate);
    return at == followed_.end() ? nullptr : &*at;
}

JourneyObserver::Journey* JourneyObserver::find(const MsiTag& tag)
{
    if (followed_.empty())
        return nullptr;
    const auto* at = by_serial_.find(tag.serial);
    return at == nullptr ? nullptr : &**at;
}

JourneyObserver::Journey* JourneyObserver::find_guest(Stop least, Stop most, std::uint16_t domain,
                                                      std::uint32_t vlpi)
{
    if (followed_at(least, most) == 0)
        return nullptr;
    return find([&](const Journey& j) {
        return j.last >= least && j.last <= most && j.domain == domain && j.vlpi == vlpi;
    });
}

JourneyObserver::Journey* JourneyObserver::find_pending(unsigned target, std::uint32_t intid)
{
    if (followed_at(Stored, IrqLine) == 0)
        return nullptr;
    return find([&](const Journey& j) {
        return (j.last == Stored || j.last == IrqLine) && j.target == target && j.intid == intid;
    });
}

// Records a stop; stops come in their order. Since a PE may be ahead of simulated time, a stop may
// have an earlier time than the one before it; it then gets the same time.
void JourneyObserver::record(Journey& journey, Stop stop, std::uint64_t ps,
                             std::optional<unsigned> pe)
{
    Visit& visit = journey.visits[stop];
    visit.ps = journey.has(journey.last) ? std::max(ps, journey.visits[journey.last].ps) : ps;
    visit.pe = pe;
    if (pe)
        visit.counts = costs_(*pe);
    journey.visited |= 1u << stop;
    journey.last = stop;
}

void JourneyObserver::visit(Journey& journey, Stop stop, std::uint64_t ps,
                            std::optional<unsigned> pe)
{
    if (stop < Acknowledged && journey.last < Acknowledged) { // only tally_.last changes
        --tally_.last[journey.last];
        record(journey, stop, ps, pe);
        ++tally_.last[stop];
        return;
    }
    count(journey, -1u);
    record(journey, stop, ps, pe);
    count(journey, 1);
}

void JourneyObserver::count(const Journey& journey, unsigned by)
{
    tally_.last[journey.last] += by;
    tally_.stranded += is_stranded(journey) ? by : 0;
    tally_.unended += is_unended(journey) ? by : 0;
}

unsigned JourneyObserver::followed_at(Stop least, Stop most) const
{
    return std::accumulate(&tally_.last[least], &tally_.last[most] + 1, 0u);
}

void JourneyObserver::forget(const MsiTag& tag)
{
    if (const auto* at = by_serial_.find(tag.serial))
        erase(*at);
}

void JourneyObserver::erase(std::pmr::list<Journey>::iterator journey)
{
    count(*journey, -1u);
    by_serial_.erase(journey->tag.serial);
    followed_.erase(journey);
}

// Forgets the newest message that waits for this vLPI: it was merged or discarded.
void JourneyObserver::forget_newest(std::uint16_t domain, std::uint32_t vlpi)
{
    if (followed_at(Received, Received) == 0)
        return;
    const auto waits = [&](const Journey& j) {
        return j.last == Received && j.domain == domain && j.vlpi == vlpi;
    };
    const auto at = std::find_if(followed_.rbegin(), followed_.rend(), waits);
    if (at != followed_.rend())
        erase(std::next(at).base());
}

// Makes room for one more message: if followed_max are followed, gives up a stranded one. False:
// none of them is stranded. Called for each message of a storm, so the list is searched only if the
// tally says that there is one.
bool JourneyObserver::make_room()
{
    if (followed_.size() < followed_max)
        return true;
    if (tally_.stranded == 0)
        return false;
    erase(std::find_if(followed_.begin(), followed_.end(), is_stranded));
    return true;
}

// ---- function and link ----

void JourneyObserver::on(const MsiRaisedFact& fact)
{
    if (!done_ && !complete_ && !fact.merged && !fact.dropped)
        raised_[{ fact.function, fact.vector }].push_back(now_ps());
}

// A reset clears the function's pending bits: messages that it has raised are never sent.
void JourneyObserver::on(const FunctionResetFact& fact)
{
    for (auto& [key, times] : raised_)
        if (key.first == fact.function)
            times.clear();
}

void JourneyObserver::on(const MsiSentFact& fact)
{
    if (done_ || complete_)
        return;
    std::deque<std::uint64_t>& raised = raised_[{ fact.function, fact.vector }];
    const std::uint64_t raised_ps = raised.empty() ? now_ps() : raised.front();
    if (!raised.empty())
        raised.pop_front();
    if (!make_room())
        return;
    Journey& journey = followed_.emplace_back(fact.tag);
    count(journey, 1);
    by_serial_[fact.tag.serial] = std::prev(followed_.end());
    visit(journey, Raised, raised_ps);
    visit(journey, Sent, now_ps());
}

void JourneyObserver::on(const MsiOnWireFact& fact)
{
    if (Journey* journey = find(fact.tag))
        visit(*journey, OnWire, now_ps());
}

void JourneyObserver::on(const MsiArrivedFact& fact)
{
    if (Journey* journey = find(fact.tag))
        visit(*journey, Arrived, now_ps());
}

// ---- ITS and redistributor ----

void JourneyObserver::on(const MsiReceivedFact& fact)
{
    if (Journey* journey = find(fact.tag))
        visit(*journey, Accepted, now_ps());
}

void JourneyObserver::on(const MsiTranslatedFact& fact)
{
    if (Journey* journey = find(fact.tag))
        visit(*journey, Translated, now_ps());
}

void JourneyObserver::on(const LpiStoredFact& fact)
{
    const MsiTag tag{ 0, 0, fact.serial };
    Journey* journey = find(tag);
    if (journey == nullptr)
        return;
    if (fact.merged)
        return forget(tag);
    journey->target = fact.target;
    journey->intid = fact.intid;
    visit(*journey, Stored, now_ps());
    if (line_.at(fact.target)) // high already for another interrupt: no rising edge will come
        visit(*journey, IrqLine, now_ps(), fact.target);
}

void JourneyObserver::on(const LpiClearedFact& fact)
{
    const Journey* journey = find_pending(fact.target, fact.intid);
    if (journey != nullptr)
        forget(journey->tag);
}

void JourneyObserver::on(const IrqLineFact& fact)
{
    line_.at(fact.target) = fact.level;
    if (!fact.level || followed_at(Stored, Stored) == 0)
        return;
    for (Journey& journey : followed_)
        if (journey.last == Stored && journey.target == fact.target)
            visit(journey, IrqLine, now_ps(), fact.target);
}

// ---- hypervisor ----

void JourneyObserver::on(const AcknowledgedFact& fact)
{
    Journey* journey = find_pending(fact.target, fact.intid);
    if (journey != nullptr)
        visit(*journey, Acknowledged, now_ps(), fact.target);
}

void JourneyObserver::on(const EndOfInterruptFact& fact)
{
    if (tally_.unended == 0)
        return;
    Journey* journey = find([&](const Journey& j) {
        return j.last >= Acknowledged && !j.ended && j.target == fact.target &&
               j.intid == fact.intid;
    });
    if (journey == nullptr)
        return;
    count(*journey, -1u);
    journey->ended = true;
    count(*journey, 1);
    if (without_guest_)
        return;
    without_guest_ = *journey;
    without_guest_->visited &= (1u << Received) - 1; // drops the stops from Received on
    without_guest_->last = Acknowledged;
    record(*without_guest_, Ended, now_ps(), fact.target);
}

void JourneyObserver::on(const MarkFact& fact)
{
    if (done_)
        return;
    if (fact.step == SIM_STEP_RETIRED)
        return retired(fact);
    if (fact.step == SIM_STEP_MERGED || fact.step == SIM_STEP_DISCARDED)
        return forget_newest(fact.domain, fact.vlpi);
    if (fact.step == SIM_STEP_INJECTED) {
        if (Journey* journey = find_guest(Received, Received, fact.domain, fact.vlpi))
            visit(*journey, Injected, fact.at.value(), fact.pe);
        return;
    }
    if (fact.step == SIM_STEP_RECEIVED)
        received(fact);
}

// The mark belongs to the newest of several messages on this pLPI: an earlier one was acknowledged
// on this PE and not passed on.
void JourneyObserver::received(const MarkFact& fact)
{
    if (followed_at(Acknowledged, Acknowledged) == 0)
        return;
    const auto at = std::find_if(followed_.rbegin(), followed_.rend(), [&](const Journey& j) {
        return j.last == Acknowledged && j.target == fact.pe && j.intid == fact.plpi;
    });
    if (at == followed_.rend())
        return;
    at->domain = fact.domain;
    at->vlpi = fact.vlpi;
    visit(*at, Received, fact.at.value(), fact.pe);
}

void JourneyObserver::retired(const MarkFact& fact)
{
    if (!complete_ || complete_->domain != fact.domain || complete_->vlpi != fact.vlpi)
        return;
    record(*complete_, Retired, fact.at.value(), fact.pe);
    done_ = true;
}

// ---- guest ----

void JourneyObserver::on(const PeStateFact& fact)
{
    if (fact.state == PeState::Guest)
        domain_.at(fact.pe) = fact.domain;
}

void JourneyObserver::on(const VirtualAcknowledgedFact& fact)
{
    if (Journey* journey = find_guest(Received, Injected, domain_.at(fact.target), fact.vintid))
        visit(*journey, GuestAcknowledged, now_ps(), fact.target);
}

void JourneyObserver::on(const VirtualEndFact& fact)
{
    Journey* journey =
        find_guest(GuestAcknowledged, GuestAcknowledged, domain_.at(fact.target), fact.vintid);
    if (journey == nullptr)
        return;
    visit(*journey, GuestEnded, now_ps(), fact.target);
    complete_ = *journey;
    followed_.clear();
    tally_ = {};
    by_serial_.clear();
    raised_.clear();
}

std::vector<JourneyHop> JourneyObserver::hops() const
{
    const std::optional<Journey>& journey = complete_ ? complete_ : without_guest_;
    std::vector<JourneyHop> hops;
    const Visit* before = nullptr;
    for (unsigned stop = Raised; journey && stop < Stops; ++stop) {
        if (!journey->has(stop))
            continue;
        const Visit& visit = journey->visits[stop];
        if (before != nullptr)
            hops.push_back({ hop_name(static_cast<Stop>(stop)),
                             visit.ps - before->ps,
                             stop >= Acknowledged,
                             {} });
        if (before != nullptr && stop >= Acknowledged && before->pe == visit.pe)
            for (std::size_t cost = 0; cost < visit.counts.size(); ++cost)
                hops.back().counts[cost] = visit.counts[cost] - before->counts[cost];
        before = &visit;
    }
    return hops;
}

} // namespace itstorm
