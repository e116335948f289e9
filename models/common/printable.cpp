// SPDX-License-Identifier: Apache-2.0
// Printable text: see printable.h.
#include "printable.h"
#include <cstdint>
#include <cstdio>

namespace itstorm {

namespace {

std::uint32_t code_point(std::string_view sequence)
{
    const auto first = static_cast<unsigned char>(sequence[0]);
    std::uint32_t code = sequence.size() == 1 ? first : first & (0x7fu >> sequence.size());
    for (std::size_t k = 1; k < sequence.size(); ++k)
        code = code << 6 | (static_cast<unsigned char>(sequence[k]) & 0x3fu);
    return code;
}

// What moves the cursor, ends the line, turns the direction of the text or has no width.
bool is_control(std::uint32_t code)
{
    const bool c0_or_c1 = code < 0x20 || (code >= 0x7f && code < 0xa0);
    const bool line_end = code == 0x2028 || code == 0x2029;
    const bool direction = (code >= 0x202a && code <= 0x202e) || code == 0x61c;
    const bool no_width = code == 0xad || (code >= 0x200b && code <= 0x200f) ||
                          (code >= 0x2060 && code <= 0x206f) || code == 0xfeff ||
                          (code >= 0xe0000 && code <= 0xe007f);
    return c0_or_c1 || line_end || direction || no_width;
}

std::string escaped(std::uint32_t code)
{
    if (code == '\n')
        return "\\n";
    if (code == '\t')
        return "\\t";
    if (code == '\r')
        return "\\r";
    char text[16];
    const char* const form = code < 0x100 ? "\\x%02x" : code < 0x10000 ? "\\u%04x" : "\\U%08x";
    std::snprintf(text, sizeof text, form, code);
    return text;
}

// The character at the beginning of `text`, which is shortened by it.
std::string next_shown(std::string_view& text)
{
    const std::size_t length = utf8_length(text);
    const std::string_view sequence = text.substr(0, length == 0 ? 1 : length);
    text.remove_prefix(sequence.size());
    if (length == 0)
        return escaped(static_cast<unsigned char>(sequence[0]));
    const std::uint32_t code = code_point(sequence);
    return is_control(code) ? escaped(code) : std::string(sequence);
}

// Invalid bytes count one each.
std::size_t count_characters(std::string_view text)
{
    std::size_t count = 0;
    for (; !text.empty(); ++count) {
        const std::size_t length = utf8_length(text);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return count;
}

} // namespace

std::size_t utf8_length(std::string_view text)
{
    const auto byte = [&](std::size_t k) {
        return static_cast<unsigned char>(k < text.size() ? text[k] : 0);
    };
    const unsigned char first = byte(0);
    const std::size_t length = text.empty()                    ? 0
                               : first < 0x80                  ? 1
                               : first >= 0xc2 && first < 0xe0 ? 2
                               : (first & 0xf0) == 0xe0        ? 3
                               : first >= 0xf0 && first < 0xf5 ? 4
                                                               : 0;
    for (std::size_t k = 1; k < length; ++k)
        if ((byte(k) & 0xc0) != 0x80)
            return 0;
    const bool overlong = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
    const bool surrogate = first == 0xed && byte(1) >= 0xa0;
    const bool beyond = first == 0xf4 && byte(1) >= 0x90;
    return overlong || surrogate || beyond ? 0 : length;
}

bool is_utf8(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string printable(std::string_view text, std::size_t most)
{
    std::string shown;
    std::string_view rest = text;
    for (std::size_t n = 0; n < most && !rest.empty(); ++n)
        shown += next_shown(rest);
    if (rest.empty())
        return shown;
    return shown + "... (" + std::to_string(most + count_characters(rest)) + " characters)";
}

} // namespace itstorm
