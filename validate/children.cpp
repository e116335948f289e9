// SPDX-License-Identifier: Apache-2.0
// Child: see children.h.
#include "children.h"
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace itstorm {

namespace {

void write_all(int to, const std::string& text)
{
    for (std::size_t at = 0; at < text.size();) {
        const ssize_t n = ::write(to, text.data() + at, text.size() - at);
        if (n <= 0)
            return;
        at += static_cast<std::size_t>(n);
    }
}

// Leaves without destructors: the SystemC kernel of this process is not used again.
[[noreturn]] void become(const std::function<std::string()>& work, int to)
{
    int status = 0;
    try {
        write_all(to, work());
    } catch (const std::exception& error) {
        std::fprintf(stderr, "itstorm_validate: %s\n", error.what());
        status = 1;
    }
    std::fflush(nullptr);
    ::_exit(status);
}

} // namespace

Child::Child(const std::function<std::string()>& work)
{
    int ends[2];
    std::fflush(nullptr); // else the child would print the buffered text again
    if (::pipe(ends) != 0 || (pid_ = ::fork()) < 0)
        throw std::runtime_error("no process to be had");
    if (pid_ == 0) {
        ::close(ends[0]);
        become(work, ends[1]);
    }
    ::close(ends[1]);
    from_ = ends[0];
}

Child::~Child()
{
    if (pid_ > 0)
        result();
}

std::string Child::result()
{
    std::string text;
    char buffer[4096];
    for (ssize_t n; (n = ::read(from_, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(n));
    ::close(from_);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return status == 0 ? text : std::string();
}

} // namespace itstorm
