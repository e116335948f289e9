// SPDX-License-Identifier: Apache-2.0
// The what-ifs S1 to S66 that this program answers: the rows of docs/what_ifs.md.
#pragma once
#include <string>
#include <vector>

namespace itstorm {

struct WhatIf {
    const char* id;
    const char* text;
    const char* knobs;     // ends of paths below `hypervisor`, separated by blanks
    const char* tried;     // "vits.propagate: none": with the values that the run has
    const char* run;       // "23-forwarding-of-2015/none": scenario and variant; "": tests alone
    const char* statistic; // its name without the instance's
    const char* shown;     // "dom1.vlpi.pended in quiet of decoupled/quiet": which value of it
    const char* number;    // "138 %"
    const char* answer;
};

const std::vector<WhatIf>& what_ifs();

std::vector<std::string> what_if_ids();
const WhatIf* find_what_if(const std::string& id); // nullptr: none

// Whether one of the globs matches the name, or what follows one of its dots.
bool is_among(const std::string& globs, const std::string& name);

} // namespace itstorm
