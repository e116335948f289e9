// SPDX-License-Identifier: Apache-2.0
// The rate of events in the second half of a run, where its beginning has no influence.
#pragma once
#include <systemc>
#include <vector>

namespace itstorm {

// Events per microsecond, over the second half of `times`.
inline double second_half_rate(const std::vector<sc_core::sc_time>& times)
{
    const std::size_t half = times.size() / 2;
    const sc_core::sc_time span = times.back() - times[half - 1];
    return static_cast<double>(half) * 1e6 / static_cast<double>(span.value());
}

} // namespace itstorm
