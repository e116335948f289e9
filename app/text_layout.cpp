// SPDX-License-Identifier: Apache-2.0
// Pieces of text: see text_layout.h.
#include "text_layout.h"
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <sstream>

namespace itstorm {

std::string left(std::string text, std::size_t width)
{
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

std::string right(const std::string& text, std::size_t width)
{
    return std::string(text.size() < width ? width - text.size() : 0, ' ') + text;
}

std::string cut(std::string text, std::size_t width)
{
    if (width > 3 && text.size() > width)
        text = text.substr(0, width - 3) + "...";
    return text;
}

std::string exact_text(double value)
{
    std::array<char, 64> text;
    const bool is_whole = value == std::floor(value) && std::fabs(value) < 9e15;
    const auto end = is_whole ? std::to_chars(text.data(), text.data() + text.size(),
                                              static_cast<std::int64_t>(value))
                              : std::to_chars(text.data(), text.data() + text.size(), value);
    return std::string(text.data(), end.ptr);
}

std::string joined(const std::vector<std::string>& words, const std::string& between)
{
    std::string all;
    for (std::size_t n = 0; n < words.size(); ++n)
        all += (n == 0 ? "" : between) + words[n];
    return all;
}

std::string trimmed(const std::string& text)
{
    const std::size_t begin = text.find_first_not_of(' ');
    return begin == std::string::npos ? ""
                                      : text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

std::string hex_text(std::uint64_t value)
{
    std::ostringstream out;
    out << "0x" << std::hex << value;
    return out.str();
}

std::string wrapped(const std::string& text, std::size_t indent, std::size_t width)
{
    const std::string margin(indent, ' ');
    std::string out, line;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        const std::string word = text.substr(begin, end - begin);
        if (!line.empty() && indent + line.size() + 1 + word.size() > width) {
            out += margin + line + "\n";
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
        begin = end + 1;
    }
    return line.empty() ? out : out + margin + line + "\n";
}

} // namespace itstorm
