// SPDX-License-Identifier: Apache-2.0
// LpiInvalidation: see lpi_invalidation.h.
#include "lpi_invalidation.h"
#include <algorithm>

namespace itstorm {

// By processor number, so that the order of messages does not depend on who came first.
std::vector<unsigned> LpiInvalidation::knowing(std::uint32_t intid) const
{
    std::vector<unsigned> list(lpi_directory_list(&directory_, intid, nullptr));
    lpi_directory_list(&directory_, intid, list.data());
    std::sort(list.begin(), list.end());
    return list;
}

std::vector<unsigned> LpiInvalidation::others(unsigned target, std::uint32_t intid) const
{
    std::vector<unsigned> list = knowing(intid);
    const auto needs_none = [&](unsigned n) { return n == target || !units_[n]->knows(intid); };
    list.erase(std::remove_if(list.begin(), list.end(), needs_none), list.end());
    return list;
}

std::vector<unsigned> LpiInvalidation::others(unsigned target) const
{
    std::vector<unsigned> list(directory_.stray, directory_.stray + directory_.strays);
    list.erase(std::remove(list.begin(), list.end(), target), list.end());
    std::sort(list.begin(), list.end());
    return list;
}

void LpiInvalidation::invalidate(unsigned target, std::uint32_t intid)
{
    units_[target]->invalidate(intid);
    for (const unsigned n : knowing(intid)) {
        if (n != target)
            units_[n]->invalidate(intid);
        forget_if_gone(n, intid);
    }
}

void LpiInvalidation::invalidate_all(unsigned target)
{
    const std::vector<unsigned> strays = others(target);
    invalidate_all_of(target);
    for (const unsigned n : strays)
        invalidate_all_of(n);
}

void LpiInvalidation::invalidate_all_of(unsigned target)
{
    units_[target]->invalidate_all();
    if (!units_[target]->has_any())
        lpi_directory_cured(&directory_, target);
}

sc_core::sc_time LpiInvalidation::invalidate_all_time(unsigned target) const
{
    sc_core::sc_time longest = units_[target]->invalidate_all_time();
    for (const unsigned n : others(target))
        longest = std::max(longest, units_[n]->invalidate_all_time());
    return longest;
}

void LpiInvalidation::forget_if_gone(unsigned target, std::uint32_t intid)
{
    if (!units_[target]->knows(intid))
        lpi_directory_forget(&directory_, intid, target);
}

} // namespace itstorm
