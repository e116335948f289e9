// SPDX-License-Identifier: Apache-2.0
// Stage 2 of one domain: maps IPA ranges to physical ranges, in granules of 4 KiB. PEs use it for
// accesses of the domain's guest, where an unmapped address traps to EL2; the IOMMU uses it for
// accesses of the domain's devices, where an unmapped address is blocked.
#pragma once
#include <cstdint>
#include <map>
#include <optional>

namespace itstorm {

class Stage2 {
public:
    struct Target {
        std::uint64_t pa;
        bool is_device;
    };

    static constexpr std::size_t most_mappings = 1 << 20;
    std::size_t mappings() const { return ranges_.size(); }

    // False: the range is not a multiple of the granule, is empty, or overlaps a mapping.
    bool map(std::uint64_t ipa, std::uint64_t pa, std::uint64_t bytes, bool is_device);
    bool unmap(std::uint64_t ipa, std::uint64_t bytes); // a whole range as given to map(), or false

    std::optional<Target> translate(std::uint64_t ipa, std::uint64_t bytes) const;

private:
    struct Range {
        std::uint64_t pa, bytes;
        bool is_device;
    };

    static constexpr std::uint64_t granule = 4096;
    std::map<std::uint64_t, Range> ranges_; // by IPA
};

} // namespace itstorm
