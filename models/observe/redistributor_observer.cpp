// RedistributorObserver: see redistributor_observer.h.
#include "redistributor_observer.h"
#include "arch/intid.h"

namespace itstorm {

namespace {

std::string name_of(unsigned target)
{
    return "gicr" + std::to_string(target);
}

} // namespace

const StatTable<RedistributorObserver::Target> RedistributorObserver::table{
    { &Target::pending, "lpi.pending", "LPIs", "LPIs pending in the redistributor" },
    { &Target::merged, "lpi.merged", "LPIs", "LPIs whose pending bit was set already" },
    { &Target::delivered, "lpi.delivered", "LPIs", "LPIs that an IAR read returned" },
    { &Target::property_hits, "lpi.property_hits", "LPIs",
      "LPIs that found their configuration in the LPI cache" },
    { &Target::property_misses, "lpi.property_misses", "LPIs",
      "LPIs whose configuration had to be read" },
    { &Target::spilled, "lpi.spilled", "LPIs",
      "pending bits that went to memory for want of a line" },
    { &Target::reloaded, "lpi.reloaded", "LPIs", "pending bits that came back" },
    { &Target::others, "irq.delivered", "interrupts",
      "SGIs, PPIs and SPIs that an IAR read returned" },
};

RedistributorObserver::RedistributorObserver(Stats& stats, unsigned targets) : targets_(targets)
{
    for (unsigned n = 0; n < targets; ++n)
        make_statistics(stats, table, name_of(n), targets_[n]);
}

void RedistributorObserver::list(unsigned target, std::vector<StatInfo>& list)
{
    list_statistics(table, name_of(target), list);
}

void RedistributorObserver::on(const LpiStoredFact& fact)
{
    if (fact.merged)
        targets_.at(fact.target).merged->add();
}

void RedistributorObserver::on(const AcknowledgedFact& fact)
{
    if (intid_is_lpi(fact.intid))
        targets_.at(fact.target).delivered->add();
    else if (!intid_is_special(fact.intid))
        targets_.at(fact.target).others->add();
}

} // namespace itstorm
