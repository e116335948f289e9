// SPDX-License-Identifier: Apache-2.0
// mistake_text(): see cli_mistakes.h.
#include "cli_mistakes.h"
#include "diagnostics.h"
#include <CLI/CLI.hpp>

namespace itstorm {

namespace {

std::vector<std::string> names_of_commands(const CLI::App& app)
{
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands(nullptr))
        names.push_back(command->get_name());
    return names;
}

std::vector<std::string> names_of_options(const CLI::App& app)
{
    std::vector<std::string> names;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames())
            names.push_back("--" + name);
        for (const std::string& name : option->get_snames())
            names.push_back("-" + name);
    }
    return names;
}

bool is_option(const std::string& word)
{
    return word.size() > 1 && word[0] == '-';
}

// A line for each word that the command does not know; empty: it knows them all.
std::string unknown_words(const CLI::App& command)
{
    const auto known = names_of_options(command);
    std::string lines;
    for (const std::string& word : command.remaining()) {
        const std::string name = word.substr(0, word.find('='));
        lines += is_option(word) ? command.get_name() + " has no option " + itstorm::quoted(name) +
                                       did_you_mean(name, known) + "\n"
                                 : command.get_name() + " takes no further argument " +
                                       itstorm::quoted(word) + "\n";
    }
    return lines;
}

// The message for what stands before the command: an option that belongs behind it, or one that
// does not exist.
std::string wrong_beginning(const CLI::App& app, const std::string& first)
{
    const std::string name = first.substr(0, first.find('='));
    const std::string meant = did_you_mean(name, names_of_options(app));
    return meant.empty() ? "a command comes first: " + join_or(names_of_commands(app)) + "\n"
                         : "itstorm has no option " + itstorm::quoted(name) + meant + "\n";
}

std::string what_is_wrong(const CLI::App& app, const CLI::Error& error, const std::string& first)
{
    const auto parsed = app.get_subcommands();
    if (is_option(first))
        return wrong_beginning(app, first);
    if (parsed.empty() && !first.empty())
        return "there is no command " + itstorm::quoted(first) +
               did_you_mean(first, names_of_commands(app)) + "\n";
    const bool is_extra = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
    const std::string unknown =
        is_extra && !parsed.empty() ? unknown_words(*parsed.front()) : std::string();
    return unknown.empty() ? std::string(error.what()) + "\n" : unknown;
}

} // namespace

std::string mistake_text(const CLI::App& app, const CLI::Error& error, const std::string& first)
{
    const auto parsed = app.get_subcommands();
    const std::string command = parsed.empty() ? "" : parsed.front()->get_name() + " ";
    return what_is_wrong(app, error, first) + "'itstorm " + command + "--help' says more\n";
}

} // namespace itstorm
