// SPDX-License-Identifier: Apache-2.0
// GuestObserver: see guest_observer.h.
#include "guest_observer.h"

namespace itstorm {

namespace {

const std::string prefix = "guest.";

// Row n with the name names[n]. `names` must outlive the rows, which point to it.
std::vector<hv_probe> named(const std::vector<hv_probe>& rows,
                            const std::vector<std::string>& names)
{
    std::vector<hv_probe> own = rows;
    for (std::size_t n = 0; n < own.size(); ++n) {
        own[n].name = names[n].c_str();
        own[n].per_domain = true;
    }
    return own;
}

std::vector<std::string> names_of(const std::vector<hv_probe>& rows)
{
    std::vector<std::string> names;
    for (const hv_probe& row : rows)
        names.push_back(prefix + row.name);
    return names;
}

} // namespace

const StatTable<GuestObserver::Verdicts> GuestObserver::verdicts = {
    { &Verdicts::passed, "guest.passed", "verdicts",
      "verdicts of its program that what it tested is right; absent while there is no verdict" },
    { &Verdicts::failed, "guest.failed", "verdicts",
      "verdicts of its program that something is wrong, each with a line of the log" },
};

void GuestObserver::list(const Domain& domain, std::vector<StatInfo>& list)
{
    HvProbeObserver::list(named(domain.rows, names_of(domain.rows)), { domain.name }, list);
    list_statistics(verdicts, domain.name, list);
}

GuestObserver::GuestObserver(Stats& stats, const std::vector<Domain>& domains)
    : stats_(stats), verdicts_(domains.size())
{
    for (const Domain& domain : domains) {
        names_.push_back(domain.name);
        const auto names = names_of(domain.rows);
        rows_.push_back(std::make_unique<HvProbeObserver>(stats, named(domain.rows, names),
                                                          std::vector<std::string>{ domain.name }));
    }
}

void GuestObserver::on(const GuestProbeFact& fact)
{
    rows_.at(fact.domain)->on(HvProbeFact{ fact.row, 0, fact.value, fact.at });
}

void GuestObserver::on(const GuestVerdictFact& fact)
{
    Verdicts& found = verdicts_.at(fact.domain);
    if (found.passed == nullptr)
        make_statistics(stats_, verdicts, names_[fact.domain], found);
    (fact.passed ? found.passed : found.failed)->add(1);
}

} // namespace itstorm
