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

constexpr std::uint64_t whole_bytes_most = 1u << 30; // of a file that is read whole

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

std::string text_of_file(const std::string& path, std::string& problem)
{
    RegularFile file(path);
    problem = file.problem();
    if (problem.empty() && file.bytes() > whole_bytes_most)
        problem = "is larger than 1 GiB";
    if (!problem.empty())
        return "";
    std::string text(file.bytes(), '\0');
    std::size_t size = 0;
    while (const std::size_t more = file.read(&text[size], text.size() - size))
        size += more;
    problem = file.problem();
    text.resize(problem.empty() ? size : 0);
    return text;
}

std::string text_of_file(const std::string& path)
{
    std::string problem;
    return text_of_file(path, problem);
}

} // namespace itstorm
