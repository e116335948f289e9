// SPDX-License-Identifier: Apache-2.0
// Command lines that repeat a run, for people to type and for scripts.
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace itstorm {

struct Options;

using Words = std::vector<std::string>;

// A word as a POSIX shell reads it: in quotes if it has characters that mean something to a shell.
std::string shell_word(const std::string& word);
std::string shell_line(const Words& words);

using PathText = std::function<std::string(const std::string&)>;
std::string path_as_given(const std::string& path);

// The options that change what a scenario file says: --variant `variant`, -p, -f, -C, -C for each
// of the `changes` of a point, --hypervisor, --guests. `path` converts the paths of files.
Words scenario_options(const Options& options, const std::string& variant,
                       const Words& changes = {}, const PathText& path = path_as_given);

// The command that repeats one variant. Empty if the scenario came from standard input.
std::string command_of(const Options& options, const std::string& variant);

// The command that repeats a point of a sweep; `arguments` are what arguments_of() says. Empty if
// the scenario came from standard input.
std::string command_of_point(const std::string& file, const std::string& arguments);

} // namespace itstorm
