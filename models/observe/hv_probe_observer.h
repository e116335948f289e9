// The statistics that a hypervisor object declares as rows of its own: counters, levels, durations.
#pragma once
#include "platform/pe_facts.h"
#include "stats.h"
#include <itstorm/types.h>

namespace itstorm {

class HvProbeObserver {
public:
    // rows: in the object's order. A row per domain is named <domain>.<name>, or <name> for what
    // belongs to none.
    HvProbeObserver(Stats& stats, const std::vector<hv_probe>& rows,
                    const std::vector<std::string>& domains);

    void on(const HvProbeFact& fact);

private:
    struct Place { // one of the three, by the row's kind
        Counter* counter = nullptr;
        Level* level = nullptr;
        Duration* duration = nullptr;
    };
    struct Row {
        std::string name, unit, text;
        hv_probe_kind kind;
        bool per_domain;
        std::vector<Place> places; // by domain, and last for none
    };

    Place make(const Row& row, std::size_t domain);

    Stats& stats_;
    const std::vector<std::string> domains_;
    std::vector<Row> rows_;
};

} // namespace itstorm
