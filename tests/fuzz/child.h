// SPDX-License-Identifier: Apache-2.0
// Runs a program with limits of time and memory, for the fuzzers.
#pragma once
#include <string>
#include <vector>

namespace itstorm {

struct ChildEnd {
    int status = 0;       // exit status
    int signal = 0;       // the signal that ended it; 0: none
    bool is_hung = false; // it was killed at its limit
    double cpu_seconds = 0;
    long peak_kib = 0; // most resident memory of the program or one of its children
};

// `output`: the file for stdout and stderr. The limit is on the child's processor time, since a
// loaded machine may give it little; a child that only sleeps is killed a minute of real time
// later. Its own children are killed with it.
ChildEnd run_child(const std::vector<std::string>& command, const std::string& output,
                   double limit_seconds);

std::string read_whole(const std::string& path);

} // namespace itstorm
