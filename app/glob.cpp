// SPDX-License-Identifier: Apache-2.0
// Globs: see glob.h. A mismatch goes back to the last '*' only, so that the time is at most the
// product of both lengths.
#include "glob.h"

namespace itstorm {

bool matches_glob(const std::string& pattern, const std::string& name)
{
    std::size_t p = 0, n = 0;
    std::size_t star = std::string::npos, star_end = 0; // where what the last '*' stands for ends
    while (n < name.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n]) &&
            pattern[p] != '*') {
            ++p;
            ++n;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_end = n;
        } else if (star != std::string::npos) {
            p = star + 1;
            n = ++star_end;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

} // namespace itstorm
