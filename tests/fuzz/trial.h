// SPDX-License-Identifier: Apache-2.0
// Runs a scenario twice with the built command, and says what is wrong.
#pragma once
#include "scenario_generator.h"

namespace itstorm {

struct Verdict {
    std::string fault; // "hang", "signal 11", "status 3", "differs: result.json", "stuck or lost";
                       // empty: none
    int status = 0;    // exit status of the first run
    double cpu_seconds = 0;
    std::string output; // what the run with the fault printed
};

class Trial {
public:
    // `folder` belongs to the trial: scenario, trace and results are written there.
    Trial(std::string itstorm, std::string folder);

    Verdict run(const GeneratedScenario& scenario);

    std::string scenario_file() const { return folder_ + "/scenario.yaml"; }

private:
    Verdict run_once(const std::string& out, double limit_seconds);
    std::string difference() const;

    std::string itstorm_, folder_;
};

} // namespace itstorm
