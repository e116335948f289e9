// SPDX-License-Identifier: Apache-2.0
// An MSI that reaches no redistributor is dropped here: booked in the ledger, reported in STATUSR
// and stated as a fact, once.
#pragma once
#include "common/ports.h"
#include "its_probes.h"
#include "its_status.h"

namespace itstorm {

// Why a redistributor has not taken an LPI.
inline Drop cause_of(LpiAnswer answer)
{
    return answer == LpiAnswer::OutOfRange ? Drop::LpiOutOfRange : Drop::LpisOff;
}

class Drops {
public:
    Drops(Ledger& ledger, ItsStatus& status, const ItsProbes& probes)
        : ledger_(ledger), status_(status), probes_(probes)
    {
    }

    void drop(const MsiTag& tag, Drop cause)
    {
        ledger_.drop(cause);
        status_.dropped(tag, cause);
        probes_.msi_dropped({ tag, cause });
    }

private:
    Ledger& ledger_;
    ItsStatus& status_;
    const ItsProbes& probes_;
};

} // namespace itstorm
