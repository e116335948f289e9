// SPDX-License-Identifier: Apache-2.0
// TextMutation: see text_mutation.h.
#include "text_mutation.h"
#include <algorithm>
#include <cctype>
#include <set>

namespace itstorm {

namespace {

constexpr std::size_t bytes_most = 60'000;

const char* const hurtful[] = {
    "0",
    "-1",
    "1",
    "2147483648",
    "4294967295",
    "18446744073709551615",
    "99999999999999999999999",
    "1e999",
    "0x10",
    "1.5",
    ".",
    "0.0000000001",
    "1ps",
    "0ns",
    "18446744073709551615ps",
    "1TiB",
    "100%",
    "1/s",
    "999G/s",
    "NaN",
    "true",
    "null",
    "~",
    "",
    "''",
    "\"\"",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "{}",
    "[]",
    ",",
    ":",
    ": ",
    "- ",
    "? ",
    "&a ",
    "*a",
    "!t ",
    "! ",
    "!!str ",
    "|\n",
    ">\n",
    "|9-\n",
    "%YAML 1.2\n",
    "---\n",
    "...\n",
    "#",
    "\t",
    "\r\n",
    "\r",
    "\n",
    "\n\n",
    "  ",
    "\\",
    "\"\\e[2J\"",
    "\"\\0\"",
    "\"\\u202e\"",
    "\"\\ud800\"",
    "\xef\xbb\xbf",
    "\xff",
    "\xc2\x9b",
    "\xf4\x90\x80\x80",
    "\x1b[2J",
    "@",
    "`",
    "<<",
    "<<: ",
    "=",
    "==",
    ">=",
    "<",
    "*",
    "0000:00:00.0",
    "ff:1f.7",
    "gen5x16",
    "all",
    "never",
    "variants:\n",
    "timeline:\n",
    "domains:\n",
    "a.b.c",
    "its0.command_queue: ",
    "nic0.link: off",
    "label",
    "run",
    "v1/run",
    "all_guests.ready == 1",
};

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '-';
}

// Begin and end of the word, or the single character, at or behind `at`.
std::pair<std::size_t, std::size_t> word_at(const std::string& text, std::size_t at)
{
    std::size_t begin = at, end = at;
    while (begin > 0 && is_word(text[begin - 1]))
        --begin;
    while (end < text.size() && is_word(text[end]))
        ++end;
    return { begin, std::max(end, std::min(begin + 1, text.size())) };
}

std::set<std::string> words_of(const std::string& text)
{
    std::set<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const auto [begin, end] = word_at(text, at);
        if (is_word(text[begin]))
            words.insert(text.substr(begin, end - begin));
        at = std::max(end, at + 1);
    }
    return words;
}

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size() - 1);
        lines.push_back(text.substr(begin, end + 1 - begin));
        begin = end + 1;
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text += line;
    return text;
}

} // namespace

TextMutation::TextMutation(std::vector<std::string> seeds, std::uint64_t seed)
    : random_(seed), seeds_(std::move(seeds))
{
    std::set<std::string> words;
    for (const std::string& text : seeds_)
        words.merge(words_of(text));
    tokens_.assign(words.begin(), words.end());
}

std::string TextMutation::token()
{
    return below(2) == 0 ? hurtful[below(std::size(hurtful))] : any(tokens_);
}

std::string TextMutation::next()
{
    std::string text = any(seeds_);
    for (std::size_t n = 1 + below(4); n > 0; --n)
        mutate(text);
    if (text.size() > bytes_most)
        text.resize(bytes_most);
    return text;
}

void TextMutation::mutate(std::string& text)
{
    switch (below(10)) {
    case 0: return change_lines(text);
    case 1: return splice(text);
    case 2: return repeat(text);
    case 3: return nest(text);
    case 4: return change_bytes(text);
    default: return replace_token(text);
    }
}

void TextMutation::replace_token(std::string& text)
{
    const auto [begin, end] = word_at(text, below(text.size()));
    const bool inserts = below(4) == 0;
    text.replace(begin, inserts ? 0 : end - begin, token());
}

// Removes, doubles or moves a line, or changes its indentation.
void TextMutation::change_lines(std::string& text)
{
    auto lines = lines_of(text);
    if (lines.empty())
        return;
    const std::size_t n = below(lines.size());
    std::string line = lines[n];
    switch (below(4)) {
    case 0: lines.erase(lines.begin() + static_cast<long>(n)); break;
    case 1: lines.insert(lines.begin() + static_cast<long>(below(lines.size())), line); break;
    case 2: lines[n].insert(0, below(8), ' '); break;
    default: lines[n].erase(0, std::min(line.find_first_not_of(' '), below(4))); break;
    }
    text = joined(lines);
}

// Joins the beginning of this text and the end of another.
void TextMutation::splice(std::string& text)
{
    auto mine = lines_of(text);
    const auto others = lines_of(any(seeds_));
    mine.resize(below(mine.size() + 1));
    for (std::size_t n = below(others.size() + 1); n < others.size(); ++n)
        mine.push_back(others[n]);
    text = joined(mine);
}

void TextMutation::repeat(std::string& text)
{
    const std::size_t begin = below(text.size());
    const std::string piece = text.substr(begin, 1 + below(40));
    std::string many;
    for (std::size_t n = std::size_t{ 1 } << below(11); n > 0 && many.size() < bytes_most / 2; --n)
        many += piece;
    text.insert(begin, many);
}

void TextMutation::nest(std::string& text)
{
    static const char* const openings[] = { "[", "{a: ", "- ", "? ", "{", "[{", "{? ", "a: [" };
    const std::string opening = openings[below(std::size(openings))];
    std::string many;
    for (std::size_t n = std::size_t{ 1 } << below(13); n > 0 && many.size() < bytes_most / 2; --n)
        many += opening;
    text.insert(below(text.size()), many);
}

void TextMutation::change_bytes(std::string& text)
{
    for (std::size_t n = 1 + below(4); n > 0 && !text.empty(); --n) {
        const std::size_t at = below(text.size());
        switch (below(3)) {
        case 0: text[at] = static_cast<char>(random_()); break;
        case 1: text.erase(at, 1 + below(8)); break;
        default: text.insert(at, 1, static_cast<char>(random_())); break;
        }
    }
}

} // namespace itstorm
