// SPDX-License-Identifier: Apache-2.0
// Statistics of ITS and redistributors: see gic_observers.h.
#include "gic_observers.h"
#include "attach.h"

namespace itstorm {

ItsObservers::ItsObservers(Stats& stats, const ItsInstance& its,
                           const std::vector<std::string>& functions)
    : cmdq_(stats, its.name), msi_(stats, its.name, its.config.msi_inbox, functions)
{
}

void ItsObservers::attach_to(ItsProbes& probes)
{
    attach(probes.ring, cmdq_);
    attach(probes.overrun, cmdq_);
    attach(probes.command, cmdq_);
    attach(probes.msi_received, msi_);
    attach(probes.intake, msi_);
    attach(probes.look_up, msi_);
    attach(probes.msi_translated, msi_);
    attach(probes.msi_dropped, msi_);
}

void attach_to(RedistributorProbes& probes, RedistributorObserver& observer)
{
    attach(probes.lpi_stored, observer);
    attach(probes.lpi_level, observer);
    attach(probes.property_look_up, observer);
    attach(probes.lpi_spilled, observer);
    attach(probes.lpi_reloaded, observer);
    attach(probes.acknowledged, observer);
    attach(probes.end_of_interrupt, observer);
    attach(probes.dir_written, observer);
    attach(probes.maintenance, observer);
    attach(probes.list_registers, observer);
}

} // namespace itstorm
