// SPDX-License-Identifier: Apache-2.0
// VlpiObserver: see vlpi_observer.h. Handlers are in the order in which a message causes the facts.
#include "vlpi_observer.h"
#include "arch/intid.h"
#include "common/simulated_time.h"
#include <algorithm>
#include <itstorm/types.h>
#include <numeric>

namespace itstorm {

using sim::now_ps;

const StatTable<VlpiObserver::Domain> VlpiObserver::table{
    { &Domain::injected, "vlpi.injected", "vLPIs", "vLPIs written to a list register" },
    { &Domain::merged, "vlpi.merged", "vLPIs", "vLPIs that were waiting already" },
    { &Domain::pended, "vlpi.pended", "vLPIs", "vLPIs remembered because they are disabled" },
    { &Domain::discarded, "vlpi.discarded", "vLPIs",
      "LPIs that belong to nobody, vLPIs that were taken back" },
    { &Domain::handled, "vlpi.handled", "vLPIs", "vLPIs whose EOI the guest wrote" },
    { &Domain::latency, "vlpi.latency", "s", "from the function to the guest's acknowledge" },
};

VlpiObserver::VlpiObserver(Stats& stats, unsigned pes, const std::vector<std::string>& domains)
    : domains_(domains.size() + 1), pes_(pes, Pe{ SIM_NO_DOMAIN, INTID_NONE, {} })
{
    for (std::size_t n = 0; n < domains.size(); ++n)
        make_statistics(stats, table, domains[n], domains_[n]);
    make_statistics(stats, table, "host", domains_.back()); // LPIs that belong to no domain
}

void VlpiObserver::list(const std::string& domain, std::vector<StatInfo>& list)
{
    list_statistics(table, domain, list);
}

VlpiObserver::Domain& VlpiObserver::domain_of(std::uint16_t domain)
{
    return domain < domains_.size() - 1 ? domains_[domain] : domains_.back();
}

std::uint64_t VlpiWay::latency_ps() const
{
    return std::accumulate(hops_ps.begin(), hops_ps.end(), std::uint64_t{ 0 });
}

const char* VlpiWay::hop_name(unsigned hop)
{
    static constexpr const char* names[Hops] = { "link",    "translate", "pending",
                                                 "receive", "inject",    "guest_acknowledge" };
    return names[hop];
}

void VlpiObserver::on(const MsiSentFact& fact)
{
    sent_[fact.tag.serial] = { now_ps() };
}

void VlpiObserver::on(const MsiReceivedFact& fact)
{
    if (Stops* sent = sent_.find(fact.tag.serial))
        (*sent)[Accepted] = now_ps();
}

void VlpiObserver::on(const LpiStoredFact& fact)
{
    const std::optional<Stops> sent = sent_.take(fact.serial);
    if (!sent || fact.merged) // !sent: the LPI was set by a command, not by a message
        return;
    Stops& pending = pending_[key(fact.target, fact.intid)];
    pending = *sent;
    pending[Stored] = now_ps();
}

void VlpiObserver::on(const LpiClearedFact& fact)
{
    pending_.erase(key(fact.target, fact.intid));
}

// If the LPI is pending at its new redistributor already, it keeps the start that it has there.
void VlpiObserver::on(const LpiMovedFact& fact)
{
    const std::optional<Stops> moved = pending_.take(key(fact.from, fact.intid));
    if (moved && !fact.merged)
        pending_[key(fact.to, fact.intid)] = *moved;
}

void VlpiObserver::on(const AcknowledgedFact& fact)
{
    const std::optional<Stops> pending = pending_.take(key(fact.target, fact.intid));
    if (!pending)
        return;
    Pe& pe = pes_.at(fact.target);
    pe.intid = fact.intid;
    pe.stops = *pending;
    pe.stops[Acknowledged] = now_ps();
}

void VlpiObserver::received(const MarkFact& fact)
{
    Pe& pe = pes_.at(fact.pe);
    if (pe.intid != fact.plpi)
        return;
    pe.intid = INTID_NONE;
    pe.stops[Received] = fact.at.value();
    if (fact.domain == SIM_NO_DOMAIN)
        return;
    Stops& waiting = waiting_[key(fact.domain, fact.vlpi)];
    if (waiting == Stops{}) // else the vLPI waits already and keeps its times
        waiting = pe.stops;
}

void VlpiObserver::injected(const MarkFact& fact)
{
    domain_of(fact.domain).injected->add();
    if (Stops* waiting = waiting_.find(key(fact.domain, fact.vlpi)))
        (*waiting)[Injected] = fact.at.value();
}

void VlpiObserver::on(const MarkFact& fact)
{
    const Domain& domain = domain_of(fact.domain);
    switch (fact.step) {
    case SIM_STEP_RECEIVED: return received(fact);
    case SIM_STEP_MERGED: return domain.merged->add();
    case SIM_STEP_PENDED: return domain.pended->add();
    case SIM_STEP_INJECTED: return injected(fact);
    case SIM_STEP_DISCARDED:
        waiting_.erase(key(fact.domain, fact.vlpi));
        return domain.discarded->add();
    }
}

void VlpiObserver::on(const PeStateFact& fact)
{
    if (fact.state == PeState::Guest)
        pes_.at(fact.pe).domain = fact.domain;
}

void VlpiObserver::on(const VirtualAcknowledgedFact& fact)
{
    const std::uint16_t domain = pes_.at(fact.target).domain;
    const std::optional<Stops> waiting = waiting_.take(key(domain, fact.vintid));
    if (!waiting)
        return;
    domain_of(domain).latency->add(sim::time_of(now_ps() - (*waiting)[Sent]));
    keep_if_slow(domain, fact.vintid, *waiting);
}

// A hop whose end was not seen has no length. An end that a PE ahead of simulated time has reached
// counts as the moment of the acknowledge.
void VlpiObserver::keep_if_slow(unsigned domain, std::uint32_t vlpi, const Stops& stops)
{
    const std::uint64_t end_ps = now_ps(), latency_ps = end_ps - stops[Sent];
    if (slowest_.size() == slowest_most && latency_ps <= slowest_.back().latency_ps())
        return;
    VlpiWay way{ domain, vlpi, stops[Sent], {} };
    std::uint64_t at_ps = stops[Sent];
    for (unsigned hop = 0; hop < VlpiWay::Hops; ++hop) {
        const std::uint64_t stop_ps = hop + 1 == VlpiWay::Hops ? end_ps : stops[hop + 1];
        const std::uint64_t next_ps = std::clamp(stop_ps, at_ps, end_ps);
        way.hops_ps[hop] = next_ps - at_ps;
        at_ps = next_ps;
    }
    const auto shorter = std::find_if(slowest_.begin(), slowest_.end(), [&](const VlpiWay& other) {
        return other.latency_ps() < latency_ps;
    });
    slowest_.insert(shorter, way);
    if (slowest_.size() > slowest_most)
        slowest_.pop_back();
}

void VlpiObserver::on(const VirtualEndFact& fact)
{
    if (intid_is_lpi(fact.vintid))
        domain_of(pes_.at(fact.target).domain).handled->add();
}

} // namespace itstorm
