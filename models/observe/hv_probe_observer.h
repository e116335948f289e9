// SPDX-License-Identifier: Apache-2.0
// The statistics that a hypervisor object declares as rows of its own: counters, levels, durations,
// shares.
#pragma once
#include "platform/pe_facts.h"
#include "ring_progress.h"
#include "stat_table.h"
#include <itstorm/types.h>

namespace itstorm {

class HvProbeObserver {
public:
    // `rows`: in the object's order. The statistics of a row are <domain>.<name> for each domain,
    // and <name> for facts that belong to no domain.
    HvProbeObserver(Stats& stats, const std::vector<hv_probe>& rows,
                    const std::vector<std::string>& domains);
    static void list(const std::vector<hv_probe>& rows, const std::vector<std::string>& domains,
                     std::vector<StatInfo>& list);

    void on(const HvProbeFact& fact);
    void on(const HvCommandsFact& fact);
    void ring(unsigned its, const RingFact& fact); // its: by index

private:
    struct Place { // the statistic of the row's kind; the other pointers are null
        Counter* counter = nullptr;
        Level* level = nullptr;
        Duration* duration = nullptr;
        Share* share = nullptr;
        unsigned going_on = 0; // stretches of the share that have begun and not ended
    };
    struct Row {
        std::string name, unit, text;
        hv_probe_kind kind;
        bool per_domain;
        std::vector<Place> places; // by domain; the last one for facts of no domain
    };

    Place make(const Row& row, std::size_t domain);
    Place& place(Row& row, std::size_t domain);
    static void stretch(Place& place, bool begins);

    Stats& stats_;
    const std::vector<std::string> domains_;
    std::vector<Row> rows_;
    std::vector<RingProgress> rings_; // by ITS
};

} // namespace itstorm
