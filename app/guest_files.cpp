// SPDX-License-Identifier: Apache-2.0
// Objects of guest programs: see guest_files.h.
#include "guest_files.h"
#include "yaml_tree.h"
#include <algorithm>
#include <filesystem>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

// The names in the scenario's `guests`. A file that cannot be read has none here: loading the
// scenario says what is wrong with it.
std::vector<std::string> names_in(const std::string& scenario_file)
{
    Diagnostics ignored;
    std::string text;
    if (!read_input(scenario_file, text, ignored))
        return {};
    const Node root = parse_yaml(text, scenario_file, ignored);
    const Node* guests = root.kind == Node::Kind::Map ? root.child("guests") : nullptr;
    std::vector<std::string> names;
    for (const Node& name : guests ? guests->children : std::vector<Node>{})
        if (name.text.find('/') == std::string::npos) // a name, never a way out of the folder
            names.push_back(name.text);
    return names;
}

} // namespace

std::string guests_name(const std::string& path)
{
    return fs::path(path).stem().string();
}

ObjectFiles object_files(const ObjectFiles& given, const std::string& scenario_file)
{
    ObjectFiles files = given;
    for (const std::string& name : names_in(scenario_file)) {
        const fs::path beside = fs::path(scenario_file).parent_path() / (name + ".so");
        const bool is_there =
            std::any_of(files.guests.begin(), files.guests.end(),
                        [&](const std::string& path) { return guests_name(path) == name; });
        std::error_code error;
        if (!is_there && fs::exists(beside, error))
            files.guests.push_back(beside.string());
    }
    return files;
}

} // namespace itstorm
