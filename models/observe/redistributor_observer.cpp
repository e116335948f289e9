// SPDX-License-Identifier: Apache-2.0
// RedistributorObserver: see redistributor_observer.h.
#include "redistributor_observer.h"
#include "arch/intid.h"
#include "common/simulated_time.h"

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
    { &Target::maintenance, "irq.maintenance", "interrupts",
      "times the virtual CPU interface has requested its maintenance interrupt" },
    { &Target::refire, "lpi.refire", "s",
      "from the EOI of an LPI, its priority drop, until the same LPI is acknowledged again" },
    { &Target::lpi_dir, "lpi.dir_writes", "1", "writes of ICC_DIR that name an LPI" },
    { &Target::other_dir, "irq.dir_writes", "1", "writes of ICC_DIR that name another interrupt" },
    { &Target::list_registers, "lr.used", "list registers", "list registers that are not invalid" },
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
    Target& target = targets_.at(fact.target);
    if (intid_is_special(fact.intid))
        return;
    if (!intid_is_lpi(fact.intid)) {
        target.others->add();
        return;
    }
    target.delivered->add();
    if (const std::uint64_t* ended_ps = target.ended_ps.find(fact.intid))
        target.refire->add(sim::time_of(sim::now_ps() - *ended_ps));
}

void RedistributorObserver::on(const EndOfInterruptFact& fact)
{
    if (intid_is_lpi(fact.intid))
        targets_.at(fact.target).ended_ps[fact.intid] = sim::now_ps();
}

void RedistributorObserver::on(const DirWrittenFact& fact)
{
    const Target& target = targets_.at(fact.target);
    (intid_is_lpi(fact.intid) ? target.lpi_dir : target.other_dir)->add();
}

void RedistributorObserver::on(const ListRegistersFact& fact)
{
    targets_.at(fact.target).list_registers->set(fact.used);
}

} // namespace itstorm
