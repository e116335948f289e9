// SPDX-License-Identifier: Apache-2.0
// FST, GTKWave's compressed form of a waveform, which its vcd2fst makes of a VCD.
#pragma once
#include <string>

namespace itstorm {

bool can_make_fst(); // vcd2fst is on the PATH

// STEM.vcd, if there is one, becomes STEM.fst. Throws std::runtime_error with the reason.
void convert_to_fst(const std::string& stem);

} // namespace itstorm
