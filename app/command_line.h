// SPDX-License-Identifier: Apache-2.0
// What somebody types to make a run again, or a script to start it elsewhere.
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace itstorm {

struct Options;

using Words = std::vector<std::string>;

// As it must stand in a shell: quoted if it has to be.
std::string shell_word(const std::string& word);
std::string shell_line(const Words& words);

using PathText = std::function<std::string(const std::string&)>;
std::string path_as_given(const std::string& path);

// What the options say of a scenario besides its file: --variant `variant`, -p, -f, -C, then the
// `changes` of a point, --hypervisor, --guests. `path`: how a file is written.
Words scenario_options(const Options& options, const std::string& variant,
                       const Words& changes = {}, const PathText& path = path_as_given);

// Of one variant of a run's scenario. Empty: the scenario came from standard input.
std::string command_of(const Options& options, const std::string& variant);

// Of a point of a sweep, whose arguments are a line of their own. Empty: as above.
std::string command_of_point(const std::string& file, const std::string& arguments);

} // namespace itstorm
