// SPDX-License-Identifier: Apache-2.0
#include "yaml_tree.h"
#include "common/printable.h"
#include "regular_file.h"
#include <algorithm>
#include <iostream>
#include <sstream>
#include <unordered_map>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace itstorm {

namespace {

constexpr std::size_t bytes_max = 1 << 20;

// Builds the tree bottom-up; a stack holds the containers that are open.
class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(const SharedName& name, Diagnostics& errors) : name_(name), errors_(errors) {}

    Node root;
    bool has_root = false;

    // True: the parser has begun a second document. It may stop at text that begins no node and
    // then begin documents for ever.
    bool is_over() const { return documents_ > 1; }

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (documents_++ > 0)
            errors_.error(at(mark), "a second document begins here; a scenario is one document");
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        add(Node::Kind::Null, mark, "", anchor, "");
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        errors_.error(at(mark), "aliases (*name) are not part of the scenario language");
        if (expects_key())
            begin_member("", at(mark));
        else if (!open_.empty())
            open_.back().has_key =
                false; // the key goes too, so that nothing else complains about it
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override
    {
        add(Node::Kind::Scalar, mark, tag, anchor, value);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(Node::Kind::List, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(Node::Kind::Map, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        Node node;
        bool has_key = false; // in a map: a key has been read, its value has not
        std::string key;
        Origin key_origin;
        std::unordered_map<std::string, unsigned> lines; // line of each key so far
    };

    Origin at(const YAML::Mark& mark) const
    {
        return { Origin::Kind::File, name_, static_cast<unsigned>(mark.line + 1),
                 static_cast<unsigned>(mark.column + 1), "" };
    }

    bool expects_key() const
    {
        return !open_.empty() && open_.back().node.kind == Node::Kind::Map && !open_.back().has_key;
    }

    void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor)
    {
        if (anchor != 0)
            errors_.error(at(mark), "anchors (&name) are not part of the scenario language");
        if (!tag.empty() && tag != "?" && tag != "!")
            errors_.error(at(mark), "tags (" + tag + ") are not part of the scenario language");
    }

    void add(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             const std::string& text)
    {
        check(mark, tag, anchor);
        if (!is_utf8(text))
            errors_.error(at(mark), "an escape that stands for no character");
        if (expects_key()) {
            if (kind != Node::Kind::Scalar)
                errors_.error(at(mark), "a key is missing");
            begin_member(text, at(mark));
            return;
        }
        Node node;
        node.kind = kind;
        node.text = text;
        node.quoted = tag == "!";
        node.origin = at(mark);
        attach(std::move(node));
    }

    void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag,
              YAML::anchor_t anchor)
    {
        check(mark, tag, anchor);
        if (expects_key()) {
            if (discard_.empty()) // a key inside of a bad key is not complained about again
                errors_.error(at(mark), "a key must be plain text");
            begin_member("", at(mark));
            // The key that is a container becomes a value, which is thrown away when it closes.
            open_.push_back({});
            open_.back().node.kind = kind;
            discard_.push_back(open_.size());
            return;
        }
        open_.push_back({});
        open_.back().node.kind = kind;
        open_.back().node.origin = at(mark);
    }

    void close()
    {
        const bool discarded = !discard_.empty() && discard_.back() == open_.size();
        Node node = std::move(open_.back().node);
        open_.pop_back();
        if (discarded)
            discard_.pop_back();
        else
            attach(std::move(node));
    }

    void begin_member(const std::string& key, const Origin& origin)
    {
        open_.back().has_key = true;
        open_.back().key = key;
        open_.back().key_origin = origin;
    }

    void attach(Node node)
    {
        if (open_.empty()) {
            if (!has_root)
                root = std::move(node);
            has_root = true;
            return;
        }
        Open& parent = open_.back();
        if (parent.node.kind == Node::Kind::Map) {
            parent.has_key = false;
            node.key = parent.key;
            node.key_origin = parent.key_origin;
            if (node.kind == Node::Kind::Null)
                node.origin = parent.key_origin; // yaml-cpp reports the token behind it
            const auto [first, is_new] = parent.lines.emplace(node.key, node.key_origin.line);
            if (!is_new)
                return errors_.error(node.key_origin, "duplicate key " + quoted(node.key) +
                                                          ", first given in line " +
                                                          std::to_string(first->second));
        }
        parent.node.children.push_back(std::move(node));
    }

    const SharedName name_;
    Diagnostics& errors_;
    std::vector<Open> open_;
    std::vector<std::size_t> discard_;
    unsigned documents_ = 0;
};

// Complains about characters that yaml-cpp would let pass or misread. False: the text is not worth
// parsing.
bool check_characters(const std::string& text, const SharedName& name, Diagnostics& errors)
{
    Origin at{ Origin::Kind::File, name, 1, 1, "" };
    bool good = true;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(std::string_view(text).substr(i));
        if (length == 0) {
            errors.error(at, "not UTF-8");
            return false;
        }
        if (text[i] == '\t') {
            errors.error(at, "a tab; indent and align with spaces");
            good = false;
        } else if (static_cast<unsigned char>(text[i]) < 0x20 && text[i] != '\n' &&
                   text[i] != '\r') {
            errors.error(at, "a control character");
            return false;
        }
        at.column = text[i] == '\n' ? 1 : at.column + 1;
        at.line += text[i] == '\n';
        i += length;
    }
    return good;
}

// Reads at most one byte more than a scenario may have, so that a longer one is noticed.
template <class Read>
void read_most(std::string& text, Read read)
{
    text.resize(bytes_max + 1);
    std::size_t size = 0;
    while (const std::size_t more = read(&text[size], text.size() - size))
        size += more;
    text.resize(size);
}

std::string text_of_standard_input()
{
    std::string text;
    read_most(text, [](char* to, std::size_t at_most) {
        std::cin.read(to, static_cast<std::streamsize>(at_most));
        return static_cast<std::size_t>(std::cin.gcount());
    });
    return text;
}

bool is_readable(const std::string& path, const std::string& text, const std::string& problem,
                 Diagnostics& errors)
{
    const Origin whole{ Origin::Kind::File, path, 0, 0, "" };
    if (!problem.empty())
        errors.error(whole, problem);
    else if (text.size() > bytes_max)
        errors.error(whole, "is larger than 1 MiB: not a scenario");
    return problem.empty() && text.size() <= bytes_max;
}

} // namespace

Node* Node::child(const std::string& name)
{
    const auto found = std::find_if(children.begin(), children.end(),
                                    [&](const Node& n) { return n.key == name; });
    return kind == Kind::Map && found != children.end() ? &*found : nullptr;
}

Node& Node::set_child(const std::string& name, Node value)
{
    value.key = name;
    value.key_origin = value.origin;
    if (Node* old = child(name))
        return *old = std::move(value);
    children.push_back(std::move(value));
    return children.back();
}

Node* find_path(Node& root, const std::string& path)
{
    Node* at = &root;
    for (std::size_t begin = 0; at && begin < path.size();) {
        const std::size_t end = std::min(path.find('.', begin), path.size());
        at = at->child(path.substr(begin, end - begin));
        begin = end + 1;
    }
    return at;
}

Node make_scalar(std::string text, const Origin& origin)
{
    Node node;
    node.kind = Node::Kind::Scalar;
    node.text = std::move(text);
    node.origin = origin;
    return node;
}

Node make_map(const Origin& origin)
{
    Node node;
    node.kind = Node::Kind::Map;
    node.origin = origin;
    return node;
}

bool read_text(const std::string& path, std::string& text, Diagnostics& errors)
{
    RegularFile file(path);
    read_most(text, [&](char* to, std::size_t at_most) { return file.read(to, at_most); });
    return is_readable(path, text, file.problem(), errors);
}

bool read_input(const std::string& path, std::string& text, Diagnostics& errors)
{
    if (path != standard_input)
        return read_text(path, text, errors);
    static const std::string all = text_of_standard_input();
    text = all;
    return is_readable(path, text, "", errors);
}

std::string without_byte_order_mark(const std::string& text)
{
    return text.compare(0, 3, "\xef\xbb\xbf") == 0 ? text.substr(3) : text;
}

Node parse_yaml(const std::string& text, const SharedName& name, Diagnostics& errors)
{
    TreeBuilder builder(name, errors);
    const std::string plain = without_byte_order_mark(text);
    if (!check_characters(plain, name, errors))
        return builder.root;
    try {
        std::istringstream stream(plain);
        YAML::Parser parser(stream);
        while (!builder.is_over() && parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& e) {
        const unsigned line = e.mark.line < 0 ? 0 : static_cast<unsigned>(e.mark.line + 1);
        errors.error(
            { Origin::Kind::File, name, line, static_cast<unsigned>(e.mark.column + 1), "" },
            "not YAML: " + e.msg);
        return builder.root;
    }
    if (!builder.has_root || builder.root.kind == Node::Kind::Null)
        errors.error({ Origin::Kind::File, name, 0, 0, "" }, "is empty");
    return builder.root;
}

std::size_t count_nodes(const Node& node)
{
    std::size_t count = 1;
    for (const Node& child : node.children)
        count += count_nodes(child);
    return count;
}

void set_origin(Node& node, const Origin& origin)
{
    node.origin = node.key_origin = origin;
    for (Node& child : node.children)
        set_origin(child, origin);
}

void set_variant(Node& node, const SharedName& variant)
{
    node.origin.variant = node.key_origin.variant = variant;
    for (Node& child : node.children)
        set_variant(child, variant);
}

} // namespace itstorm
