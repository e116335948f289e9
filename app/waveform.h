// SPDX-License-Identifier: Apache-2.0
// The waveform that a scenario or --vcd asks for: attaches a VcdTrace to the probes of a Soc.
#pragma once
#include "observe/vcd_trace.h"
#include "platform/soc.h"
#include "scenario.h"
#include <memory>

namespace itstorm {

// Before time zero; throws if the file cannot be created.
std::unique_ptr<VcdTrace> attach_waveform(Soc& soc, const std::string& path,
                                          const VcdRequest& request);

} // namespace itstorm
