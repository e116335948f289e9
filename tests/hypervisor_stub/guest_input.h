// SPDX-License-Identifier: Apache-2.0
// An input of the guest fuzzer: bytes that say which knobs the hypervisor has, and then, exit by
// exit, what its guests do. The same bytes are always the same story, and any bytes are one.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace fake {

using Bytes = std::vector<std::uint8_t>;

// Plays it on a machine of the fake, to its end, and until everybody sleeps. What is wrong fails
// the test that runs. Returns how many exits there were; 0 as well if the hypervisor refuses the
// knobs.
unsigned play(const Bytes& input);

} // namespace fake
