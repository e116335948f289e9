// SPDX-License-Identifier: Apache-2.0
// One map of the file against the rows of the table: unknown keys, wrong kinds, missing units and
// values out of range become errors with a place; defaults of the profile are put into the tree, so
// that afterwards it is complete.
#pragma once
#include "field_table.h"
#include "yaml_tree.h"
#include <optional>

namespace itstorm {

// A key that was there (or got its default), with the value if it is good.
struct Entry {
    const Field* field;
    Node* node;
    std::optional<Value> value;
};

class Entries {
public:
    std::vector<Entry> all;
    Origin origin; // of the map

    const Entry* find(const std::string& path) const;  // whole path; present, though perhaps bad
    const Value* value(const std::string& path) const; // present and good
    void apply(Target& target) const;                  // calls the setters of the good ones
};

// `rows`: those whose path begins with `prefix` belong to this map. Lists and maps with code of
// their own come back as entries without value.
Entries decode_map(Node& map, const std::string& prefix, const FieldTable& rows,
                   const Profiles& profiles, Diagnostics& errors);

// One scalar or list of scalars.
std::optional<Value> decode_value(const Node& node, const Field& field, Diagnostics& errors);

} // namespace itstorm
