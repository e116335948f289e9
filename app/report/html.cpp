// SPDX-License-Identifier: Apache-2.0
// Html: see html.h.
#include "report/html.h"
#include <cmath>
#include <cstdio>

namespace itstorm {

std::string html_escaped(const std::string& text)
{
    std::string out;
    for (const char c : text)
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\'': out += "&#39;"; break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t')
                out += c;
            else
                out += "\uFFFD"; // no HTML page may have it
        }
    return out;
}

Html::Element::~Element()
{
    html_.markup_ += std::string("</") + name_ + ">\n";
}

void Html::begin(const char* name, Attributes attributes)
{
    markup_ += std::string("<") + name;
    for (const auto& [attribute, value] : attributes)
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
