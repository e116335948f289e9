// SPDX-License-Identifier: Apache-2.0
// Records of the flight recorder as other programs read them.
#pragma once
#include "flight_file.h"
#include <iosfwd>

namespace itstorm {

void write_flight_text(const FlightFile& flight, std::ostream& out);
void write_flight_csv(const FlightFile& flight, std::ostream& out);

// Chrome's trace format, JSON, which Perfetto reads: a thread for each instance; an executed
// command is as long as it took.
void write_flight_chrome(const FlightFile& flight, std::ostream& out);

// A waveform, for each event of each instance how often it happened and its last arguments. `path`
// ends with .vcd. False: it could not be written.
bool write_flight_vcd(const FlightFile& flight, const std::string& path);

} // namespace itstorm
