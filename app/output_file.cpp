// SPDX-License-Identifier: Apache-2.0
// Output files: see output_file.h.
#include "output_file.h"
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace itstorm {

std::string cannot_be_written(const std::string& path)
{
    return path + ": cannot be written" +
           (errno == 0 ? std::string() : std::string(": ") + std::strerror(errno));
}

void write_file(const std::string& path, const std::string& text)
{
    errno = 0;
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    if (!file)
        throw std::runtime_error(cannot_be_written(path));
}

} // namespace itstorm
