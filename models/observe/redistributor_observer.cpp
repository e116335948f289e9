// RedistributorObserver: see redistributor_observer.h.
#include "redistributor_observer.h"
#include "arch/intid.h"

namespace itstorm {

RedistributorObserver::RedistributorObserver(Stats& stats, unsigned targets)
{
    for (unsigned n = 0; n < targets; ++n) {
        const std::string lpi = "gicr" + std::to_string(n) + ".lpi.";
        targets_.push_back(
            { &stats.level(lpi + "pending", "LPIs", "LPIs pending in the redistributor"),
              &stats.counter(lpi + "merged", "LPIs", "LPIs whose pending bit was set already"),
              &stats.counter(lpi + "delivered", "LPIs", "LPIs that an IAR read returned") });
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
}

} // namespace itstorm
