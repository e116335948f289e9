// SPDX-License-Identifier: Apache-2.0
// The faults of a buggy device: all off by default; any of them can be combined.
#pragma once
#include <cstdint>

namespace itstorm {

struct BuggyConfig {
    std::uint64_t stuck_after = 0; // the number of the event whose vector repeats from then on
    std::uint64_t stuck_gap_ps = 100'000; // time between two repetitions
    double spurious = 0;                  // probability that an event also raises another vector
    double lost = 0;                      // probability that an event is not sent
    std::uint32_t event_offset = 0;       // added to the data of its messages
    bool ignores_mask = false;            // sends messages of masked vectors
    bool after_disable = false;           // sends with MSI-X or Bus Master off, and after a reset
    bool stuck_line = false;              // INTx stays asserted, whatever the driver clears
};

} // namespace itstorm
