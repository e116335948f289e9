// SPDX-License-Identifier: Apache-2.0
// Files that a run leaves. One that cannot be written completely is an error with its name and the
// system's reason.
#pragma once
#include <string>

namespace itstorm {

std::string cannot_be_written(const std::string& path); // the message; the reason is in errno

// The whole file. Throws std::runtime_error with that message.
void write_file(const std::string& path, const std::string& text);

} // namespace itstorm
