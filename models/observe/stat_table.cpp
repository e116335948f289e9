// SPDX-License-Identifier: Apache-2.0
// Tables of statistics: see stat_table.h.
#include "stat_table.h"

namespace itstorm {

std::string with_word(const std::string& pattern, const std::string& word)
{
    const std::size_t star = pattern.find('*');
    return star == std::string::npos ? pattern
                                     : pattern.substr(0, star) + word + pattern.substr(star + 1);
}

StatInfo make_info(StatKind kind, const std::string& name, const std::string& unit,
                   const std::string& text)
{
    const bool counts = kind == StatKind::Counter || kind == StatKind::Level;
    return { name, kind, counts && unit != "1" ? unit : "", text };
}

} // namespace itstorm
