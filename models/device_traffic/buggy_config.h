// SPDX-License-Identifier: Apache-2.0
// What a buggy device does wrong: all of it off by default, and any of it together.
#pragma once
#include <cstdint>

namespace itstorm {

struct BuggyConfig {
    std::uint64_t stuck_after = 0; // from its so many-th event on, the vector of that one repeats
    std::uint64_t stuck_gap_ps = 100'000; // every so often
    double spurious = 0;                  // probability that an event also raises another vector
    double lost = 0;                      // and that it is not sent
    std::uint32_t event_offset = 0;       // added to the data of its messages
    bool ignores_mask = false;            // sends what is masked
    bool after_disable = false;           // sends with MSI-X or Bus Master off, and after a reset
    bool stuck_line = false;              // INTx stays asserted, whatever the driver clears
};

} // namespace itstorm
