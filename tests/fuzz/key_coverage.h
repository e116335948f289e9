// SPDX-License-Identifier: Apache-2.0
// Finds keys of the language that the generator never draws, so that a key that is added to the
// program is not forgotten here.
#pragma once
#include "parameters.h"
#include <string>
#include <vector>

namespace itstorm {

// Paths of `parameters` that none of `scenarios` random scenarios has.
std::vector<std::string> keys_never_drawn(const Parameters& parameters, unsigned scenarios);

} // namespace itstorm
