// SPDX-License-Identifier: Apache-2.0
// When a run will end, as far as its timeline tells.
#pragma once
#include "scenario.h"
#include <map>
#include <optional>

namespace itstorm {

// The simulated time of the first `stop`, or, without one, of the last entry. `labels_ps`: the
// labels that have happened, and when. Nothing: an entry waits for a condition, or for the label of
// one that does.
std::optional<std::uint64_t> expected_end_ps(const Scenario& scenario,
                                             const std::map<std::string, std::uint64_t>& labels_ps);

} // namespace itstorm
