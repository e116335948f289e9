// SPDX-License-Identifier: Apache-2.0
// What a sweep says on the terminal: how its points ended, and the numbers of each configuration.
#pragma once
#include "sweep/results.h"

namespace itstorm {

// A row for each configuration: the mean of its repetitions with half the width of its 95 %
// confidence interval; long names stand below. Only the first rows of many configurations.
std::string answer_text(const Study& study, Results& results);

// The exit status of the command: 0 if every point finished, whatever its expectations say, since a
// sweep measures; 3 if one is a fault or no scenario, 4 if one reached a limit.
int status_of(const Results& results);

} // namespace itstorm
