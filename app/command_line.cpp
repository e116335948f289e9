// SPDX-License-Identifier: Apache-2.0
// Command lines: see command_line.h.
#include "command_line.h"
#include "command.h"

namespace itstorm {

std::string shell_word(const std::string& word)
{
    const char* const plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos)
        return word;
    std::string quoted = "'";
    for (const char c : word)
        quoted += c == '\'' ? "'\\''" : std::string(1, c);
    return quoted + "'";
}

std::string shell_line(const Words& words)
{
    std::string line;
    for (const std::string& word : words)
        line += (line.empty() ? "" : " ") + shell_word(word);
    return line;
}

std::string path_as_given(const std::string& path)
{
    return path;
}

Words scenario_options(const Options& options, const std::string& variant, const Words& changes,
                       const PathText& path)
{
    Words words;
    const auto add = [&](const char* option, const std::string& value) {
        if (!value.empty())
            words.insert(words.end(), { option, value });
    };
    add("--variant", variant);
    add("-p", options.preset);
    for (const std::string& overlay : options.overlays)
        add("-f", path(overlay));
    for (const std::string& change : options.overrides)
        add("-C", change);
    for (const std::string& change : changes)
        add("-C", change);
    if (!options.hypervisor.empty())
        add("--hypervisor", path(options.hypervisor));
    for (const std::string& guests : options.guests)
        add("--guests", path(guests));
    return words;
}

std::string command_of(const Options& options, const std::string& variant)
{
    return command_of_point(options.file, shell_line(scenario_options(options, variant)));
}

std::string command_of_point(const std::string& file, const std::string& arguments)
{
    if (file == standard_input)
        return "";
    return shell_line({ "itstorm", "run", file }) + (arguments.empty() ? "" : " " + arguments);
}

} // namespace itstorm
