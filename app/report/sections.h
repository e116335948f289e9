// SPDX-License-Identifier: Apache-2.0
// The sections of a run's report, in their order on the page. Each writes nothing if the run has no
// data for it.
#pragma once
#include "report/html.h"
#include "report/plot.h"
#include "report/run_data.h"
#include "report/stacks.h"
#include <functional>

namespace itstorm {

void write_verdicts(Html& html, const RunData& run);  // and how it ended
void write_glance(Html& html, const RunData& run);    // the few most important numbers
void write_levels(Html& html, const RunData& run);    // rings and pending LPIs over time
void write_waits(Html& html, const RunData& run);     // who waited, and how long
void write_causes(Html& html, const RunData& run);    // who caused the physical commands
void write_latencies(Html& html, const RunData& run); // percentiles
void write_pes(Html& html, const RunData& run);       // where each PE's time went
void write_slowest(Html& html, const RunData& run);   // vLPIs, hop by hop
void write_journey(Html& html, const RunData& run);   // of the first message
void write_caches_and_locks(Html& html, const RunData& run);
void write_storms(Html& html, const RunData& run);   // and vLPIs, by domain
void write_policies(Html& html, const RunData& run); // what the hypervisor counts
void write_profile(Html& html, const RunData& run);
void write_statistics(Html& html, const RunData& run);    // all of them
void write_configuration(Html& html, const RunData& run); // with where each value comes from
void write_reproduction(Html& html, const RunData& run);

// A bar for each PE of a run or a window with the shares of its states; `label` names the bar.
Stacks stacks_of_pes();
void add_pes(Stacks& stacks, const Numbers& numbers,
             const std::function<std::string(const std::string& pe)>& label);
void write_stacks_of_pes(Html& html, const Stacks& stacks); // bars and their table

// Of the runs that have a series, the one that ended last; nullptr if none has a series.
const RunData* longest_of(const std::vector<RunData>& runs);

// A plot of one level of several runs over time: the mean of each run, or, of a single run, mean
// and largest value. All runs are averaged over the intervals of `moments`, so that the plots of a
// page share one x axis. Nothing if no run has that level.
std::optional<Plot> plot_of_level(const std::vector<const RunData*>& runs, const std::string& level,
                                  const Levels& moments);

} // namespace itstorm
