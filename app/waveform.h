// SPDX-License-Identifier: Apache-2.0
// The waveform that a scenario or --vcd asks for: a VcdTrace at the probes of a Soc, when it starts
// and stops, and its files at the end. Called by simulate().
#pragma once
#include "observe/vcd_trace.h"
#include "platform/soc.h"
#include "scenario.h"
#include <memory>

namespace itstorm {

class Timeline;

// Attaches a trace that writes to `path`. Before time zero; throws if the file cannot be created.
std::unique_ptr<VcdTrace> attach_waveform(Soc& soc, const std::string& path,
                                          const VcdRequest& request);

// Lets the trace start and stop at the moments that the request names. Before time zero; both
// arguments live until the end of the run.
void plan_waveform(Timeline& timeline, VcdTrace& trace, const VcdRequest& request);

// Writes what the trace still holds, and converts the files in `folder` to FST if the request says
// so. After the end of simulated time; throws if a file cannot be written.
void finish_waveform(VcdTrace& trace, const VcdRequest& request, const std::string& folder);

} // namespace itstorm
