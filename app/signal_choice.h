// SPDX-License-Identifier: Apache-2.0
// Which signals a waveform shows: names, globs and sets, as a scenario or --vcd=... writes them
// ("queue,pe0.*").
#pragma once
#include "observe/vcd_signals.h"
#include "platform/soc_config.h"
#include <itstorm/types.h>

namespace itstorm {

// probes: of the hypervisor's object.
VcdShape vcd_shape(const SocConfig& config, const std::vector<hv_probe>& probes);

struct SignalChoice {
    std::set<std::string> signals; // full names
    std::string error;             // of the first part that names nothing; empty: there is none
};
SignalChoice choose_signals(const std::string& text, const VcdShape& shape);

} // namespace itstorm
