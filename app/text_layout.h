// SPDX-License-Identifier: Apache-2.0
// Pieces of the texts that commands print: padding, wrapping, numbers.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace itstorm {

std::string left(std::string text, std::size_t width); // padded; longer text stays
std::string right(const std::string& text, std::size_t width);

// Not longer than `width`, with "..." for what is left out; 0: as long as it is.
std::string cut(std::string text, std::size_t width);

// The shortest text that parses back to the same double, independent of the locale.
std::string exact_text(double value);

std::string joined(const std::vector<std::string>& words, const std::string& between);
std::string trimmed(const std::string& text); // without blanks at both ends
std::string hex_text(std::uint64_t value);    // "0x1f"

// The text in lines of at most `width`, each behind `indent` spaces; lines break at spaces only.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t width);

} // namespace itstorm
