// Where an MSI ends that reaches no redistributor: booked in the ledger and stated as a fact, once.
#pragma once
#include "common/fault.h"
#include "its_probes.h"

namespace itstorm {

class Drops {
public:
    Drops(Ledger& ledger, FaultPlan& faults, const ItsProbes& probes)
        : ledger_(ledger), faults_(faults), probes_(probes)
    {
    }

    void drop(const MsiTag& tag, Drop cause)
    {
        if (!faults_.fires(Fault::DropUncounted))
            ledger_.drop(cause);
        probes_.msi_dropped({ tag, cause });
    }

private:
    Ledger& ledger_;
    FaultPlan& faults_;
    const ItsProbes& probes_;
};

} // namespace itstorm
