// SPDX-License-Identifier: Apache-2.0
// Records of the flight recorder as people read them: names in place of numbers.
#pragma once
#include "observe/flight_kinds.h"
#include <string>
#include <utility>
#include <vector>

namespace itstorm {

const FlightRow& flight_row(const FlightRecord& record);
std::string flight_instance(const FlightNames& names, const FlightRecord& record); // "its0"

// "its0.cmd.executed"
std::string flight_path(const FlightNames& names, const FlightRecord& record);

// Name and value of each argument: { "opcode", "mapti" }.
std::vector<std::pair<std::string, std::string>> flight_args(const FlightNames& names,
                                                             const FlightRecord& record);

// "5000ps its_cmd_executed its0 opcode=mapti service=34000ps"
std::string flight_line(const FlightNames& names, const FlightRecord& record);

// A glob matches paths ("its0.cmd.*") and names of events ("its_cmd_*"); several have commas
// between; empty: all.
bool flight_matches(const std::string& globs, const FlightNames& names, const FlightRecord& record);

} // namespace itstorm
