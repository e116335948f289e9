// SPDX-License-Identifier: Apache-2.0
// Records of the flight recorder as other programs read them.
#pragma once
#include "flight_file.h"
#include <iosfwd>

namespace itstorm {

void write_flight_text(const FlightFile& flight, std::ostream& out);
void write_flight_csv(const FlightFile& flight, std::ostream& out);

// Chrome's trace format, JSON, which Perfetto and speedscope read: a thread for each instance, with
// slices for what lasts (states of PEs, commands, held locks, storms), and rings as counters.
void write_flight_chrome(const FlightFile& flight, std::ostream& out);

// A waveform, for each event of each instance how often it happened and its last arguments. `path`
// ends with .vcd. False: it could not be written.
bool write_flight_vcd(const FlightFile& flight, const std::string& path);

} // namespace itstorm
