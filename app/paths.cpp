// SPDX-License-Identifier: Apache-2.0
// Paths: see paths.h.
#include "paths.h"
#include <algorithm>

namespace itstorm {

std::vector<std::string> split(const std::string& text, char separator)
{
    std::vector<std::string> parts;
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find(separator, begin)) != std::string::npos; begin = end + 1)
        parts.push_back(text.substr(begin, end - begin));
    parts.push_back(text.substr(begin));
    return parts;
}

std::string last_parts(const std::string& path, std::size_t count)
{
    const auto all = static_cast<std::size_t>(std::count(path.begin(), path.end(), '.')) + 1;
    if (count == 0 || all < count)
        return "";
    std::size_t begin = 0;
    for (std::size_t n = 0; n < all - count; ++n)
        begin = path.find('.', begin) + 1;
    return path.substr(begin);
}

const std::vector<std::string>& named_lists()
{
    static const std::vector<std::string> lists = { "platform.its", "platform.pci", "domains",
                                                    "timeline",     "measure",      "expect" };
    return lists;
}

std::string without_list(const std::string& path, const std::vector<std::string>& lists)
{
    for (const std::string& list : lists)
        if (path.compare(0, list.size() + 1, list + ".") == 0)
            return path.substr(list.size() + 1);
    return path;
}

} // namespace itstorm
