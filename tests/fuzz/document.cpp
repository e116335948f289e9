// SPDX-License-Identifier: Apache-2.0
#include "document.h"
#include <algorithm>

namespace itstorm {

namespace {

bool is_plain(const std::string& text)
{
    const std::string special = " :{}[],&*#?|-<>=!%@\"'\\";
    return !text.empty() && text.find_first_of(special) == std::string::npos;
}

// Text that looks like a list of plain words is written as it is.
std::string quoted(const std::string& text)
{
    return is_plain(text) || text.compare(0, 1, "[") == 0 ? text : "\"" + text + "\"";
}

std::string in_one_line(const Document& d)
{
    if (d.kind == Document::Kind::Scalar)
        return quoted(d.text);
    const bool is_map = d.kind == Document::Kind::Map;
    std::string text;
    for (const Document& child : d.children)
        text += (text.empty() ? "" : ", ") + (is_map ? child.key + ": " : "") + in_one_line(child);
    if (text.empty())
        return is_map ? "{}" : "[]";
    return is_map ? "{ " + text + " }" : "[" + text + "]";
}

bool has_lines(const Document& d)
{
    const auto is_structure = [](const Document& c) { return c.kind != Document::Kind::Scalar; };
    return d.kind == Document::Kind::Map ||
           std::any_of(d.children.begin(), d.children.end(), is_structure);
}

std::string in_lines(const Document& d, const std::string& indent)
{
    std::string text;
    for (const Document& child : d.children) {
        const bool is_element = d.kind == Document::Kind::List;
        const std::string start = indent + (is_element ? "- " : child.key + ":");
        if (is_element || child.kind == Document::Kind::Scalar || child.children.empty() ||
            !has_lines(child))
            text += start + (is_element ? "" : " ") + in_one_line(child) + "\n";
        else
            text += start + "\n" + in_lines(child, indent + "  ");
    }
    return text;
}

} // namespace

void Document::set_path(const std::string& path, const std::string& value)
{
    const std::size_t dot = path.find('.');
    if (dot == std::string::npos) {
        set(path, value);
        return;
    }
    const std::string head = path.substr(0, dot);
    Document* inner = child(head);
    (inner ? *inner : set(head, map())).set_path(path.substr(dot + 1), value);
}

Document* Document::child(const std::string& name)
{
    const auto found = std::find_if(children.begin(), children.end(),
                                    [&](const Document& c) { return c.key == name; });
    return found == children.end() ? nullptr : &*found;
}

const Document* Document::child(const std::string& name) const
{
    return const_cast<Document*>(this)->child(name);
}

std::size_t Document::nodes() const
{
    std::size_t sum = 1;
    for (const Document& child : children)
        sum += child.nodes();
    return sum;
}

std::string to_yaml(const Document& document)
{
    return in_lines(document, "");
}

} // namespace itstorm
