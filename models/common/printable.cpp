// printable(): see printable.h.
#include "common/printable.h"
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <iterator>

namespace itstorm {

namespace {

struct CodePoint {
    std::uint32_t value;
    std::size_t bytes; // 0: not UTF-8
};

// The lead byte of a sequence, by its length: what its bits are under `mask`, and the smallest
// value that needs so many bytes.
struct Form {
    unsigned char mask, lead;
    std::size_t bytes;
    std::uint32_t least;
};

constexpr Form forms[] = {
    { 0x80, 0x00, 1, 0 },
    { 0xe0, 0xc0, 2, 0x80 },
    { 0xf0, 0xe0, 3, 0x800 },
    { 0xf8, 0xf0, 4, 0x10000 },
};

constexpr CodePoint broken{ 0, 0 };

CodePoint decode(std::string_view text, const Form& form)
{
    if (text.size() < form.bytes)
        return broken;
    std::uint32_t value = static_cast<unsigned char>(text[0]) & ~unsigned{ form.mask } & 0xffu;
    for (std::size_t n = 1; n < form.bytes; n++) {
        const auto next = static_cast<unsigned char>(text[n]);
        if ((next & 0xc0) != 0x80)
            return broken;
        value = value << 6 | (next & 0x3fu);
    }
    const bool is_surrogate = value >= 0xd800 && value <= 0xdfff;
    return value < form.least || value > 0x10ffff || is_surrogate ? broken
                                                                  : CodePoint{ value, form.bytes };
}

CodePoint first_of(std::string_view text)
{
    const auto lead = static_cast<unsigned char>(text[0]);
    const auto form = std::find_if(std::begin(forms), std::end(forms),
                                   [&](const Form& f) { return (lead & f.mask) == f.lead; });
    return form == std::end(forms) ? broken : decode(text, *form);
}

struct Range {
    std::uint32_t first, last;
};

// What has no picture of its own, and what moves or hides its neighbours (Unicode: Cc, Cf, Zl, Zp).
constexpr Range hidden[] = {
    { 0x00, 0x1f },     { 0x7f, 0x9f },     { 0xad, 0xad },       { 0x34f, 0x34f },
    { 0x61c, 0x61c },   { 0x115f, 0x1160 }, { 0x180b, 0x180f },   { 0x200b, 0x200f },
    { 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 },   { 0xfe00, 0xfe0f },
    { 0xfeff, 0xfeff }, { 0xfff0, 0xfffb }, { 0xe0000, 0xe0fff },
};

bool is_hidden(std::uint32_t value)
{
    return std::any_of(std::begin(hidden), std::end(hidden),
                       [&](const Range& r) { return value >= r.first && value <= r.last; });
}

std::string number(const char* format, unsigned value)
{
    char text[16];
    std::snprintf(text, sizeof text, format, value);
    return text;
}

std::string escaped(std::uint32_t value)
{
    switch (value) {
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: return number(value < 0x80 ? "\\x%02x" : "\\u{%x}", value);
    }
}

} // namespace

std::string printable(std::string_view text, std::size_t most)
{
    std::string shown;
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = first_of(text.substr(at));
        const std::size_t bytes = std::max<std::size_t>(c.bytes, 1);
        std::string piece(text.substr(at, bytes));
        if (c.bytes == 0)
            piece = number("\\x%02x", static_cast<unsigned char>(text[at]));
        else if (is_hidden(c.value))
            piece = escaped(c.value);
        columns += piece.size() > bytes ? piece.size() : 1;
        if (columns > most)
            return shown + "... (" + std::to_string(text.size()) + " bytes)";
        shown += piece;
        at += bytes;
    }
    return shown;
}

} // namespace itstorm
