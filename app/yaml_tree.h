// SPDX-License-Identifier: Apache-2.0
// A YAML file as a tree whose nodes know where they come from. Stricter than YAML: one document,
// UTF-8, no tabs, anchors, aliases, tags or duplicate keys. The only place that knows yaml-cpp is
// the .cpp.
#pragma once
#include "diagnostics.h"
#include <string>
#include <vector>

namespace itstorm {

struct Node {
    enum class Kind { Null, Scalar, List, Map };
    Kind kind = Kind::Null;
    std::string key;   // of a map's child
    Origin key_origin; // where the key stands
    std::string text;  // Scalar
    bool quoted = false;
    std::vector<Node> children; // List, Map
    Origin origin;

    Node* child(const std::string& name); // of a map; nullptr: none
    const Node* child(const std::string& name) const
    {
        return const_cast<Node*>(this)->child(name);
    }
    Node& set_child(const std::string& name,
                    Node value); // replaces or appends; its key_origin is the value's origin
};

// The node below `root` at the dotted path; an empty path is `root` itself. nullptr: none.
Node* find_path(Node& root, const std::string& path);

Node make_scalar(std::string text, const Origin& origin);
Node make_map(const Origin& origin);

// The whole file; false, and at least one error: it is unreadable, a directory, empty or too large.
bool read_text(const std::string& path, std::string& text, Diagnostics& errors);

// The same; for "-" standard input, which is read once and kept for later calls.
constexpr const char* standard_input = "-";
bool read_input(const std::string& path, std::string& text, Diagnostics& errors);

// The text without the byte order mark that some editors put before UTF-8.
std::string without_byte_order_mark(const std::string& text);

// The tree of `text`; despite errors it has everything that could be read. `name`: that of the
// file, for messages.
Node parse_yaml(const std::string& text, const SharedName& name, Diagnostics& errors);

std::size_t count_nodes(const Node& node); // with all below it

// Gives all nodes this origin: a value that came by an argument.
void set_origin(Node& node, const Origin& origin);
void set_variant(Node& node, const SharedName& variant);

// The tree as YAML, each value with a comment that says where it comes from. It parses back to the
// same tree.
std::string dump_yaml(const Node& map);

} // namespace itstorm
