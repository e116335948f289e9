// SPDX-License-Identifier: Apache-2.0
// What a sweep says on the terminal: how its points ended, and the numbers of each configuration.
#pragma once
#include "sweep/results.h"

namespace itstorm {

// A row for each configuration, the mean of its repetitions with half the width of its 95 %
// confidence interval; long names stand below. Of many configurations the first.
std::string answer_text(const Study& study, Results& results);

// Of the command: 0 if every point finished, whatever its expectations say, since that is what was
// asked; 3 if one is a fault or no scenario, 4 if one reached a limit.
int status_of(const Results& results);

} // namespace itstorm
