// SPDX-License-Identifier: Apache-2.0
// A YAML document that a test writes, and cuts down while it searches for a smaller one with the
// same fault. It does not read YAML, which is what the program under test does.
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

    std::size_t nodes() const; // how many nodes there are, this one included

    Kind kind = Kind::Map;
    std::string key;  // in a map
    std::string text; // of a scalar
    std::vector<Document> children;
};

// The document as text: keys of the outermost map and elements of lists on lines of their own, each
// with its contents in one line.
std::string to_yaml(const Document& document);

} // namespace itstorm
