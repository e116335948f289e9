// SPDX-License-Identifier: Apache-2.0
// Names of one kind in the order of the file, found by name in constant time: a file of a megabyte
// makes thousands of look-ups. Of two equal names the first is found.
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace itstorm {

class NameIndex {
public:
    void add(const std::string& name)
    {
        by_name_.emplace(name, names_.size());
        names_.push_back(name);
    }

    std::optional<std::size_t> find(const std::string& name) const
    {
        const auto found = by_name_.find(name);
        return found == by_name_.end() ? std::nullopt : std::optional(found->second);
    }

    bool has(const std::string& name) const { return by_name_.count(name) != 0; }
    const std::vector<std::string>& names() const { return names_; }

private:
    std::unordered_map<std::string, std::size_t> by_name_;
    std::vector<std::string> names_;
};

} // namespace itstorm
