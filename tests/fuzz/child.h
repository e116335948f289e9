// SPDX-License-Identifier: Apache-2.0
// Runs a program with limits, for the fuzzers: it never outlives them, whatever it does.
#pragma once
#include <string>
#include <vector>

namespace itstorm {

struct ChildEnd {
    int status = 0;       // exit status
    int signal = 0;       // that ended it; 0: none
    bool is_hung = false; // it was killed at its limit
    double cpu_seconds = 0;
    long peak_kib = 0; // of resident memory, the largest of it and its children
};

// `output` gets stdout and stderr. The limit is on the time that the child computes, since a loaded
// machine may give it little; one that only sleeps is killed a minute of real time later.
// Children of its own are killed with it.
ChildEnd run_child(const std::vector<std::string>& command, const std::string& output,
                   double limit_seconds);

std::string read_whole(const std::string& path);

} // namespace itstorm
