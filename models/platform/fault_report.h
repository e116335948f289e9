// SPDX-License-Identifier: Apache-2.0
// The first panic, fault or exceeded limit of a run, on a stack that runs an object's C. That stack
// is suspended for ever, the simulation stops, and the caller of sim::run() reads the report
// afterwards.
#pragma once
#include <string>

namespace itstorm {

struct FaultReport {
    bool happened = false;
    std::string message; // one line: what, in which object and function, on which PE, at what time

    void record(std::string text)
    {
        if (happened)
            return;
        happened = true;
        message = std::move(text);
    }
};

} // namespace itstorm
