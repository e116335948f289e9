// SPDX-License-Identifier: Apache-2.0
// What a sweep or a search may vary, and whether an argument sets the same thing.
#pragma once
#include <string>

namespace itstorm {

// Why no result would change with it: what only describes the scenario, or nothing at all. Empty:
// it may be varied, if there is such a knob.
std::string cannot_vary(const std::string& path);

// Whether "-C argument" sets the knob with that path, however both spell it: in "its0.x" or in
// "platform.its.its0.x", by itself, in a map or in a list.
bool argument_sets(const std::string& argument, const std::string& path);

} // namespace itstorm
