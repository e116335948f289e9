// SPDX-License-Identifier: Apache-2.0
// FieldTable: see field_table.h.
#include "field_table.h"
#include <algorithm>

namespace itstorm {

FieldTable::FieldTable(std::vector<Field> rows) : rows_(std::move(rows))
{
    for (const Field& row : rows_) {
        by_path_.emplace(row.path, &row);
        const std::size_t list = row.path.rfind('[');
        std::size_t dot = row.path.rfind('.');
        while (dot != std::string::npos && (list == std::string::npos || dot > list)) {
            by_prefix_[row.path.substr(0, dot + 1)].push_back(&row);
            dot = dot == 0 ? std::string::npos : row.path.rfind('.', dot - 1);
        }
        if (list == std::string::npos)
            by_prefix_[""].push_back(&row);
    }
}

const Field* FieldTable::find(const std::string& path) const
{
    const auto found = by_path_.find(path);
    return found == by_path_.end() ? nullptr : found->second;
}

const std::vector<const Field*>& FieldTable::of(const std::string& prefix) const
{
    static const std::vector<const Field*> none;
    const auto found = by_prefix_.find(prefix);
    return found == by_prefix_.end() ? none : found->second;
}

std::vector<std::string> FieldTable::keys(const std::string& prefix) const
{
    std::vector<std::string> names;
    for (const Field* row : of(prefix)) {
        const std::string name = split(row->path.substr(prefix.size()), '.')[0];
        if (!row->hidden && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
    }
    return names;
}

} // namespace itstorm
