// SPDX-License-Identifier: Apache-2.0
// An input of the guest fuzzer: bytes that choose the knobs of the hypervisor, and then, exit by
// exit, what its guests do. The same bytes always give the same story, and any bytes give one.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace fake {

using Bytes = std::vector<std::uint8_t>;

// Plays the input on a machine of the fake, to its end, and until all vCPUs sleep. An error fails
// the test that runs. Returns how many exits there were; also 0 if the hypervisor refuses the
// knobs.
unsigned play(const Bytes& input);

} // namespace fake
