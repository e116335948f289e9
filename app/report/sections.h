// SPDX-License-Identifier: Apache-2.0
// The sections of a run's report, in the order in which they stand. Each writes nothing if the run
// has nothing for it.
#pragma once
#include "report/html.h"
#include "report/plot.h"
#include "report/run_data.h"

namespace itstorm {

void write_verdicts(Html& html, const RunData& run);  // and how it ended
void write_glance(Html& html, const RunData& run);    // the few numbers that are asked for first
void write_levels(Html& html, const RunData& run);    // rings and pending LPIs over time
void write_waits(Html& html, const RunData& run);     // what waited, for how long
void write_causes(Html& html, const RunData& run);    // whose commands they were
void write_latencies(Html& html, const RunData& run); // percentiles
void write_pes(Html& html, const RunData& run);       // where each PE's time went
void write_slowest(Html& html, const RunData& run);   // vLPIs, hop by hop
void write_journey(Html& html, const RunData& run);   // of the first message
void write_caches(Html& html, const RunData& run);
void write_locks(Html& html, const RunData& run);
void write_storms(Html& html, const RunData& run);
void write_policies(Html& html, const RunData& run); // what the hypervisor counts
void write_profile(Html& html, const RunData& run);
void write_statistics(Html& html, const RunData& run);    // all of them
void write_configuration(Html& html, const RunData& run); // with where each value comes from
void write_reproduction(Html& html, const RunData& run);

// A level of some runs over time: its mean, or of a single run its mean and its largest values.
std::optional<Plot> plot_of_level(const std::vector<const RunData*>& runs,
                                  const std::string& level);

} // namespace itstorm
