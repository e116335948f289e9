// SPDX-License-Identifier: Apache-2.0
// One run of a study, which prints nothing: in the process of a point, or of one value of a search.
#pragma once
#include "children.h"
#include "sweep/anonymous_file.h"
#include "sweep/record.h"
#include "sweep/study.h"

namespace itstorm {

// Runs the one scenario of what was loaded. An error of the scenario becomes the ending "invalid".
// `folder`: where the files of the run are written; empty: none is.
PointRecord run_loaded(Loaded loaded, std::size_t repetition, const Backend& backend,
                       const std::string& folder = "");

unsigned jobs_of(const SweepOptions& options); // runs at a time

// The record that the process of a run has left in `file`, or how the process died.
PointRecord record_left_in(const AnonymousFile& file, const Death& death);

} // namespace itstorm
