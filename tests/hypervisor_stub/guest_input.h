// SPDX-License-Identifier: Apache-2.0
// An input of the guest fuzzer: bytes that choose the knobs of the hypervisor, and then, exit by
// exit, what its guests do. Any bytes are an input, and the same bytes always lead to the same run.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace fake {

using Bytes = std::vector<std::uint8_t>;

// Runs the input to its end on a machine of the fake, and then until all vCPUs sleep. An error
// fails the running test. Returns the number of exits, which is 0 if the hypervisor refuses the
// knobs.
unsigned run_input(const Bytes& input);

} // namespace fake
