// SPDX-License-Identifier: Apache-2.0
// Stage 2 of one domain: IPA ranges to physical ranges, 4 KiB granules. Used by the PE for the
// domain's accesses and by the IOMMU for its devices. What is not mapped traps (PE) or is blocked
// (IOMMU).
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

    // False: not a multiple of the granule, empty, or it overlaps a mapping.
    bool map(std::uint64_t ipa, std::uint64_t pa, std::uint64_t bytes, bool is_device);
    bool unmap(std::uint64_t ipa, std::uint64_t bytes); // exactly what one map() made

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
