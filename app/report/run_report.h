// SPDX-License-Identifier: Apache-2.0
// The report of one run: report.html in its folder.
#pragma once
#include "report/run_data.h"

namespace itstorm {

std::string run_report(const RunData& run);

} // namespace itstorm
