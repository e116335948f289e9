// SPDX-License-Identifier: Apache-2.0
// The statistics of a redistributor: LPIs that are pending, merged on a pending bit, delivered (an
// IAR read returned them), pending again after their EOI; hits of the LPI cache; other interrupts
// that were delivered; deactivations; list registers in use.
#pragma once
#include "common/open_table.h"
#include "redistributor/redistributor_facts.h"
#include "stat_table.h"

namespace itstorm {

class RedistributorObserver {
public:
    RedistributorObserver(Stats& stats, unsigned targets);
    static void list(unsigned target, std::vector<StatInfo>& list);

    void on(const LpiLevelFact& fact) { targets_.at(fact.target).pending->set(fact.pending); }
    void on(const LpiStoredFact& fact);
    void on(const AcknowledgedFact& fact);
    void on(const EndOfInterruptFact& fact);
    void on(const DirWrittenFact& fact);
    void on(const MaintenanceFact& fact) { targets_.at(fact.target).maintenance->add(fact.level); }
    void on(const ListRegistersFact& fact);
    void on(const PropertyLookUpFact& fact)
    {
        const Target& target = targets_.at(fact.target);
        (fact.hit ? target.property_hits : target.property_misses)->add();
    }
    void on(const LpiSpilledFact& fact) { targets_.at(fact.target).spilled->add(); }
    void on(const LpiReloadedFact& fact) { targets_.at(fact.target).reloaded->add(); }

private:
    struct Target {
        Level* pending;
        Counter *merged, *delivered, *property_hits, *property_misses, *spilled, *reloaded, *others;
        Counter *maintenance, *lpi_dir, *other_dir;
        Duration* refire;
        Level* list_registers;
        OpenTable<std::uint64_t> ended_ps; // by LPI: its last EOI here
    };

    static const StatTable<Target> table;

    std::vector<Target> targets_;
};

} // namespace itstorm
