#include "overrides.h"
#include "fields.h"
#include <algorithm>
#include <set>

namespace itstorm {

namespace {

// Lists whose elements may be addressed without saying where they are.
const char* const named_lists[] = { "platform.its", "platform.pci", "domains",
                                    "timeline",     "measure",      "expect" };

std::string element_name(const Node& element)
{
    for (const char* key : { "name", "label", "id" })
        if (const Node* name = element.child(key))
            return name->text;
    return "";
}

Node* element(Node& list, const std::string& name)
{
    for (Node& child : list.children)
        if (element_name(child) == name)
            return &child;
    return nullptr;
}

std::vector<std::string> element_names(const Node& list)
{
    std::vector<std::string> names;
    for (const Node& child : list.children)
        if (!element_name(child).empty())
            names.push_back(element_name(child));
    return names;
}

std::vector<std::string> top_keys()
{
    std::set<std::string> keys = { "hypervisor" };
    for (const Field& row : scenario_rows())
        if (!row.hidden)
            keys.insert(split(row.path, '.')[0]);
    for (auto it = keys.begin(); it != keys.end();)
        it = it->find('[') == std::string::npos ? std::next(it) : keys.erase(it);
    return { keys.begin(), keys.end() };
}

bool is_top_key(const std::string& key)
{
    const auto known = top_keys();
    return key == "self_test" || std::find(known.begin(), known.end(), key) != known.end();
}

class PathSetter {
public:
    PathSetter(Node& root, const Override& change, Diagnostics& errors)
        : root_(root), change_(change), path_(split(change.path, '.')), errors_(errors)
    {
    }

    void run()
    {
        if (path_[0] == "variants" || path_[0] == "scenario")
            return fail("'" + path_[0] + "' cannot be overridden");
        if (is_top_key(path_[0]))
            return descend(root_, 0);
        for (const char* path : named_lists)
            if (Node* list = find_path(root_, path))
                if (Node* found = element(*list, path_[0]))
                    return path_.size() == 1
                               ? fail("'" + path_[0] + "' needs a key: " + path_[0] + ".key=value")
                               : descend(*found, 1);
        fail("nothing is called '" + path_[0] + "'" + did_you_mean(path_[0], candidates()));
    }

private:
    void fail(const std::string& message) { errors_.error(change_.value.origin, message); }

    std::vector<std::string> candidates()
    {
        auto names = top_keys();
        for (const char* path : named_lists)
            if (const Node* list = find_path(root_, path)) {
                const auto more = element_names(*list);
                names.insert(names.end(), more.begin(), more.end());
            }
        return names;
    }

    void descend(Node& at, std::size_t i)
    {
        if (at.kind == Node::Kind::List) {
            Node* found = element(at, path_[i]);
            if (!found)
                return fail("no element is called '" + path_[i] + "'" +
                            did_you_mean(path_[i], element_names(at)));
            if (i + 1 == path_.size())
                return fail("'" + path_[i] + "' needs a key: " + change_.path + ".key=value");
            return descend(*found, i + 1);
        }
        if (at.kind != Node::Kind::Map)
            return fail("'" + path_[i - 1] + "' has no keys of its own");
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
    Diagnostics& errors_;
};

} // namespace

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

void apply_override(Node& root, const Override& change, Diagnostics& errors)
{
    if (!change.path.empty())
        PathSetter(root, change, errors).run();
}

} // namespace itstorm
