// SPDX-License-Identifier: Apache-2.0
// Arguments of the command line. The only place that knows CLI11 is the .cpp.
#pragma once
#include "command.h"
#include <optional>

namespace itstorm {

// Nothing if there is no command to run: help or version was printed (status 0), or the arguments
// are wrong (status 2).
std::optional<Options> parse_command_line(int argc, const char* const* argv, int& status);

} // namespace itstorm
