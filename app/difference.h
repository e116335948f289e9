// SPDX-License-Identifier: Apache-2.0
// What changed between two results: endings, verdicts, and numbers beyond a tolerance.
#pragma once
#include "saved_results.h"
#include <vector>

namespace itstorm {

struct Change {
    std::string variant, window; // empty: there are none; the whole run
    std::string what;            // the statistic, "verdict <id>" or "ending"
    std::string before, after;   // for people; "-" for what was not there
    double factor = 0; // the difference, relative to the larger number; 1: one was not there
};

struct Tolerance {
    double relative =
        0;            // numbers that differ by this share of the larger one, or less, are the same
    std::string glob; // only statistics that match; empty: all
};

// By variant: endings and verdicts first, then what changed most.
std::vector<Change> differences(const SavedResults& before, const SavedResults& after,
                                const Tolerance& tolerance);

} // namespace itstorm
