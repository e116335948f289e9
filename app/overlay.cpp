// SPDX-License-Identifier: Apache-2.0
// Overlays: see overlay.h.
#include "overlay.h"
#include "overrides.h"
#include <algorithm>

namespace itstorm {

namespace {

bool is_list_of_maps(const Node& list)
{
    return list.kind == Node::Kind::List && !list.children.empty() &&
           std::all_of(list.children.begin(), list.children.end(),
                       [](const Node& n) { return n.kind == Node::Kind::Map; });
}

void replace(Node& base, const Node& over)
{
    std::string key = std::move(base.key);
    base = over;
    base.key = std::move(key);
}

void join_maps(Node& base, const Node& over)
{
    for (const Node& child : over.children) {
        Node* own = base.child(child.key);
        if (own)
            lay_over(*own, child);
        else
            base.children.push_back(child);
    }
}

void join_lists(Node& base, const Node& over)
{
    for (const Node& element : over.children) {
        const std::string& name = element_name(element);
        Node* own = name.empty() ? nullptr : find_element(base, name);
        if (own)
            join_maps(*own, element);
        else
            base.children.push_back(element);
    }
}

} // namespace

void lay_over(Node& base, const Node& over)
{
    if (base.kind == Node::Kind::Map && over.kind == Node::Kind::Map)
        join_maps(base, over);
    else if (is_list_of_maps(base) && is_list_of_maps(over))
        join_lists(base, over);
    else
        replace(base, over);
}

} // namespace itstorm
