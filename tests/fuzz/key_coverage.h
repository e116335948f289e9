// SPDX-License-Identifier: Apache-2.0
// Checks which keys of the language the generator ever draws, so that a new key of the program is
// not forgotten here.
#pragma once
#include "parameters.h"
#include <string>
#include <vector>

namespace itstorm {

// Paths of `parameters` that none of `scenarios` random scenarios has.
std::vector<std::string> keys_never_drawn(const Parameters& parameters, unsigned scenarios);

} // namespace itstorm
