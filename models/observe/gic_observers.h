// SPDX-License-Identifier: Apache-2.0
// The observers of ITSs and redistributors, attached to all of their probes: the same in whole
// machines (app) and in benches without PEs (embed).
#pragma once
#include "cmdq_observer.h"
#include "its/its_probes.h"
#include "msi_observer.h"
#include "platform/soc_config.h"
#include "redistributor/redistributor_probes.h"
#include "redistributor_observer.h"

namespace itstorm {

// The observers of one ITS. They must outlive the ITS to whose probes they are attached.
class ItsObservers {
public:
    ItsObservers(Stats& stats, const ItsInstance& its, const std::vector<std::string>& functions);

    void attach_to(ItsProbes& probes);
    MsiObserver& msi() { return msi_; } // the caller attaches it to functions, ports and IOMMU

private:
    CmdqObserver cmdq_;
    MsiObserver msi_;
};

void attach_to(RedistributorProbes& probes, RedistributorObserver& observer);

} // namespace itstorm
