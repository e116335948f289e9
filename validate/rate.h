// SPDX-License-Identifier: Apache-2.0
// The rate of events after the beginning of a run.
#pragma once
#include <systemc>
#include <vector>

namespace itstorm {

// Per microsecond, over the second half of the times.
inline double second_half_rate(const std::vector<sc_core::sc_time>& times)
{
    const std::size_t half = times.size() / 2;
    const sc_core::sc_time span = times.back() - times[half - 1];
    return static_cast<double>(half) * 1e6 / static_cast<double>(span.value());
}

} // namespace itstorm
