// SPDX-License-Identifier: Apache-2.0
// Checks one map of the file against the rows of the table: unknown keys, wrong kinds, missing
// units and values out of range become errors with a place. Puts the defaults of the profile into
// the tree, so that the tree is complete afterwards.
#pragma once
#include "field_table.h"
#include "yaml_tree.h"
#include <optional>

namespace itstorm {

// A key of the map, from the file or by its default; `value` is set if it is good.
struct Entry {
    const Field* field;
    Node* node;
    std::optional<Value> value;
};

class Entries {
public:
    std::vector<Entry> all;
    Origin origin; // where the map begins

    const Entry* find(const std::string& path) const;  // by the whole path; its value may be bad
    const Value* value(const std::string& path) const; // null: missing or bad
    void apply(Target& target) const;                  // calls the setters of all good values
};

// Decodes `map` by those of `rows` whose path begins with `prefix`. Lists, and maps that have code
// of their own, come back as entries without value.
Entries decode_map(Node& map, const std::string& prefix, const FieldTable& rows,
                   const Profiles& profiles, Diagnostics& errors);

// Decodes one scalar or one list of scalars. Nothing: it is bad, which `errors` says.
std::optional<Value> decode_value(const Node& node, const Field& field, Diagnostics& errors);

} // namespace itstorm
