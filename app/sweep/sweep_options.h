// SPDX-License-Identifier: Apache-2.0
// What the commands of sweeps take beside what all commands do.
#pragma once
#include "sweep/shard.h"
#include <string>
#include <vector>

namespace itstorm {

struct SweepOptions {
    unsigned jobs = 0; // runs at a time; 0: one for each processor
    bool resume = false, again = false;
    std::string keep; // points that keep their files: "failed", "all"; empty: none
    Shard shard;
    unsigned slurm = 0;                 // shards for a Slurm cluster; 0: here
    std::string slurm_options;          // more arguments of sbatch
    std::vector<std::string> databases; // merge: those to be joined

    // search
    std::string knob, from, to;
    std::string multiple_of; // what is tried, but for the ends; empty: anything
    std::string expectation; // empty: all of them
    bool is_log = false;
    unsigned scan = 5;       // values that are tried first, both ends included
    unsigned seeds = 1;      // runs of each value
    double tolerance = 0.01; // of the answer
};

} // namespace itstorm
