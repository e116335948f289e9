// SPDX-License-Identifier: Apache-2.0
// A piece of an ELF file, looked at by its offset.
#pragma once
#include <cstdint>
#include <cstring>
#include <vector>

namespace itstorm {

// False: the file does not have it, or not all of it.
template <class T>
bool read_at(const std::vector<char>& file, std::uint64_t offset, T& out)
{
    if (offset > file.size() || file.size() - offset < sizeof out)
        return false;
    std::memcpy(&out, file.data() + offset, sizeof out);
    return true;
}

} // namespace itstorm
