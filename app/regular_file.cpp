// SPDX-License-Identifier: Apache-2.0
// RegularFile: see regular_file.h.
#include "regular_file.h"
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace itstorm {

namespace {

std::string cannot_be_read()
{
    return std::string("cannot be read: ") + std::strerror(errno);
}

} // namespace

// O_NONBLOCK: opening a FIFO does not wait for somebody who writes to it.
RegularFile::RegularFile(const std::string& path)
    : descriptor_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC))
{
    struct stat info = {};
    if (descriptor_ < 0 || ::fstat(descriptor_, &info) != 0)
        problem_ = cannot_be_read();
    else if (S_ISDIR(info.st_mode))
        problem_ = "is a directory";
    else if (!S_ISREG(info.st_mode))
        problem_ = "is not a regular file";
    bytes_ = static_cast<std::uint64_t>(info.st_size);
}

RegularFile::~RegularFile()
{
    if (descriptor_ >= 0)
        ::close(descriptor_);
}

std::size_t RegularFile::read(char* to, std::size_t at_most)
{
    if (!problem_.empty())
        return 0;
    const ssize_t count = ::read(descriptor_, to, at_most);
    if (count < 0)
        problem_ = cannot_be_read();
    return count < 0 ? 0 : static_cast<std::size_t>(count);
}

} // namespace itstorm
