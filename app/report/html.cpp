// SPDX-License-Identifier: Apache-2.0
// Html: see html.h.
#include "report/html.h"
#include "common/printable.h"
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>

namespace itstorm {

namespace {

// Replaces what common/printable.h would escape, except line ends and tabs.
std::string shown(const std::string& character)
{
    return character == "\n" || character == "\t" || printable(character) == character ? character
                                                                                       : "\uFFFD";
}

std::string escaped(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return shown(std::string(1, c));
    }
}

bool is_plain_in_links(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::strchr("._~/-", c) != nullptr;
}

} // namespace

std::string html_escaped(const std::string& text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length =
            std::max<std::size_t>(utf8_length(std::string_view(text).substr(at)), 1);
        out += length == 1 ? escaped(text[at]) : shown(text.substr(at, length));
        at += length;
    }
    return out;
}

std::string link_to(const std::string& path)
{
    constexpr const char* digits = "0123456789ABCDEF";
    std::string link = path.compare(0, 2, "//") == 0 ? "/." : ""; // "//name" would be a host
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (c != '\0' && is_plain_in_links(c))
            link += c;
        else
            link += std::string("%") + digits[byte >> 4] + digits[byte & 15];
    }
    return link;
}

Html::Element::~Element()
{
    html_.markup_ += std::string("</") + name_ + ">\n";
}

void Html::begin(const char* name, Attributes attributes)
{
    markup_ += std::string("<") + name;
    for (const auto& [attribute, value] : attributes)
        if (!value.empty())
            markup_ += std::string(" ") + attribute + "=\"" + html_escaped(value) + "\"";
    markup_ += ">";
}

Html::Element Html::element(const char* name, Attributes attributes)
{
    begin(name, attributes);
    return { *this, name };
}

void Html::leaf(const char* name, const std::string& text_inside, Attributes attributes)
{
    const Element one = element(name, attributes);
    text(text_inside);
}

void Html::empty(const char* name, Attributes attributes)
{
    begin(name, attributes);
    markup_ += "\n";
}

std::string coordinate(double value)
{
    char digits[48];
    std::snprintf(digits, sizeof digits, "%.1f", std::round(value * 10) / 10 + 0.0);
    std::string out = digits;
    if (out.size() > 2 && out.compare(out.size() - 2, 2, ".0") == 0)
        out.resize(out.size() - 2);
    return out == "-0" ? "0" : out;
}

} // namespace itstorm
