// SPDX-License-Identifier: Apache-2.0
#include "overrides.h"
#include "common/printable.h"
#include "fields.h"
#include <algorithm>
#include <set>

namespace itstorm {

namespace {

constexpr std::size_t parts_most = 16;

std::vector<std::string> element_names(const Node& list)
{
    std::vector<std::string> names;
    for (const Node& child : list.children)
        if (!element_name(child).empty())
            names.push_back(element_name(child));
    return names;
}

const std::set<std::string>& top_keys()
{
    static const std::set<std::string> keys = [] {
        std::set<std::string> all = { "hypervisor" };
        for (const Field& row : scenario_rows())
            if (!row.hidden && row.path.find('[') == std::string::npos)
                all.insert(split(row.path, '.')[0]);
        return all;
    }();
    return keys;
}

bool is_top_key(const std::string& key)
{
    return key == "self_test" || top_keys().count(key) != 0;
}

class PathSetter {
public:
    PathSetter(Node& root, const Override& change, const std::vector<std::string>& known,
               Diagnostics& errors)
        : root_(root), change_(change), path_(split(change.path, '.')), known_(known),
          errors_(errors)
    {
    }

    void run()
    {
        if (path_.size() > parts_most)
            return fail(quoted(change_.path) + " is deeper than any path of a scenario");
        if (path_[0] == "variants" || path_[0] == "scenario")
            return fail(quoted(path_[0]) + " cannot be overridden");
        if (is_top_key(path_[0]))
            return descend(root_, 0);
        for (const std::string& path : named_lists())
            if (Node* list = find_path(root_, path))
                if (Node* found = find_element(*list, path_[0]))
                    return path_.size() == 1
                               ? fail(quoted(path_[0]) + " needs a key: " + printable(path_[0]) +
                                      ".key=value")
                               : descend(*found, 1);
        fail([this] { return "nothing is called " + quoted(path_[0]) + suggestion(); });
    }

private:
    template <class Message>
    void fail(Message&& message) // a function or a text: see Diagnostics::error
    {
        errors_.error(change_.value.origin, std::forward<Message>(message));
    }

    std::vector<std::string> candidates()
    {
        std::vector<std::string> names(top_keys().begin(), top_keys().end());
        for (const std::string& path : named_lists())
            if (const Node* list = find_path(root_, path)) {
                const auto more = element_names(*list);
                names.insert(names.end(), more.begin(), more.end());
            }
        return names;
    }

    std::string suggestion()
    {
        const std::string first = did_you_mean(path_[0], candidates());
        if (!first.empty())
            return first;
        const std::string whole = whole_path();
        return whole.empty() ? "; 'itstorm params' lists what can be set"
                             : "; did you mean " + quoted(whole) + "?";
    }

    // The known path of which this one is the end, perhaps misspelt: "hypervisor.storm.detect" of
    // "storm.detect".
    std::string whole_path()
    {
        std::vector<std::string> ends, paths;
        for (const std::string& path : known_) {
            const std::string end = last_parts(path, path_.size());
            if (end.empty() || end == path)
                continue;
            ends.push_back(end);
            paths.push_back(path);
        }
        const std::string* end = nearest(change_.path, ends);
        return end ? with_element(paths[static_cast<std::size_t>(end - ends.data())]) : "";
    }

    // "its0.command_queue" for "platform.its[].command_queue": the first element of the list;
    // empty: the list has none.
    std::string with_element(const std::string& path)
    {
        const std::size_t at = path.rfind("[].");
        if (at == std::string::npos)
            return path;
        const Node* list = find_path(root_, path.substr(0, at));
        const bool has_name =
            list && !list->children.empty() && !element_name(list->children[0]).empty();
        return has_name ? element_name(list->children[0]) + path.substr(at + 2) : "";
    }

    void descend(Node& at, std::size_t i)
    {
        if (at.kind == Node::Kind::List) {
            Node* found = find_element(at, path_[i]);
            if (!found)
                return fail([&] {
                    return "no element is called " + quoted(path_[i]) +
                           did_you_mean(path_[i], element_names(at));
                });
            if (i + 1 == path_.size())
                return fail(quoted(path_[i]) + " needs a key: " + printable(change_.path) +
                            ".key=value");
            return descend(*found, i + 1);
        }
        if (at.kind != Node::Kind::Map)
            return fail(quoted(path_[i - 1]) + " has no keys of its own");
        if (i + 1 == path_.size()) {
            at.set_child(path_[i], change_.value);
            return;
        }
        Node* next = at.child(path_[i]);
        descend(next ? *next : at.set_child(path_[i], make_map(change_.value.origin)), i + 1);
    }

    Node& root_;
    const Override& change_;
    std::vector<std::string> path_;
    const std::vector<std::string>& known_;
    Diagnostics& errors_;
};

} // namespace

const std::string& element_name(const Node& element)
{
    static const std::string keys[] = { "name", "label", "id" }, none;
    for (const std::string& key : keys)
        if (const Node* name = element.child(key))
            return name->text;
    return none;
}

Node* find_element(Node& list, const std::string& name)
{
    for (Node& child : list.children)
        if (element_name(child) == name)
            return &child;
    return nullptr;
}

Override parse_argument(const std::string& argument, Diagnostics& errors)
{
    const Origin origin{ Origin::Kind::Argument, "-C " + argument, 0, 0, "" };
    const std::size_t equals = argument.find('=');
    Override change;
    const auto path = argument.substr(0, equals);
    const auto parts = split(path, '.');
    if (equals == std::string::npos || equals + 1 == argument.size() ||
        std::any_of(parts.begin(), parts.end(), [](const std::string& p) { return p.empty(); })) {
        errors.error(origin, "is written path=value, such as its0.command_queue=4KiB");
        return change;
    }
    Diagnostics found;
    change.value = parse_yaml(argument.substr(equals + 1), origin.name, found);
    set_origin(change.value, origin);
    for (const Problem& problem : found.sorted())
        errors.error(origin, problem.message);
    if (found.empty())
        change.path = path;
    return change;
}

void apply_override(Node& root, const Override& change, Diagnostics& errors,
                    const std::vector<std::string>& known)
{
    if (!change.path.empty())
        PathSetter(root, change, known, errors).run();
}

} // namespace itstorm
