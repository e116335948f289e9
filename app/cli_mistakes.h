// SPDX-License-Identifier: Apache-2.0
// The message for arguments that cannot be read, with what may have been meant.
#pragma once
#include <string>

namespace CLI {
class App;
class Error;
} // namespace CLI

namespace itstorm {

// `first`: the first word after the program's name; empty: there is none.
std::string mistake_text(const CLI::App& app, const CLI::Error& error, const std::string& first);

} // namespace itstorm
