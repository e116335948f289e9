// SPDX-License-Identifier: Apache-2.0
// Options of sweep, merge and search beside those that all commands have.
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
    unsigned slurm = 0; // into how many shards a Slurm cluster divides the sweep; 0: it runs here
    std::string slurm_options;          // more arguments of sbatch
    std::vector<std::string> databases; // of merge: those that are joined

    // search
    std::string knob, from, to;
    std::string multiple_of; // all values that are tried, except both ends, are multiples of it;
                             // empty: any value
    std::string expectation; // id of the one that is looked at; empty: all of them together
    bool is_log = false;
    unsigned scan = 5;       // values that are tried first, both ends included
    unsigned seeds = 1;      // runs of each value
    double tolerance = 0.01; // relative, of the answer
};

} // namespace itstorm
