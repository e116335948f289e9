// SPDX-License-Identifier: Apache-2.0
// Command lines: see command_line.h.
#include "report/command_line.h"
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

std::string shell_line(const std::vector<std::string>& words)
{
    std::string line;
    for (const std::string& word : words)
        line += (line.empty() ? "" : " ") + shell_word(word);
    return line;
}

std::string command_of(const Options& options, const std::string& variant)
{
    if (options.file == standard_input)
        return "";
    std::vector<std::string> words = { "itstorm", "run", options.file };
    const auto add = [&](const char* option, const std::string& value) {
        if (!value.empty())
            words.insert(words.end(), { option, value });
    };
    add("--variant", variant);
    add("-p", options.preset);
    for (const std::string& overlay : options.overlays)
        add("-f", overlay);
    for (const std::string& change : options.overrides)
        add("-C", change);
    add("--hypervisor", options.hypervisor);
    for (const std::string& guests : options.guests)
        add("--guests", guests);
    return shell_line(words);
}

} // namespace itstorm
