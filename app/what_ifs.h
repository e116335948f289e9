// SPDX-License-Identifier: Apache-2.0
// The what-ifs S1 to S66: the ideas, policies and claims of the mail that this program was made to
// measure, each with what can be set to try it and what shows its effect.
#pragma once
#include <string>
#include <vector>

namespace itstorm {

struct WhatIf {
    const char* id;
    const char* text;
    const char* knobs;      // globs of paths, as `itstorm params` takes them, separated by blanks
    const char* statistics; // globs of names, as `itstorm stats` takes them
};

const std::vector<WhatIf>& what_ifs();

std::vector<std::string> what_if_ids();
const WhatIf* find_what_if(const std::string& id); // nullptr: none

// Whether one of the globs matches the name, or what follows one of its dots.
bool is_among(const std::string& globs, const std::string& name);

} // namespace itstorm
