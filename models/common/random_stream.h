// SPDX-License-Identifier: Apache-2.0
// Random numbers: one engine per stream, seeded from the run's seed and the name of the instance
// that draws, so that adding a device does not change what another one does. Distributions are
// Boost.Random's, whose algorithms are fixed (the standard library's are not).
#pragma once
#include <cstdint>
#include <random>
#include <string>

namespace itstorm {

// FNV-1a (64 bits) over the eight bytes of `seed`, lowest first, then the bytes of `name`; then the
// finaliser of SplitMix64, since FNV leaves similar names with similar upper bits.
inline std::uint64_t stream_seed(std::uint64_t seed, const std::string& name)
{
    std::uint64_t hash = 0xcbf29ce484222325u;
    const auto mix = [&hash](std::uint8_t byte) { hash = (hash ^ byte) * 0x100000001b3u; };
    for (unsigned byte = 0; byte < 8; ++byte)
        mix(static_cast<std::uint8_t>(seed >> (8 * byte)));
    for (const char c : name)
        mix(static_cast<std::uint8_t>(c));
    hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
    hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
    return hash ^ (hash >> 31);
}

using RandomStream = std::mt19937_64;

inline RandomStream random_stream(std::uint64_t seed, const std::string& name)
{
    return RandomStream(stream_seed(seed, name));
}

} // namespace itstorm
