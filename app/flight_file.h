// SPDX-License-Identifier: Apache-2.0
// A flight recording as it lies in a run's folder (flight.bin), read back: records in order of
// time, with names.
#pragma once
#include "observe/flight_kinds.h"
#include <string>
#include <vector>

namespace itstorm {

struct FlightFile {
    FlightNames names;
    std::vector<FlightRecord> records; // by time; those of one time in the order of recording
    std::string problem;               // why it cannot be read; empty: it can
};

FlightFile read_flight(const std::string& path);

} // namespace itstorm
