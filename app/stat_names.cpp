// SPDX-License-Identifier: Apache-2.0
// Names of statistics: see stat_names.h.
#include "stat_names.h"
#include <algorithm>
#include <iterator>

namespace itstorm {

namespace {

constexpr const char* share_endings[] = {
    ".share", ".full_share", ".hit_share", ".no_slot", ".stalled_time", ".interrupts_per_event",
};
constexpr const char* share_groups[] = { ".share",
                                         ".no_slot" }; // parts of names like "pe0.share.guest"

template <class Endings>
bool ends_with_one_of(const std::string& name, const Endings& endings)
{
    return std::any_of(std::begin(endings), std::end(endings), [&](const std::string& end) {
        return name.size() > end.size() &&
               name.compare(name.size() - end.size(), end.size(), end) == 0;
    });
}

} // namespace

bool is_share(const std::string& name, const std::string& unit)
{
    return unit == "1" && (ends_with_one_of(name, share_endings) ||
                           ends_with_one_of(name.substr(0, name.rfind('.')), share_groups));
}

bool has_part(const std::string& name, const std::string& part)
{
    return ("." + name + ".").find("." + part + ".") != std::string::npos;
}

bool is_ring(const std::string& name)
{
    const std::string behind_its = name.substr(std::min(name.find('.'), name.size())) + ".";
    return behind_its.rfind(".cmdq.occupancy.", 0) == 0;
}

} // namespace itstorm
