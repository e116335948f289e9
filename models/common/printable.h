// SPDX-License-Identifier: Apache-2.0
// Text from outside (a scenario, a trace, an object) as it may be shown to a person: on one line,
// without anything that a terminal would obey or that would look like other text.
#pragma once
#include <string>
#include <string_view>

namespace itstorm {

constexpr std::size_t printable_most = 120;

// Control characters, bidirectional overrides and what is not UTF-8 become \n, \t, \x1b, \u202e,
// as YAML writes them.
// Of more than `most` characters the beginning and how many there are: "ccc... (1048576
// characters)".
std::string printable(std::string_view text, std::size_t most = printable_most);

bool is_utf8(std::string_view text);

// Length of the valid UTF-8 sequence that `text` begins with; 0: it begins with none.
std::size_t utf8_length(std::string_view text);

} // namespace itstorm
