// SPDX-License-Identifier: Apache-2.0
// Rows of the table of fields, found by path and by the map that they belong to.
#pragma once
#include "fields.h"
#include <unordered_map>

namespace itstorm {

class FieldTable {
public:
    FieldTable() = default;
    explicit FieldTable(std::vector<Field> rows);
    FieldTable(const FieldTable&) = delete; // it points into itself
    FieldTable& operator=(const FieldTable&) = delete;

    const std::vector<Field>& all() const { return rows_; }
    const Field* find(const std::string& path) const; // nullptr: none

    // Rows of the map at `prefix` ("platform.", "domains[].", "" is the file) and of the maps in
    // it, but not of the elements of its lists.
    const std::vector<const Field*>& of(const std::string& prefix) const;

    // Keys of the map at `prefix`, as a person may write them.
    std::vector<std::string> keys(const std::string& prefix) const;

private:
    std::vector<Field> rows_;
    std::unordered_map<std::string, const Field*> by_path_;
    std::unordered_map<std::string, std::vector<const Field*>> by_prefix_;
};

} // namespace itstorm
