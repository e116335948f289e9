// SPDX-License-Identifier: Apache-2.0
#include "presets.h"
#include <algorithm>
#include <filesystem>

namespace itstorm {

namespace {

const std::string& extension()
{
    static const std::string yaml = ".yaml";
    return yaml;
}

// Adds the values that the scenario does not have; a value of the scenario stays, even if it is a
// map in one of them and a scalar in the other.
void merge(Node& into, const Node& preset)
{
    if (into.kind == Node::Kind::List)
        for (Node& element : into.children)
            merge(element, preset);
    if (into.kind != Node::Kind::Map || preset.kind != Node::Kind::Map)
        return;
    for (const Node& value : preset.children)
        if (Node* own = into.child(value.key))
            merge(*own, value);
        else
            into.set_child(value.key, value);
}

bool is_value(const Node& child)
{
    return child.key == "platform" || child.key == "hypervisor";
}

bool is_head(const Node& child)
{
    return child.key == "preset" || child.key == "summary";
}

// The values of a preset's file; none, and an error, if it is no preset.
Node values_of(const Node& file, Diagnostics& errors)
{
    Node values = make_map(file.origin);
    const Node* version = file.kind == Node::Kind::Map ? file.child("preset") : nullptr;
    if (!version || version->text != "1") {
        errors.error(file.origin, "a preset is a map that begins with 'preset: 1'");
        return values;
    }
    for (const Node& child : file.children)
        if (is_value(child))
            values.children.push_back(child);
        else if (!is_head(child))
            errors.error(child.key_origin, "a preset has no key " + itstorm::quoted(child.key) +
                                               "; known: preset, summary, platform, hypervisor");
    return values;
}

bool has(const std::vector<std::string>& names, const std::string& name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

std::string preset_file(const std::string& folder, const std::string& name)
{
    return folder + "/" + name + extension();
}

std::vector<std::string> preset_names(const std::string& folder)
{
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == extension())
            names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

void apply_preset(Node& root, const std::string& folder, Diagnostics& errors)
{
    const Node* name = root.child("preset");
    if (!name || name->kind != Node::Kind::Scalar)
        return; // what is no name is complained about when keys are decoded
    const auto names = preset_names(folder);
    if (!has(names, name->text)) {
        errors.error(name->origin, "no preset is called " + itstorm::quoted(name->text) +
                                       (names.empty() ? "" : "; known: " + join_or(names)) +
                                       did_you_mean(name->text, names));
        return;
    }
    const std::string path = preset_file(folder, name->text);
    std::string text;
    if (read_text(path, text, errors))
        merge(root, values_of(parse_yaml(text, path, errors), errors));
}

} // namespace itstorm
