// SPDX-License-Identifier: Apache-2.0
// Random scenarios that the loader should accept, with any platform, devices, domains, knobs and
// timeline, of one to three milliseconds; every fourth one is calm (drawn_calm.h). The output of
// `itstorm params` says which values exist; this code knows how the parts must fit together (whose
// device, which label).
#pragma once
#include "document.h"
#include "parameters.h"

namespace itstorm {

struct GeneratedScenario {
    Document document;
    std::string trace;    // contents of the file that it replays; empty: none
    unsigned wall_time_s; // its limits.wall_time
    unsigned variants;    // number of runs
    bool ends_well;       // a calm one: if an expectation fails, something is wrong
};

inline const char* const generated_trace_name = "trace.csv"; // beside the scenario

// The scenario of this seed: the same one for the same parameters.
GeneratedScenario generate_scenario(const Parameters& parameters, std::uint64_t seed);

} // namespace itstorm
