// SPDX-License-Identifier: Apache-2.0
// for_each: see for_each.h.
#include "for_each.h"
#include <algorithm>
#include <string>
#include <vector>

namespace itstorm {

namespace {

constexpr std::size_t entries_most = 10'000; // entries of a timeline after the expansion

// The key of an action that for_each fills in, and the list whose names it may have.
struct Target {
    const char *action, *key, *list;
};

constexpr Target targets[] = {
    { "storm.start", "device", "platform.pci" },
    { "storm.stop", "device", "platform.pci" },
    { "msi.send", "device", "platform.pci" },
    { "guest.order", "domain", "domains" },
};

const Target* target_of(const Node& entry)
{
    const Node* action = entry.child("do");
    for (const Target& target : targets)
        if (action && action->text == target.action)
            return &target;
    return nullptr;
}

std::vector<std::string> actions()
{
    std::vector<std::string> all;
    for (const Target& target : targets)
        all.push_back(target.action);
    return all;
}

std::vector<std::string> names_in(Node& root, const char* path)
{
    std::vector<std::string> names;
    if (const Node* list = find_path(root, path))
        for (const Node& element : list->children)
            if (const Node* name = element.child("name"))
                names.push_back(name->text);
    return names;
}

bool is_all(const Node& names)
{
    return names.children.size() == 1 && names.children[0].text == "all";
}

// The names that the entry asks for, each with its place. Unknown names are found later, where the
// key is read.
std::vector<Node> chosen(const Node& names, const std::vector<std::string>& known)
{
    std::vector<Node> all;
    if (!is_all(names))
        return names.children;
    for (const std::string& name : known)
        all.push_back(make_scalar(name, names.children[0].origin));
    return all;
}

class Expander {
public:
    Expander(Node& root, Diagnostics& errors) : root_(root), errors_(errors) {}

    void expand(Node& timeline)
    {
        std::vector<Node> entries;
        const Node* one_too_many = nullptr;
        for (Node& entry : timeline.children) {
            const Node* names = entry.child("for_each");
            if (names && entries.size() > entries_most)
                one_too_many = names;
            else if (names)
                add_each(entry, *names, entries);
            else
                entries.push_back(std::move(entry));
        }
        if (one_too_many)
            errors_.error(one_too_many->key_origin, "with 'for_each' there are more than " +
                                                        std::to_string(entries_most) + " entries");
        timeline.children = std::move(entries);
    }

private:
    // A wrong `for_each` leaves one entry, so that its other keys are checked.
    void add_each(const Node& entry, const Node& names, std::vector<Node>& entries)
    {
        const Target* target = target_of(entry);
        const auto known = target ? names_in(root_, target->list) : std::vector<std::string>{};
        std::vector<Node> all;
        if (!target)
            errors_.error(names.key_origin, "'for_each' belongs to do: " + join_or(actions()));
        else if (names.kind != Node::Kind::List || names.children.empty())
            errors_.error(names.origin, "'for_each' is a list of names: [a, b], or [all]");
        else if (const Node* own = entry.child(target->key))
            errors_.error(own->key_origin,
                          std::string("'") + target->key + "' is what 'for_each' fills in");
        else
            all = chosen(names, known);
        if (all.empty() && !known.empty() && !entry.child(target->key))
            all = { make_scalar(known[0], names.origin) };
        for (std::size_t n = 0; n < all.size(); ++n)
            entries.push_back(entry_for(entry, *target, all[n], n == 0));
        if (all.empty())
            entries.push_back(without(entry, "for_each"));
    }

    static Node without(const Node& entry, const char* key)
    {
        Node copy = entry;
        auto& all = copy.children;
        all.erase(
            std::remove_if(all.begin(), all.end(), [&](const Node& n) { return n.key == key; }),
            all.end());
        return copy;
    }

    // Only the first entry keeps the label: all of them happen at the same moment.
    static Node entry_for(const Node& entry, const Target& target, const Node& name, bool is_first)
    {
        Node copy = without(entry, "for_each");
        copy.set_child(target.key, name);
        return is_first ? copy : without(copy, "label");
    }

    Node& root_;
    Diagnostics& errors_;
};

} // namespace

void expand_for_each(Node& root, Diagnostics& errors)
{
    Node* timeline = root.child("timeline");
    if (timeline && timeline->kind == Node::Kind::List)
        Expander(root, errors).expand(*timeline);
}

} // namespace itstorm
