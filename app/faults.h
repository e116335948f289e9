// SPDX-License-Identifier: Apache-2.0
// Carries out the fault.* entries of a timeline at the doubles of the ITSs (platform/its_double.h).
// At the end of the run it says which of them had no effect because nothing passed that they could
// break.
#pragma once
#include "platform/soc.h"
#include "scenario.h"
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace itstorm {

class Faults {
public:
    Faults(const Scenario& scenario, Soc& soc) : scenario_(scenario), soc_(soc) {}

    void happen(const TimelineEntry& entry);

    // A sentence for each entry that broke nothing, or less than it was told to; in their order.
    std::vector<std::string> without_effect();

private:
    using Entry = std::size_t; // index into Scenario::timeline
    struct Running {
        Entry entry;
        std::uint64_t hits_before;
    };

    bool overwrite(const TimelineEntry& entry, ItsDouble& its);
    void settle(std::pair<unsigned, ItsFault> what);

    const Scenario& scenario_;
    Soc& soc_;
    std::map<std::pair<unsigned, ItsFault>, Running>
        running_; // by ITS and kind of fault: the latest one
    std::map<Entry, std::uint64_t> asked_, hits_;
};

} // namespace itstorm
