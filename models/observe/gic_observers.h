// SPDX-License-Identifier: Apache-2.0
// The statistics of ITS and redistributors, attached to all of their probes: the same in whole
// machines (app) and in benches without PEs (embed).
#pragma once
#include "cmdq_observer.h"
#include "its/its_probes.h"
#include "msi_observer.h"
#include "platform/soc_config.h"
#include "redistributor/redistributor_probes.h"
#include "redistributor_observer.h"

namespace itstorm {

// Of one ITS. Outlives the ITS whose probes it is attached to.
class ItsObservers {
public:
    ItsObservers(Stats& stats, const ItsInstance& its, const std::vector<std::string>& functions);

    void attach_to(ItsProbes& probes);
    MsiObserver& msi() { return msi_; } // the caller attaches it to what lies in front of the ITS

private:
    CmdqObserver cmdq_;
    MsiObserver msi_;
};

void attach_to(RedistributorProbes& probes, RedistributorObserver& observer);

} // namespace itstorm
