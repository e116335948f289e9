// SPDX-License-Identifier: Apache-2.0
// Hashes: see hash.h.
#include "hash.h"
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace itstorm {

std::string hash_of(const std::string& bytes)
{
    std::uint64_t h = 0xcbf29ce484222325ull;
    for (const char c : bytes)
        h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    char text[32];
    std::snprintf(text, sizeof text, "fnv1a64:%016llx", static_cast<unsigned long long>(h));
    return text;
}

std::string hash_of_file(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return hash_of(std::string(std::istreambuf_iterator<char>(file), {}));
}

} // namespace itstorm
