// SPDX-License-Identifier: Apache-2.0
// The line on the terminal that says how far a run is. It reads the real clock, on which no result
// depends.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace itstorm {

class ProgressLine {
public:
    // `title`: which run it is. `end_ps`: the simulated time at which it will end, if that is
    // known.
    ProgressLine(bool on, std::string title, std::function<std::optional<std::uint64_t>()> end_ps);
    ~ProgressLine() { clear(); }

    void show(); // writes at most a few times a second
    void clear();

private:
    double seconds() const;

    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    const bool on_;
    const std::string title_;
    const std::function<std::optional<std::uint64_t>()> end_ps_;
    bool shown_ = false;
    double next_s_ = 0.5;
};

// "storm (2 of 8): 12.345 ms simulated, 45 %, 3.2 s, 4 s left"
std::string progress_text(const std::string& title, std::uint64_t now_ps,
                          std::optional<std::uint64_t> end_ps, double seconds);

} // namespace itstorm
