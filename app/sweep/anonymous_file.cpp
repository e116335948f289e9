// SPDX-License-Identifier: Apache-2.0
// AnonymousFile: see anonymous_file.h.
#include "sweep/anonymous_file.h"
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <sys/mman.h>
#include <unistd.h>

namespace itstorm {

AnonymousFile::AnonymousFile() : descriptor_(memfd_create("itstorm point", MFD_CLOEXEC))
{
    if (descriptor_ < 0)
        throw std::runtime_error(std::string("no memory file: ") + std::strerror(errno));
}

AnonymousFile::~AnonymousFile()
{
    ::close(descriptor_);
}

bool AnonymousFile::write(const std::string& text)
{
    for (std::size_t done = 0; done < text.size();) {
        const ssize_t count = ::write(descriptor_, text.data() + done, text.size() - done);
        if (count <= 0)
            return false;
        done += static_cast<std::size_t>(count);
    }
    return true;
}

std::string AnonymousFile::read() const
{
    const off_t size = ::lseek(descriptor_, 0, SEEK_END);
    std::string text(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
    const ssize_t count = ::pread(descriptor_, text.data(), text.size(), 0);
    text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return text;
}

} // namespace itstorm
