// SPDX-License-Identifier: Apache-2.0
// What software and models have to say in words, line by line, as it happens. A line knows when and
// by whom it was said. The listener (terminal, log.txt) decides which lines it shows. The first
// lines are kept for result.json.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace itstorm {

enum class LogLevel { Error, Warning, Info, Debug };

struct LogLine {
    std::uint64_t at_ps; // simulated time
    LogLevel level;
    std::string who;  // "pe0", "pe0 dom1.vcpu0", "its0"; empty: set-up
    std::string text; // printable
};

const char* log_level_name(LogLevel level); // "warning"

// "[      12.345678 us] pe0 dom1.vcpu0: warning: no room for the queues"
std::string log_line_text(const LogLine& line);

class Log {
public:
    static constexpr std::size_t kept_most = 200, text_most = 400;

    // `text` as it comes from outside: any bytes, any length.
    void add(LogLevel level, std::string who, std::string_view text);

    void listen(std::function<void(const LogLine&)> listener) { listener_ = std::move(listener); }
    const std::vector<std::string>& kept() const { return kept_; } // the first lines
    const std::string& last() const { return last_; }              // text only; empty: none

private:
    std::vector<std::string> kept_;
    std::string last_;
    std::function<void(const LogLine&)> listener_;
};

} // namespace itstorm
