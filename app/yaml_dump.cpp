// SPDX-License-Identifier: Apache-2.0
// dump_yaml(), declared in yaml_tree.h: the tree as YAML text.
#include "common/printable.h"
#include "yaml_tree.h"
#include <algorithm>

namespace itstorm {

namespace {

constexpr std::size_t comment_column = 56;

// Whether the text may stand without quotes: no YAML reader takes it for something else.
bool is_plain(const std::string& text)
{
    const auto plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '/' || c == '-' || c == '%';
    };
    return !text.empty() && text.front() != '-' && text.front() != '%' &&
           std::all_of(text.begin(), text.end(), plain);
}

// In double quotes; what printable() makes of control characters is YAML's notation as well.
std::string in_quotes(std::string_view text)
{
    std::string all = "\"";
    while (!text.empty()) {
        const std::string_view plain = text.substr(0, text.find_first_of("\"\\"));
        all += printable(plain, plain.size());
        text.remove_prefix(plain.size());
        if (!text.empty())
            all += { '\\', text.front() };
        text.remove_prefix(text.empty() ? 0 : 1);
    }
    return all + "\"";
}

std::string scalar(const Node& node)
{
    if (node.kind == Node::Kind::Null)
        return "null";
    if (!node.quoted && is_plain(node.text))
        return node.text;
    return in_quotes(node.text);
}

bool is_leaf(const Node& node)
{
    return node.kind == Node::Kind::Scalar || node.kind == Node::Kind::Null;
}

// Whether the node stands on one line: lists of scalars and empty containers do.
bool is_flat(const Node& node)
{
    return is_leaf(node) || node.children.empty() ||
           (node.kind == Node::Kind::List &&
            std::all_of(node.children.begin(), node.children.end(), is_leaf));
}

std::string flat(const Node& node)
{
    if (is_leaf(node))
        return scalar(node);
    std::string all;
    for (const Node& child : node.children)
        all += (all.empty() ? "" : ", ") + scalar(child);
    return node.kind == Node::Kind::List ? "[" + all + "]" : "{}";
}

std::string with_comment(std::string line, const Node& node)
{
    line.resize(std::max(line.size() + 1, comment_column), ' ');
    return line + "# " + node.origin.comment() + "\n";
}

void dump(const Node& node, const std::string& indent, std::string& out);

void dump_member(const Node& child, const std::string& lead, const std::string& indent,
                 std::string& out)
{
    if (is_flat(child)) {
        out += with_comment(lead + child.key + ": " + flat(child), child);
        return;
    }
    out += lead + child.key + ":\n";
    dump(child, indent + "  ", out);
}

void dump(const Node& node, const std::string& indent, std::string& out)
{
    for (const Node& child : node.children) {
        if (node.kind == Node::Kind::Map) {
            dump_member(child, indent, indent, out);
        } else if (is_flat(child)) {
            out += with_comment(indent + "- " + flat(child), child);
        } else {
            bool first = true;
            for (const Node& member : child.children) {
                dump_member(member, indent + (first ? "- " : "  "), indent + "  ", out);
                first = false;
            }
        }
    }
}

} // namespace

std::string dump_yaml(const Node& map)
{
    std::string out;
    dump(map, "", out);
    return out;
}

} // namespace itstorm
