// SPDX-License-Identifier: Apache-2.0
// A YAML document that is written, and reduced while a fault is searched for. It is not a reader:
// the program under test has one.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace itstorm {

struct Document {
    enum class Kind { Scalar, List, Map };

    static Document scalar(std::string text) { return { Kind::Scalar, "", std::move(text), {} }; }
    static Document list() { return { Kind::List, "", "", {} }; }
    static Document map() { return { Kind::Map, "", "", {} }; }

    Document& set(const std::string& key, Document value)
    {
        value.key = key;
        children.push_back(std::move(value));
        return children.back();
    }
    Document& set(const std::string& key, const std::string& text)
    {
        return set(key, scalar(text));
    }
    // "storm.detect" becomes { storm: { detect: ... } }
    void set_path(const std::string& path, const std::string& text);
    Document& add(Document element)
    {
        children.push_back(std::move(element));
        return children.back();
    }
    Document* child(const std::string& name);
    const Document* child(const std::string& name) const;

    std::size_t nodes() const; // how many there are, this one included

    Kind kind = Kind::Map;
    std::string key;  // in a map
    std::string text; // of a scalar
    std::vector<Document> children;
};

// Keys of the head on lines of their own, elements of lists as well; what is inside is written in
// one line.
std::string to_yaml(const Document& document);

} // namespace itstorm
