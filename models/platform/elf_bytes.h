// SPDX-License-Identifier: Apache-2.0
// Reads structures of an ELF file by their offset.
#pragma once
#include <cstdint>
#include <cstring>
#include <vector>

namespace itstorm {

// False: the structure does not lie in the file as a whole.
template <class T>
bool read_at(const std::vector<char>& file, std::uint64_t offset, T& out)
{
    if (offset > file.size() || file.size() - offset < sizeof out)
        return false;
    std::memcpy(&out, file.data() + offset, sizeof out);
    return true;
}

} // namespace itstorm
