// RedistributorObserver: see redistributor_observer.h.
#include "redistributor_observer.h"
#include "arch/intid.h"

namespace itstorm {

RedistributorObserver::RedistributorObserver(Stats& stats, unsigned targets)
{
    for (unsigned n = 0; n < targets; ++n) {
        const std::string gicr = "gicr" + std::to_string(n), lpi = gicr + ".lpi.";
        targets_.push_back(
            { &stats.level(lpi + "pending", "LPIs", "LPIs pending in the redistributor"),
              &stats.counter(lpi + "merged", "LPIs", "LPIs whose pending bit was set already"),
              &stats.counter(lpi + "delivered", "LPIs", "LPIs that an IAR read returned"),
              &stats.counter(lpi + "property_hits", "LPIs",
                             "LPIs that found their configuration in the LPI cache"),
              &stats.counter(lpi + "property_misses", "LPIs",
                             "LPIs whose configuration had to be read"),
              &stats.counter(lpi + "spilled", "LPIs",
                             "pending bits that went to memory for want of a line"),
              &stats.counter(lpi + "reloaded", "LPIs", "pending bits that came back"),
              &stats.counter(gicr + ".irq.delivered", "interrupts",
                             "SGIs, PPIs and SPIs that an IAR read returned") });
    }
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
