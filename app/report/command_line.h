// SPDX-License-Identifier: Apache-2.0
// What somebody types to make a run again.
#pragma once
#include <string>
#include <vector>

namespace itstorm {

struct Options;

// As it must stand in a shell: quoted if it has to be.
std::string shell_word(const std::string& word);
std::string shell_line(const std::vector<std::string>& words);

// Of one variant of a run's scenario. Empty: the scenario came from standard input.
std::string command_of(const Options& options, const std::string& variant);

} // namespace itstorm
