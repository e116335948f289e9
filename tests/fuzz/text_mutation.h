// SPDX-License-Identifier: Apache-2.0
// Makes texts that are almost scenarios: parts of good ones that are joined, cut, repeated, nested
// and corrupted. The same seed gives the same texts.
#pragma once
#include <random>
#include <string>
#include <vector>

namespace itstorm {

class TextMutation {
public:
    TextMutation(std::vector<std::string> seeds, std::uint64_t seed);

    std::string next();

private:
    std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }
    const std::string& any(const std::vector<std::string>& from)
    {
        return from[below(from.size())];
    }
    std::string token(); // of any seed text, or one that has caused errors

    void mutate(std::string& text);
    void replace_token(std::string& text);
    void change_lines(std::string& text);
    void splice(std::string& text);
    void repeat(std::string& text);
    void nest(std::string& text);
    void change_bytes(std::string& text);

    std::mt19937_64 random_;
    std::vector<std::string> seeds_, tokens_;
};

} // namespace itstorm
