#include "yaml_tree.h"
#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <sys/stat.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace itstorm {

namespace {

constexpr std::size_t bytes_max = 1 << 20;

// Builds the tree bottom-up: containers that are open lie on a stack.
class TreeBuilder : public YAML::EventHandler {
public:
    TreeBuilder(std::string name, Diagnostics& errors) : name_(std::move(name)), errors_(errors) {}

    Node root;
    bool has_root = false;

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
        bool has_key = false; // of a map: a key waits for its value
        std::string key;
        Origin key_origin;
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
            errors_.error(at(mark), "a key must be plain text");
            begin_member("", at(mark));
            // The container becomes a value thrown away when it closes.
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
            if (const Node* first = parent.node.child(node.key)) {
                errors_.error(node.key_origin, "duplicate key '" + node.key +
                                                   "', first given in line " +
                                                   std::to_string(first->key_origin.line));
                return;
            }
        }
        parent.node.children.push_back(std::move(node));
    }

    std::string name_;
    Diagnostics& errors_;
    std::vector<Open> open_;
    std::vector<std::size_t> discard_;
    unsigned documents_ = 0;
};

// Length of the valid UTF-8 sequence at `i`, 0 if there is none.
std::size_t utf8_length(const std::string& s, std::size_t i)
{
    const auto byte = [&](std::size_t k) {
        return static_cast<unsigned char>(k < s.size() ? s[k] : 0);
    };
    const unsigned char first = byte(i);
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xc2 && first < 0xe0 ? 2
                               : (first & 0xf0) == 0xe0        ? 3
                               : first >= 0xf0 && first < 0xf5 ? 4
                                                               : 0;
    for (std::size_t k = 1; k < length; ++k)
        if ((byte(i + k) & 0xc0) != 0x80)
            return 0;
    const bool overlong =
        (first == 0xe0 && byte(i + 1) < 0xa0) || (first == 0xf0 && byte(i + 1) < 0x90);
    const bool surrogate = first == 0xed && byte(i + 1) >= 0xa0;
    const bool beyond = first == 0xf4 && byte(i + 1) >= 0x90;
    return overlong || surrogate || beyond ? 0 : length;
}

// What yaml-cpp would let pass or misread. False: not worth parsing.
bool check_characters(const std::string& text, const std::string& name, Diagnostics& errors)
{
    Origin at{ Origin::Kind::File, name, 1, 1, "" };
    bool good = true;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t length = utf8_length(text, i);
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
    const Origin whole{ Origin::Kind::File, path, 0, 0, "" };
    struct stat info;
    if (stat(path.c_str(), &info) != 0) {
        errors.error(whole, "no such file, or not reachable");
        return false;
    }
    if (!S_ISREG(info.st_mode)) {
        errors.error(whole, S_ISDIR(info.st_mode) ? "is a directory, not a scenario file"
                                                  : "is not a regular file");
        return false;
    }
    if (static_cast<std::size_t>(info.st_size) > bytes_max) {
        errors.error(whole, "is larger than 1 MiB: not a scenario");
        return false;
    }
    std::ifstream file(path, std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(file), {});
    if (!file.good() && !file.eof()) {
        errors.error(whole, "cannot be read");
        return false;
    }
    if (!file.is_open()) {
        errors.error(whole, "cannot be read: permission denied");
        return false;
    }
    return true;
}

Node parse_yaml(const std::string& text, const std::string& name, Diagnostics& errors)
{
    TreeBuilder builder(name, errors);
    if (!check_characters(text, name, errors))
        return builder.root;
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(builder)) {
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

void set_origin(Node& node, const Origin& origin)
{
    node.origin = node.key_origin = origin;
    for (Node& child : node.children)
        set_origin(child, origin);
}

void set_variant(Node& node, const std::string& variant)
{
    node.origin.variant = node.key_origin.variant = variant;
    for (Node& child : node.children)
        set_variant(child, variant);
}

} // namespace itstorm
