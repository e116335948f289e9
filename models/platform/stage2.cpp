// SPDX-License-Identifier: Apache-2.0
// Stage2: see stage2.h.
#include "stage2.h"

namespace itstorm {

bool Stage2::map(std::uint64_t ipa, std::uint64_t pa, std::uint64_t bytes, bool is_device)
{
    if (bytes == 0 || (ipa | pa | bytes) % granule != 0 || ipa + bytes < ipa || pa + bytes < pa)
        return false;
    const auto next = ranges_.lower_bound(ipa);
    if (next != ranges_.end() && next->first < ipa + bytes)
        return false;
    if (next != ranges_.begin() && std::prev(next)->first + std::prev(next)->second.bytes > ipa)
        return false;
    ranges_.emplace(ipa, Range{ pa, bytes, is_device });
    return true;
}

bool Stage2::unmap(std::uint64_t ipa, std::uint64_t bytes)
{
    const auto at = ranges_.find(ipa);
    if (at == ranges_.end() || at->second.bytes != bytes)
        return false;
    ranges_.erase(at);
    return true;
}

std::optional<Stage2::Target> Stage2::translate(std::uint64_t ipa, std::uint64_t bytes) const
{
    auto at = ranges_.upper_bound(ipa);
    if (at == ranges_.begin())
        return std::nullopt;
    --at;
    const std::uint64_t offset = ipa - at->first;
    if (bytes > at->second.bytes || offset > at->second.bytes - bytes)
        return std::nullopt;
    return Target{ at->second.pa + offset, at->second.is_device };
}

} // namespace itstorm
