// SPDX-License-Identifier: Apache-2.0
// What `itstorm run --profile` writes beside result.json: profile.txt for people, profile.csv, and
// profile.folded, a line for each path of calls, as flame graphs are drawn from.
#pragma once
#include "platform/code_profile.h"
#include <string>

namespace itstorm {

void write_profile(const CodeProfile& profile, const std::string& folder); // throws if it cannot

} // namespace itstorm
