// SPDX-License-Identifier: Apache-2.0
// The cases of the validation, a file per family of laws. Each is one machine in one process,
// because SystemC elaborates once.
#pragma once
#include "report.h"
#include <functional>
#include <string>
#include <vector>

namespace itstorm {

struct Case {
    std::string law;   // "B.1": heading of docs/validation.md
    std::string point; // "fixed, load 0.8"
    bool quick;        // one of the quick subset
    std::function<void(Report&)> run;
};

std::vector<Case> book_cases();     // B.0
std::vector<Case> queue_cases();    // B.1, B.2, B.3
std::vector<Case> full_cases();     // B.5, B.6
std::vector<Case> pipe_cases();     // B.4
std::vector<Case> reserve_cases();  // B.7
std::vector<Case> batch_cases();    // B.8
std::vector<Case> merge_cases();    // B.9, B.10
std::vector<Case> livelock_cases(); // B.11
std::vector<Case> cache_cases();    // B.13
std::vector<Case> detector_cases(); // B.12, B.14
std::vector<Case> invall_cases();   // B.16
std::vector<Case> link_cases();     // B.15, and of B.17 the credits of a link
std::vector<Case> exact_cases();    // B.17

} // namespace itstorm
