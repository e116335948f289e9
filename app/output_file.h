// SPDX-License-Identifier: Apache-2.0
// Files that a run leaves. One that cannot be written completely is an error with its name and the
// system's reason.
#pragma once
#include <filesystem>
#include <string>

namespace itstorm {

std::string cannot_be_written(const std::string& path); // the message; the reason is in errno

// The whole file. Throws std::runtime_error with that message.
void write_file(const std::string& path, const std::string& text);

// A folder for results, with those above it. What is wrong with it if it cannot be made or written
// to; empty: nothing. make_folder() throws that as UsageError.
std::string try_to_make_folder(const std::filesystem::path& folder);
void make_folder(const std::filesystem::path& folder);

} // namespace itstorm
