// LPIs in the redistributors: pending now, merged on a pending bit, delivered (an IAR read returned
// them).
#pragma once
#include "redistributor/redistributor_facts.h"
#include "stats.h"

namespace itstorm {

class RedistributorObserver {
public:
    RedistributorObserver(Stats& stats, unsigned targets);

    void on(const LpiLevelFact& fact) { targets_.at(fact.target).pending->set(fact.pending); }
    void on(const LpiStoredFact& fact);
    void on(const AcknowledgedFact& fact);

private:
    struct Target {
        Level* pending;
        Counter *merged, *delivered;
    };

    std::vector<Target> targets_;
};

} // namespace itstorm
