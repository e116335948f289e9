// SPDX-License-Identifier: Apache-2.0
// What-ifs: see what_ifs.h.
#include "what_ifs.h"
#include "glob.h"
#include <sstream>

namespace itstorm {

const std::vector<WhatIf>& what_ifs()
{
    static const std::vector<WhatIf> rows = {
#include "what_ifs_rows.inc" // docs/what_ifs.md, by what_ifs.awk
    };
    return rows;
}

std::vector<std::string> what_if_ids()
{
    std::vector<std::string> ids;
    for (const WhatIf& row : what_ifs())
        ids.push_back(row.id);
    return ids;
}

const WhatIf* find_what_if(const std::string& id)
{
    for (const WhatIf& row : what_ifs())
        if (id == row.id)
            return &row;
    return nullptr;
}

bool is_among(const std::string& globs, const std::string& name)
{
    std::istringstream words(globs);
    for (std::string glob; words >> glob;)
        for (std::size_t begin = 0; begin != std::string::npos;) {
            if (matches_glob(glob, name.substr(begin)))
                return true;
            const std::size_t dot = name.find('.', begin);
            begin = dot == std::string::npos ? dot : dot + 1;
        }
    return false;
}

} // namespace itstorm
