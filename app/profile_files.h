// SPDX-License-Identifier: Apache-2.0
// The files of `itstorm run --profile`: profile.txt for people, profile.csv, and profile.folded,
// with a line for each path of calls, from which flame graphs are drawn.
#pragma once
#include "platform/code_profile.h"
#include <string>

namespace itstorm {

void write_profile(const CodeProfile& profile,
                   const std::string& folder); // throws if a file cannot be written

} // namespace itstorm
