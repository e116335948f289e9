// SPDX-License-Identifier: Apache-2.0
// The statistics of guest programs: the rows that their object declares (guest_probes), and their
// verdicts. Names are <domain>.guest.<name>.
#pragma once
#include "hv_probe_observer.h"
#include <memory>

namespace itstorm {

class GuestObserver {
public:
    struct Domain {
        std::string name;
        std::vector<hv_probe> rows; // those of the object with its program
    };

    GuestObserver(Stats& stats, const std::vector<Domain>& domains);
    static void list(const Domain& domain, std::vector<StatInfo>& list);

    void on(const GuestProbeFact& fact);
    void on(const GuestVerdictFact& fact);

private:
    struct Verdicts { // nullptr: no such verdict yet
        Counter *passed = nullptr, *failed = nullptr;
    };
    static const StatTable<Verdicts> verdicts;

    Stats& stats_;
    std::vector<std::string> names_;
    std::vector<std::unique_ptr<HvProbeObserver>> rows_; // by domain
    std::vector<Verdicts> verdicts_;                     // by domain
};

} // namespace itstorm
