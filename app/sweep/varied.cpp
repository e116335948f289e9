// SPDX-License-Identifier: Apache-2.0
// Varied knobs: see varied.h.
#include "sweep/varied.h"
#include "fields.h"
#include "overrides.h"
#include <algorithm>

namespace itstorm {

namespace {

// All paths that name the knob: its own, and those behind each list that its element may be in.
std::vector<std::string> spellings_of(const std::string& path)
{
    const std::string from_element = without_list(path);
    std::vector<std::string> all = { path, from_element };
    for (const std::string& list : named_lists())
        all.push_back(list + "." + from_element);
    return all;
}

// Whether the value of an argument contains the path: below keys, and in named elements of lists.
bool has_path(Node& value, const std::string& path)
{
    Node* at = &value;
    for (const std::string& part : split(path, '.')) {
        at = at->kind == Node::Kind::List ? find_element(*at, part) : at->child(part);
        if (!at)
            return false;
    }
    return true;
}

} // namespace

std::string cannot_vary(const std::string& path)
{
    static const char* const descriptive[] = { "name", "summary", "what_ifs", "takes", "trace" };
    const std::string top = split(path, '.')[0];
    if (path.empty())
        return "an empty path names nothing";
    if (top == "sweep")
        return quoted(path) + " is of the sweep, not of the machine";
    const bool is_descriptive = std::any_of(std::begin(descriptive), std::end(descriptive),
                                            [&](const char* key) { return top == key; });
    return is_descriptive ? quoted(path) + " changes nothing that is simulated" : "";
}

bool argument_sets(const std::string& argument, const std::string& path)
{
    Diagnostics ignored; // errors are told where the argument is applied
    Override change = parse_argument(argument, ignored);
    const std::vector<std::string> spellings = spellings_of(path);
    return !change.path.empty() &&
           std::any_of(spellings.begin(), spellings.end(), [&](const std::string& spelling) {
               const std::string above = change.path + ".";
               const bool is_above = spelling.compare(0, above.size(), above) == 0;
               return spelling == change.path ||
                      (is_above && has_path(change.value, spelling.substr(above.size())));
           });
}

} // namespace itstorm
