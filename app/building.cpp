// SPDX-License-Identifier: Apache-2.0
// What the load_*.cpp share: see building.h.
#include "building.h"

namespace itstorm {

const KnownStats& Building::stats()
{
    if (!listed_stats)
        listed_stats = known_stats(scenario.soc, tables);
    return *listed_stats;
}

std::vector<Entries> Building::elements(const std::string& path)
{
    std::vector<Entries> all;
    const Entry* list = root.find(path);
    if (!list || list->node->kind != Node::Kind::List)
        return all;
    for (Node& element : list->node->children) {
        if (element.kind == Node::Kind::Map)
            all.push_back(decode_map(element, path + "[].", language.rows(), profile, errors));
        else
            errors.error(element.origin, "an element of '" + path + "' is a map { key: value }");
    }
    return all;
}

bool Building::is_included(const Entry* only)
{
    if (!only || !only->value)
        return true;
    if (variants.names().empty()) {
        errors.error(only->node->origin, "'only' names variants, but the scenario has none");
        return true;
    }
    bool included = false;
    for (const Node& name : only->node->children) {
        included = included || name.text == variant;
        if (!variants.has(name.text))
            errors.error(name.origin, [&] {
                return "unknown variant " + quoted(name.text) +
                       did_you_mean(name.text, variants.names());
            });
    }
    return included;
}

const Entry* needed(Building& b, const Entries& entries, const std::string& key)
{
    const Entry* entry = entries.find("timeline[]." + key);
    if (!entry)
        b.errors.error(entries.origin, "'" + key + "' is missing (" +
                                           entries.value("timeline[].do")->text + " needs it)");
    return entry && entry->value ? entry : nullptr;
}

std::optional<unsigned> index_of(Building& b, const Entry* name, const NameIndex& known,
                                 const char* what)
{
    if (!name || !name->value)
        return std::nullopt;
    const std::string& text = name->value->text;
    if (const auto found = known.find(text))
        return static_cast<unsigned>(*found);
    b.errors.error(name->node->origin, [&] {
        return std::string("unknown ") + what + " " + quoted(text) +
               did_you_mean(text, known.names());
    });
    return std::nullopt;
}

} // namespace itstorm
