// SPDX-License-Identifier: Apache-2.0
// Varied knobs: see varied.h.
#include "sweep/varied.h"
#include "fields.h"
#include "overrides.h"
#include <algorithm>

namespace itstorm {

namespace {

// Without the list that a named element stands in: "its0.x" for "platform.its.its0.x".
std::string from_element(const std::string& path)
{
    for (const char* list :
         { "platform.its.", "platform.pci.", "domains.", "timeline.", "measure.", "expect." })
        if (path.compare(0, std::string(list).size(), list) == 0)
            return path.substr(std::string(list).size());
    return path;
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
    Diagnostics ignored; // told where the argument is applied
    Override change = parse_argument(argument, ignored);
    const std::string set = from_element(change.path), varied = from_element(path);
    if (set.empty() || set == varied)
        return !set.empty();
    const bool is_above = varied.compare(0, set.size() + 1, set + ".") == 0;
    return is_above && find_path(change.value, varied.substr(set.size() + 1)) != nullptr;
}

} // namespace itstorm
