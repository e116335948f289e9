// SPDX-License-Identifier: Apache-2.0
// decode_value(), declared in decode.h: one value against its row.
#include "common/printable.h"
#include "decode.h"
#include "device_traffic/pcie_wire.h"
#include <algorithm>
#include <cctype>

namespace itstorm {

namespace {

bool is_name(const std::string& text)
{
    const auto part = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-';
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), part);
}

class ValueDecoder {
public:
    ValueDecoder(const Field& field, Diagnostics& errors) : field_(field), errors_(errors) {}

    std::optional<Value> decode(const Node& node)
    {
        if (node.kind == Node::Kind::Null)
            return bad(node, "has no value");
        if (field_.kind == Kind::Names || field_.kind == Kind::Counts)
            return list(node);
        if (field_.kind == Kind::Vectors)
            return vectors(node);
        if (field_.kind == Kind::Set)
            return set(node);
        if (node.kind != Node::Kind::Scalar)
            return bad(node, "is a single value");
        return scalar(node);
    }

private:
    std::string label() const { return "'" + split(field_.path, '.').back() + "' "; }

    std::optional<Value> bad(const Node& node, const std::string& message)
    {
        errors_.error(node.origin, label() + message);
        return std::nullopt;
    }

    std::optional<Value> scalar(const Node& node)
    {
        switch (field_.kind) {
        case Kind::Count:
        case Kind::Cycles: return number(node, Dimension::Count);
        case Kind::Real: return number(node, Dimension::Real);
        case Kind::Duration: return number(node, Dimension::Duration);
        case Kind::DurationNs: return number(node, Dimension::DurationNs);
        case Kind::Bytes: return number(node, Dimension::Bytes);
        case Kind::Rate: return number(node, Dimension::Rate);
        case Kind::Frequency: return number(node, Dimension::Frequency);
        case Kind::Bool: return boolean(node);
        case Kind::Choice: return choice(node);
        case Kind::Name:
        case Kind::Slug: return name(node);
        case Kind::Link: return link(node);
        case Kind::Bdf: return bdf(node);
        default: break;
        }
        Value v;
        v.text = node.text;
        return v;
    }

    std::optional<Value> number(const Node& node, Dimension dimension)
    {
        const Quantity q = parse_quantity(node.text, dimension);
        if (!q.error.empty())
            return bad(node, "is wrong: " + q.error);
        if (!in_range(q.number))
            return bad(node, "is " + printable(node.text) + ", but must be " + range());
        Value v;
        v.number = q.number;
        v.real = q.real;
        v.text = node.text;
        return v;
    }

    bool in_range(std::uint64_t n) const
    {
        return n >= field_.min && (field_.max == 0 || n <= field_.max);
    }

    std::string range() const
    {
        const std::string low = format_exact(field_.min, dimension_of(field_.kind));
        return field_.max == 0 ? low + " or more"
                               : low + " to " + format_exact(field_.max, dimension_of(field_.kind));
    }

    std::optional<Value> boolean(const Node& node)
    {
        if (node.text != "true" && node.text != "false")
            return bad(node, "is true or false, not " + quoted(node.text));
        Value v;
        v.number = node.text == "true";
        v.text = node.text;
        return v;
    }

    std::optional<Value> choice(const Node& node)
    {
        const auto words = split(field_.choices, '|');
        const auto found = std::find(words.begin(), words.end(), node.text);
        if (found == words.end())
            return bad(node, "is one of " + join_or(words) + ", not " + quoted(node.text) +
                                 did_you_mean(node.text, words));
        Value v;
        v.number = static_cast<std::uint64_t>(found - words.begin());
        v.text = node.text;
        return v;
    }

    // `none`, one word, or a list of words, each once.
    std::optional<Value> set(const Node& node)
    {
        Value v;
        if (node.kind == Node::Kind::Scalar)
            return node.text == "none" || add_to_set(node, v) ? std::optional<Value>(v)
                                                              : std::nullopt;
        if (node.kind != Node::Kind::List)
            return bad(node, "is none, one word, or a list of words: [a, b]");
        bool good = true;
        for (const Node& item : node.children)
            good = add_to_set(item, v) && good;
        return good ? std::optional<Value>(v) : std::nullopt;
    }

    bool add_to_set(const Node& node, Value& set)
    {
        if (node.kind != Node::Kind::Scalar)
            return bad(node, "has words as elements").has_value();
        const auto word = choice(node);
        if (!word)
            return false;
        const std::uint64_t bit = std::uint64_t{ 1 } << word->number;
        if (set.number & bit)
            return bad(node, "has " + quoted(node.text) + " twice").has_value();
        set.number |= bit;
        return true;
    }

    std::optional<Value> name(const Node& node)
    {
        if (!is_name(node.text))
            return bad(node, "is a name of letters, digits, '_' and '-', not " + quoted(node.text));
        if (field_.kind != Kind::Slug && node.text[0] >= '0' && node.text[0] <= '9')
            return bad(node, "is a name and begins with a letter, not " + quoted(node.text));
        Value v;
        v.text = node.text;
        return v;
    }

    std::optional<Value> list(const Node& node)
    {
        if (node.kind != Node::Kind::List)
            return bad(node, "is a list: [a, b]");
        Value v;
        bool good = true;
        for (const Node& item : node.children) {
            if (item.kind != Node::Kind::Scalar) {
                good = bad(item, "has single values as elements").has_value();
                continue;
            }
            const auto element =
                field_.kind == Kind::Names ? name(item) : number(item, Dimension::Count);
            good = good && element.has_value();
            if (element && field_.kind == Kind::Names)
                v.names.push_back(element->text);
            else if (element)
                v.numbers.push_back(element->number);
        }
        return good ? std::optional<Value>(v) : std::nullopt;
    }

    std::optional<Value> vectors(const Node& node)
    {
        Value v;
        if (node.kind == Node::Kind::Scalar && node.text == "all")
            return v;
        std::vector<const Node*> bounds;
        if (node.kind == Node::Kind::Scalar)
            bounds = { &node, &node };
        else if (node.kind == Node::Kind::List && node.children.size() == 2)
            bounds = { &node.children[0], &node.children[1] };
        for (const Node* bound : bounds) {
            const Quantity q = parse_quantity(bound->text, Dimension::Count);
            if (!q.error.empty())
                bounds.clear();
            v.numbers.push_back(q.number);
            if (bounds.empty())
                break;
        }
        if (bounds.empty() || v.numbers[0] > v.numbers[1])
            return bad(node, "is a vector, [first, last] or all");
        return v;
    }

    std::optional<Value> link(const Node& node)
    {
        Value v;
        v.text = node.text;
        if (node.text == "off")
            return v;
        for (unsigned gen = 1; gen <= 5; ++gen)
            for (const unsigned lanes : { 1u, 2u, 4u, 8u, 16u })
                if (node.text == "gen" + std::to_string(gen) + "x" + std::to_string(lanes)) {
                    v.number = lanes_bytes_per_second(gen, lanes);
                    return v;
                }
        return bad(node, "is off or gen1 to gen5 with x1, x2, x4, x8 or x16, such as gen3x4, not " +
                             quoted(node.text));
    }

    // "SSSS:BB:DD.F", the segment may be left out.
    std::optional<Value> bdf(const Node& node)
    {
        std::string text = node.text;
        if (text.size() == 12) {
            if (text.compare(0, 5, "0000:") != 0)
                return bad(node, "has a segment other than 0000: " + quoted(node.text));
            text = text.substr(5);
        }
        const auto hex = [&](std::size_t i) {
            return i < text.size() && std::isxdigit(static_cast<unsigned char>(text[i]));
        };
        const bool shape = text.size() == 7 && hex(0) && hex(1) && text[2] == ':' && hex(3) &&
                           hex(4) && text[5] == '.' && hex(6);
        if (!shape)
            return bad(node, "is written \"0000:01:00.0\", not " + quoted(node.text));
        const unsigned long bus = std::stoul(text.substr(0, 2), nullptr, 16);
        const unsigned long device = std::stoul(text.substr(3, 2), nullptr, 16);
        const unsigned long function = std::stoul(text.substr(6), nullptr, 16);
        if (device > 31 || function > 7)
            return bad(node, "has a device above 1f or a function above 7: " + quoted(node.text));
        Value v;
        v.number = bus << 8 | device << 3 | function;
        v.text = node.text;
        return v;
    }

    const Field& field_;
    Diagnostics& errors_;
};

} // namespace

std::optional<Value> decode_value(const Node& node, const Field& field, Diagnostics& errors)
{
    return ValueDecoder(field, errors).decode(node);
}

} // namespace itstorm
