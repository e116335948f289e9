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

// The node below `root` behind the dotted path; empty: `root` itself. nullptr: none.
Node* find_path(Node& root, const std::string& path);

Node make_scalar(std::string text, const Origin& origin);
Node make_map(const Origin& origin);

// The whole file, or nothing and at least one error: unreadable, a directory, empty, too large.
bool read_text(const std::string& path, std::string& text, Diagnostics& errors);

// The same; of "-" what comes in through a pipe, which is kept for whoever asks for it again.
constexpr const char* standard_input = "-";
bool read_input(const std::string& path, std::string& text, Diagnostics& errors);

// Without the mark that some editors put before UTF-8.
std::string without_byte_order_mark(const std::string& text);

// The tree of `text`, in which everything that could be read is present even if there were errors.
// `name` is for messages.
Node parse_yaml(const std::string& text, const SharedName& name, Diagnostics& errors);

std::size_t count_nodes(const Node& node); // with all below it

// All nodes get this origin: a value that came by argument.
void set_origin(Node& node, const Origin& origin);
void set_variant(Node& node, const SharedName& variant);

// The tree as YAML, each value with where it comes from as a comment. Parses back to the same tree.
std::string dump_yaml(const Node& map);

} // namespace itstorm
