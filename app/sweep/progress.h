// SPDX-License-Identifier: Apache-2.0
// How far a sweep is, on standard error: a line that changes on a terminal, else a line now and
// then.
#pragma once
#include <chrono>
#include <cstddef>
#include <iosfwd>

namespace itstorm {

class SweepProgress {
public:
    // `before`: points that are done already.
    SweepProgress(std::ostream& out, bool is_terminal, std::size_t points, std::size_t before);

    void show(std::size_t done, std::size_t failed); // if it is time
    void finish(std::size_t done, std::size_t failed);

private:
    void print(std::size_t done, std::size_t failed);
    double seconds() const;

    std::ostream& out_;
    const bool is_terminal_;
    const std::size_t points_, before_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    double next_s_ = 0.5;
};

} // namespace itstorm
