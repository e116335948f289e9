// SPDX-License-Identifier: Apache-2.0
// Writes what happens to the functions of a run as a trace file (trace_file.h): a line for each
// arrival, in picoseconds from time zero, with its round of that instant. Replayed from time zero
// on the same machine, it makes the same happen at the same times, before or behind the same
// labels.
#pragma once
#include "device_traffic/device_facts.h"
#include "platform/soc_config.h"
#include <fstream>
#include <string>
#include <vector>

namespace itstorm {

class Recorder {
public:
    Recorder(const std::string& path, const SocConfig& config); // throws if it cannot be created

    void on(const StimulusFact& fact);
    void finish(); // throws if it could not be written completely

private:
    const std::string path_;
    std::ofstream file_;
    std::vector<std::string> names_; // of functions, by index
};

} // namespace itstorm
