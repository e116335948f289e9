// SPDX-License-Identifier: Apache-2.0
// Terminal: see terminal.h.
#include "terminal.h"
#include <sys/ioctl.h>
#include <unistd.h>

namespace itstorm {

std::size_t terminal_width()
{
    winsize size{};
    constexpr std::size_t usual = 80; // for a terminal that does not tell its width
    if (isatty(STDOUT_FILENO) == 0)
        return 0;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : usual;
}

} // namespace itstorm
