// SPDX-License-Identifier: Apache-2.0
#include "decode.h"
#include <algorithm>

namespace itstorm {

namespace {

class MapDecoder {
public:
    MapDecoder(const std::string& prefix, const FieldTable& rows, const Profiles& profiles,
               Diagnostics& errors)
        : base_(prefix), rows_(rows), profiles_(profiles), errors_(errors)
    {
    }

    Entries decode(Node& map)
    {
        Entries entries;
        entries.origin = map.origin;
        for (const Field* row : rows_.of(base_))
            complete(map, *row);
        walk(map, base_, entries);
        return entries;
    }

private:
    const std::string& default_of(const Field& row) const
    {
        return itstorm::default_of(row, profiles_);
    }

    // Who gives the default, as effective.yaml names it: the object or a profile.
    std::string name_of_giver(const Field& row) const
    {
        if (!row.declared_by.empty())
            return row.declared_by;
        return row.by_software[0].text.empty() ? profile_name(profiles_.hardware)
                                               : software_profile_name(profiles_.software);
    }

    Node make_default(const Field& row, const Origin& origin) const
    {
        const std::string& text = default_of(row);
        if (row.kind != Kind::Set || text.front() != '[')
            return make_scalar(text, origin);
        Node list;
        list.kind = Node::Kind::List;
        list.origin = origin;
        for (const std::string& word : split(text.substr(1, text.size() - 2), ','))
            list.children.push_back(make_scalar(word.substr(word.find_first_not_of(' ')), origin));
        return list;
    }

    // Puts the default of the row where its key is missing, with the maps around it.
    void complete(Node& map, const Field& row)
    {
        const auto path = split(row.path.substr(base_.size()), '.');
        const Origin origin{ Origin::Kind::Default, name_of_giver(row), 0, 0, "" };
        Node* at = &map;
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            Node* next = at->child(path[i]);
            if (!next && default_of(row).empty())
                return;
            at = next ? next : &at->set_child(path[i], make_map(origin));
            if (at->kind != Node::Kind::Map)
                return; // not a map: walk() complains
        }
        if (at->child(path.back()))
            return;
        if (row.required)
            errors_.error(map.origin, "'" + path.back() + "' is missing (" + row.text + ")");
        else if (!default_of(row).empty())
            at->set_child(path.back(), make_default(row, origin));
    }

    void walk(Node& map, const std::string& prefix, Entries& entries)
    {
        for (Node& child : map.children) {
            const std::string path = prefix + child.key;
            if (const Field* row = rows_.find(path))
                add(child, *row, entries);
            else if (!rows_.of(path + ".").empty())
                walk_group(child, path, entries);
            else
                errors_.error(child.key_origin, [&] { return unknown(child.key, prefix); });
        }
    }

    void add(Node& child, const Field& row, Entries& entries)
    {
        const bool list = row.kind == Kind::List;
        const bool map = row.kind == Kind::Map;
        Entry entry{ &row, &child, std::nullopt };
        if (list && child.kind != Node::Kind::List)
            errors_.error(child.origin, "'" + child.key + "' is a list of maps: - { ... }");
        else if (map && child.kind != Node::Kind::Map)
            errors_.error(child.origin, "'" + child.key + "' is a map: { name: value }");
        else if (!list && !map)
            entry.value = decode_value(child, row, errors_);
        entries.all.push_back(std::move(entry));
    }

    void walk_group(Node& child, const std::string& path, Entries& entries)
    {
        if (child.kind == Node::Kind::Map)
            walk(child, path + ".", entries);
        else
            errors_.error(child.origin, "'" + child.key + "' is a map with keys of its own: " +
                                            join_or(rows_.keys(path + ".")));
    }

    std::string unknown(const std::string& key, const std::string& prefix) const
    {
        const std::string where =
            prefix.empty() ? "" : " in " + prefix.substr(0, prefix.size() - 1);
        const std::string hint = did_you_mean(key, rows_.keys(prefix));
        return "unknown key " + quoted(key) + where +
               (hint.empty() ? "; known: " + join_or(rows_.keys(prefix)) : hint);
    }

    const std::string& base_;
    const FieldTable& rows_;
    const Profiles profiles_;
    Diagnostics& errors_;
};

} // namespace

const Entry* Entries::find(const std::string& path) const
{
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Entry& e) { return e.field->path == path; });
    return found == all.end() ? nullptr : &*found;
}

const Value* Entries::value(const std::string& path) const
{
    const Entry* entry = find(path);
    return entry && entry->value ? &*entry->value : nullptr;
}

void Entries::apply(Target& target) const
{
    for (const Entry& entry : all)
        if (entry.value && entry.field->set)
            entry.field->set(target, *entry.value);
}

Entries decode_map(Node& map, const std::string& prefix, const FieldTable& rows,
                   const Profiles& profiles, Diagnostics& errors)
{
    return MapDecoder(prefix, rows, profiles, errors).decode(map);
}

} // namespace itstorm
