// SPDX-License-Identifier: Apache-2.0
// What a sweep or a search may vary, and whether an argument sets the same thing.
#pragma once
#include <string>

namespace itstorm {

// Why the knob may not be varied: it only describes the scenario, or changes no result. Empty: it
// may, if it exists.
std::string cannot_vary(const std::string& path);

// Whether "-C argument" sets the knob with that path, however both are spelled: as "its0.x" or
// "platform.its.its0.x", by itself, in a map or in a list.
bool argument_sets(const std::string& argument, const std::string& path);

} // namespace itstorm
