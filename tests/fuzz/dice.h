// SPDX-License-Identifier: Apache-2.0
// Random draws for the generators of tests/fuzz: a seed gives the same numbers with every compiler
// and library, which the distributions of <random> do not promise.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace itstorm {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    // SplitMix64 (Steele, Lea, Flood 2014).
    std::uint64_t word()
    {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    // 0 <= result < 1
    double fraction() { return static_cast<double>(word() >> 11) * 0x1p-53; }
    bool chance(double probability) { return fraction() < probability; }

    // Both bounds included.
    std::uint64_t between(std::uint64_t low, std::uint64_t high)
    {
        return high - low == UINT64_MAX ? word() : low + word() % (high - low + 1);
    }

    // Draws every power of ten equally often, and now and then one of the bounds.
    std::uint64_t of_any_size(std::uint64_t low, std::uint64_t high)
    {
        if (chance(0.1))
            return low;
        if (chance(0.05))
            return high;
        const double span = std::log2(static_cast<double>(high - low) + 1);
        const double above = std::exp2(fraction() * span) - 1;
        return std::min(high, low + static_cast<std::uint64_t>(above));
    }

    template <class T>
    T one_of(const std::vector<T>& all) // a copy: `all` may be a temporary
    {
        return all[between(0, all.size() - 1)];
    }

private:
    std::uint64_t state_;
};

} // namespace itstorm
