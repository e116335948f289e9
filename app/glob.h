// SPDX-License-Identifier: Apache-2.0
// Patterns of names, as a shell has them: '*' stands for any text, '?' for one character.
#pragma once
#include <string>

namespace itstorm {

bool matches_glob(const std::string& pattern, const std::string& name);

} // namespace itstorm
