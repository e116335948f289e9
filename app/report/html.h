// SPDX-License-Identifier: Apache-2.0
// Writes HTML, and SVG inside it. The destructor of an Element writes its end tag, so elements are
// always nested correctly. Every text and attribute is escaped, since names come from scenarios and
// objects.
#pragma once
#include <initializer_list>
#include <string>
#include <utility>

namespace itstorm {

std::string html_escaped(const std::string& text); // for text and for attributes

// A path as the target of a link. Characters other than [A-Za-z0-9._~/-] are percent-encoded, so
// that the browser takes no name of a folder for a scheme, a host or a fragment.
std::string link_to(const std::string& path);

class Html {
public:
    using Attributes = std::initializer_list<std::pair<const char*, std::string>>;

    class Element {
    public:
        Element(Html& html, const char* name) : html_(html), name_(name) {}
        ~Element();
        Element(const Element&) = delete;
        Element& operator=(const Element&) = delete;

    private:
        Html& html_;
        const char* const name_;
    };

    // An attribute whose value is empty is left out.
    [[nodiscard]] Element element(const char* name, Attributes attributes = {});
    void leaf(const char* name, const std::string& text, Attributes attributes = {});
    void empty(const char* name, Attributes attributes); // an element that has no end: meta, input
    void text(const std::string& text) { markup_ += html_escaped(text); }
    void raw(const std::string& markup) { markup_ += markup; } // of our own making only

    const std::string& markup() const { return markup_; }

private:
    void begin(const char* name, Attributes attributes);

    std::string markup_;
};

// A coordinate with at most one decimal place; never "-0".
std::string coordinate(double value);

} // namespace itstorm
