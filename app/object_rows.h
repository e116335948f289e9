// SPDX-License-Identifier: Apache-2.0
// Turns the knobs and orders that a hypervisor object or a guest program declares
// (itstorm/export.h, itstorm/guest.h) into rows of the table of fields.
#pragma once
#include "fields.h"
#include <itstorm/guest.h>

namespace itstorm {

// Knobs, or arguments of an order, as rows below `prefix` ("hypervisor.", "domains[].",
// "timeline[].args."). `run_time`: names of those that may be set while the machine runs.
std::vector<Field> object_rows(const std::string& prefix, const hv_knob* knobs, std::size_t count,
                               const std::vector<std::string>& run_time = {});

} // namespace itstorm
