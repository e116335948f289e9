// What the commands of sweeps take beside what all commands do.
#pragma once
#include "sweep/shard.h"
#include <string>
#include <vector>

namespace itstorm {

struct SweepOptions {
    unsigned jobs = 0; // runs at a time; 0: one for each processor
    bool resume = false, again = false;
    Shard shard;
    std::vector<std::string> databases; // merge: those to be joined
};

} // namespace itstorm
