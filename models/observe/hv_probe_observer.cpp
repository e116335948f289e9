// SPDX-License-Identifier: Apache-2.0
// HvProbeObserver: see hv_probe_observer.h.
#include "hv_probe_observer.h"
#include "common/simulated_time.h"

namespace itstorm {

namespace {

StatKind kind_of(hv_probe_kind kind)
{
    switch (kind) {
    case HV_COUNTER: return StatKind::Counter;
    case HV_LEVEL: return StatKind::Level;
    case HV_DURATION: return StatKind::Duration;
    case HV_SHARE: return StatKind::Share;
    }
    return StatKind::Counter;
}

} // namespace

void HvProbeObserver::list(const std::vector<hv_probe>& rows,
                           const std::vector<std::string>& domains, std::vector<StatInfo>& list)
{
    for (const hv_probe& row : rows) {
        const std::string unit = row.unit ? row.unit : "1", text = row.text ? row.text : "";
        if (!row.per_domain)
            list.push_back(make_info(kind_of(row.kind), row.name, unit, text));
        else
            for (const std::string& domain : domains)
                list.push_back(make_info(kind_of(row.kind), domain + "." + row.name, unit, text));
    }
}

HvProbeObserver::HvProbeObserver(Stats& stats, const std::vector<hv_probe>& rows,
                                 const std::vector<std::string>& domains)
    : stats_(stats), domains_(domains)
{
    const std::size_t none = domains.size();
    for (const hv_probe& given : rows) {
        rows_.push_back({ given.name, given.unit ? given.unit : "1", given.text ? given.text : "",
                          given.kind, given.per_domain, std::vector<Place>(none + 1) });
        Row& row = rows_.back();
        for (std::size_t domain = 0; domain < none && row.per_domain; ++domain)
            row.places[domain] = make(row, domain);
        if (!row.per_domain)
            row.places[none] = make(row, none);
    }
}

HvProbeObserver::Place HvProbeObserver::make(const Row& row, std::size_t domain)
{
    const bool prefixed = row.per_domain && domain < domains_.size();
    const std::string name = prefixed ? domains_[domain] + "." + row.name : row.name;
    Place place;
    switch (row.kind) {
    case HV_COUNTER: place.counter = &stats_.counter(name, row.unit, row.text); break;
    case HV_LEVEL: place.level = &stats_.level(name, row.unit, row.text); break;
    case HV_DURATION: place.duration = &stats_.duration(name, row.text); break;
    case HV_SHARE:
        place.share = &stats_.share(name, row.text);
        place.share->set(false); // known to be 0 from the start
        break;
    }
    return place;
}

HvProbeObserver::Place& HvProbeObserver::place(Row& row, std::size_t domain)
{
    const std::size_t none = domains_.size();
    const std::size_t index = row.per_domain ? std::min(domain, none) : none;
    Place& place = row.places[index];
    if (!place.counter && !place.level && !place.duration && !place.share)
        place = make(row, index);
    return place;
}

// Stretches of several PEs may overlap: the share counts while any goes on. An end without a
// beginning is ignored.
void HvProbeObserver::stretch(Place& place, bool begins)
{
    if (begins)
        ++place.going_on;
    else if (place.going_on != 0)
        --place.going_on;
    place.share->set(place.going_on != 0);
}

void HvProbeObserver::on(const HvProbeFact& fact)
{
    Row& row = rows_.at(fact.row);
    Place& at = place(row, fact.domain);
    switch (row.kind) {
    case HV_COUNTER: return at.counter->add(fact.value);
    case HV_LEVEL: return at.level->set(fact.value);
    case HV_DURATION: return at.duration->add(sim::time_of(fact.value * 1000));
    case HV_SHARE: return stretch(at, fact.value != 0);
    }
}

void HvProbeObserver::on(const HvCommandsFact& fact)
{
    Duration& done = *place(rows_.at(fact.row), SIM_NO_DOMAIN).duration;
    if (fact.its >= rings_.size())
        rings_.resize(fact.its + 1);
    rings_[fact.its].await(fact.commands, fact.request_ns * 1000, done);
}

void HvProbeObserver::ring(unsigned its, const RingFact& fact)
{
    if (its >= rings_.size())
        rings_.resize(its + 1);
    rings_[its].on(fact);
}

} // namespace itstorm
