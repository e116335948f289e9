// SPDX-License-Identifier: Apache-2.0
// Verdicts as JUnit's XML, which servers of continuous integration read: a suite for each variant,
// a case for each expectation, and one for the run itself.
#pragma once
#include "table.h"
#include <string>
#include <vector>

namespace itstorm {

struct JunitSuite {
    std::string name; // "30-storm", "30-storm.none"
    ReadResult result;
    double wall_s;
};

JunitSuite junit_suite(const NamedResult& run);
std::string junit_text(const std::vector<JunitSuite>& suites);

} // namespace itstorm
