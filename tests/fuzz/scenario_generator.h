// SPDX-License-Identifier: Apache-2.0
// Random scenarios that the loader should accept: any platform, devices, domains, knobs and
// timeline, for a millisecond or three; every fourth one is calm (drawn_calm.h). What can be set
// comes from `itstorm params`; how the parts must fit together (whose device, which label) is known
// here.
#pragma once
#include "document.h"
#include "parameters.h"

namespace itstorm {

struct GeneratedScenario {
    Document document;
    std::string trace;    // contents of the file that it replays; empty: none
    unsigned wall_time_s; // its limits.wall_time
    unsigned variants;    // how many runs it is
    bool ends_well;       // its expectations hold, or something is wrong
};

inline const char* const generated_trace_name = "trace.csv"; // beside the scenario

// The same one for the same seed and parameters.
GeneratedScenario generate_scenario(const Parameters& parameters, std::uint64_t seed);

} // namespace itstorm
