// SPDX-License-Identifier: Apache-2.0
// Log: see log.h.
#include "log.h"
#include "printable.h"
#include "simulated_time.h"
#include <cstdio>

namespace itstorm {

const char* log_level_name(LogLevel level)
{
    switch (level) {
    case LogLevel::Error: return "error";
    case LogLevel::Warning: return "warning";
    case LogLevel::Info: return "info";
    case LogLevel::Debug: return "debug";
    }
    return "?";
}

std::string log_line_text(const LogLine& line)
{
    char time[40];
    std::snprintf(time, sizeof time, "[%9llu.%06llu us] ",
                  static_cast<unsigned long long>(line.at_ps / 1'000'000),
                  static_cast<unsigned long long>(line.at_ps % 1'000'000));
    const bool is_trouble = line.level == LogLevel::Error || line.level == LogLevel::Warning;
    return time + (line.who.empty() ? "" : line.who + ": ") +
           (is_trouble ? log_level_name(line.level) + std::string(": ") : "") + line.text;
}

void Log::add(LogLevel level, std::string who, std::string_view text)
{
    const LogLine line{ sim::now_ps(), level, std::move(who), printable(text, text_most) };
    last_ = line.text;
    if (kept_.size() < kept_most)
        kept_.push_back(log_line_text(line));
    if (listener_)
        listener_(line);
}

} // namespace itstorm
