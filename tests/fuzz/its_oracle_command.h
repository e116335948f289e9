// SPDX-License-Identifier: Apache-2.0
// The fields of a command, and the sizes of the oracle's ITS and redistributors: literals, as in
// all of the oracle (its_oracle.h).
#pragma once
#include "its_oracle.h"

namespace its_oracle {

constexpr std::uint32_t device_ids = 65536, collection_ids = 8192, first_lpi = 8192;
constexpr unsigned lpi_bits = 16;

// Opcodes.
constexpr unsigned movi = 0x01, int_ = 0x03, clear = 0x04, sync = 0x05, mapd = 0x08, mapc = 0x09,
                   mapti = 0x0a, inv = 0x0c, invall = 0x0d, movall = 0x0e, discard = 0x0f;

inline unsigned opcode(const Command& c)
{
    return c[0] & 0xff;
}

inline std::uint32_t device_of(const Command& c)
{
    return static_cast<std::uint32_t>(c[0] >> 32);
}

inline std::uint32_t event_of(const Command& c)
{
    return static_cast<std::uint32_t>(c[1]);
}

inline std::uint32_t lpi_of(const Command& c) // MAPTI
{
    return static_cast<std::uint32_t>(c[1] >> 32);
}

inline std::uint16_t icid_of(const Command& c)
{
    return static_cast<std::uint16_t>(c[2]);
}

inline bool valid(const Command& c)
{
    return (c[2] >> 63) != 0;
}

inline std::uint64_t rdbase(std::uint64_t word)
{
    return word >> 16 & 0xfffffffff;
}

inline bool in_range(std::uint32_t lpi, unsigned bits)
{
    return lpi >= first_lpi && bits >= 14 && lpi < 1u << bits;
}

template <class Map, class Key>
auto find(Map& map, const Key& key) -> decltype(&map.begin()->second)
{
    const auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

} // namespace its_oracle
