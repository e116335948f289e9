// SPDX-License-Identifier: Apache-2.0
// The text of a run's progress; declared in progress_line.h.
#include "progress_line.h"
#include <algorithm>
#include <cstdio>

namespace itstorm {

std::string progress_text(const std::string& title, std::uint64_t now_ps,
                          std::optional<std::uint64_t> end_ps, double seconds)
{
    char text[160];
    const auto now = static_cast<double>(now_ps);
    std::snprintf(text, sizeof text, "%.3f ms simulated, %.1f s", now / 1e9, seconds);
    std::string line = (title.empty() ? "" : title + ": ") + text;
    if (!end_ps || *end_ps == 0 || now_ps == 0)
        return line;
    const double share = std::min(now / static_cast<double>(*end_ps), 1.0);
    std::snprintf(text, sizeof text, ", %.0f %%, %.0f s left", share * 100,
                  seconds * (1 - share) / share);
    return line + text;
}

} // namespace itstorm
