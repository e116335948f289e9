// SPDX-License-Identifier: Apache-2.0
// Seeded faults: each breaks one line of the books on purpose, so that a test can show that the
// ledger notices. Never set in a real run (scenario key self_test.fault, hidden from the gallery).
// With those called Uncounted the ledger itself loses a booking (ledger.cpp); with the others a
// block does something wrong, once: it asks fires() of the ledger's plan.
#pragma once
#include <cstdint>

namespace itstorm {

enum class Fault : std::uint8_t {
    None,
    DropMsi,       // function: a message is lost on its way to the link
    DoubleMsi,     // function: a message is sent twice
    SentUncounted, // function: msis_sent is not counted
    DeviceMergeUncounted,
    DropUncounted,    // a dropped MSI is not booked
    LoseTranslated,   // redistributor: takes an LPI and forgets it
    MergeUncounted,   // redistributor
    ForgetPending,    // redistributor: a pending bit vanishes
    AckUncounted,     // CPU interface
    ClearUncounted,   // redistributor: LPIs disabled with pending ones
    SkipCreadr,       // command engine: CREADR steps over one command unexecuted
    ExecuteUncounted, // command engine
    WrittenUncounted, // CWRITER
    AbandonUncounted, // CBASER
    IntUncounted,     // an LPI that INT sets is not counted
    SkipUncounted,    // command engine: a bad command that it skips is not counted
};

// fires() is true once, at the n-th chance.
struct FaultPlan {
    Fault kind = Fault::None;
    std::uint64_t nth = 1;

    bool fires(Fault chance)
    {
        if (chance != kind || nth == 0)
            return false;
        return --nth == 0;
    }
};

} // namespace itstorm
