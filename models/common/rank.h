// SPDX-License-Identifier: Apache-2.0
// The order of what falls on one picosecond: by kind of module, then by instance.
#pragma once
#include <cstdint>

namespace itstorm::sim {

// Lower kinds are served first, of one kind lower instances.
enum class Kind : std::uint8_t { Device, Link, Its, Redistributor, Pe, Timeline, Other };

class Rank {
public:
    constexpr Rank(Kind kind, unsigned instance)
        : value_(static_cast<std::uint32_t>(kind) << instance_bits |
                 (instance & ((1u << instance_bits) - 1)))
    {
    }
    constexpr std::uint32_t value() const { return value_; }

    static constexpr unsigned bits = 24;

private:
    static constexpr unsigned instance_bits = 20;
    std::uint32_t value_;
};

constexpr Rank behind_all{ Kind::Other, 0 };

} // namespace itstorm::sim
