// SPDX-License-Identifier: Apache-2.0
// One run of a study without a word: in the process of a point, or of a try of a search.
#pragma once
#include "children.h"
#include "sweep/anonymous_file.h"
#include "sweep/record.h"
#include "sweep/study.h"

namespace itstorm {

// Runs one scenario of what was loaded. An error of the scenario is the ending "invalid". `folder`:
// what a run leaves is written there; empty: nowhere.
PointRecord run_loaded(Loaded loaded, std::size_t repetition, const Backend& backend,
                       const std::string& folder = "");

unsigned jobs_of(const SweepOptions& options); // runs at a time

// What the process of a run has left in `file`, or how it died.
PointRecord record_left_in(const AnonymousFile& file, const Death& death);

} // namespace itstorm
