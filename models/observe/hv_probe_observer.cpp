// HvProbeObserver: see hv_probe_observer.h.
#include "hv_probe_observer.h"

namespace itstorm {

HvProbeObserver::HvProbeObserver(Stats& stats, const std::vector<hv_probe>& rows,
                                 const std::vector<std::string>& domains)
    : stats_(stats), domains_(domains)
{
    for (const hv_probe& row : rows)
        rows_.push_back({ row.name, row.unit ? row.unit : "1", row.text ? row.text : "", row.kind,
                          row.per_domain, std::vector<Place>(domains.size() + 1) });
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
    }
    return place;
}

void HvProbeObserver::on(const HvProbeFact& fact)
{
    Row& row = rows_.at(fact.row);
    const std::size_t domain =
        row.per_domain && fact.domain < domains_.size() ? fact.domain : domains_.size();
    Place& place = row.places[domain];
    if (!place.counter && !place.level && !place.duration)
        place = make(row, domain);
    switch (row.kind) {
    case HV_COUNTER: return place.counter->add(fact.value);
    case HV_LEVEL: return place.level->set(fact.value);
    case HV_DURATION:
        return place.duration->add(sc_core::sc_time::from_value(fact.value * 1000)); // ns
    }
}

} // namespace itstorm
