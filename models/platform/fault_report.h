// SPDX-License-Identifier: Apache-2.0
// What went wrong on a stack that runs foreign C: the first panic, fault or limit of a run. The
// caller is suspended for ever, the simulation stops, and the caller of sim::run() reads the report
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
