// SPDX-License-Identifier: Apache-2.0
// How far a sweep is, on standard error: a line that changes on a terminal, else a line now and
// then.
#pragma once
#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <string>

namespace itstorm {

// How well the places for runs were used: seconds of all runs and of the processors during `wall_s`
// seconds.
std::string load_text(double run_s, double processor_s, double wall_s, unsigned at_once);

class SweepProgress {
public:
    // `before`: points that are done already; `at_once`: runs at a time.
    SweepProgress(std::ostream& out, bool is_terminal, std::size_t points, std::size_t before,
                  unsigned at_once);

    void show(std::size_t done, std::size_t failed);      // writes at most now and then
    void run_ended(double seconds) { run_s_ += seconds; } // real time from its start to its end
    void finish(std::size_t done, std::size_t failed);

private:
    void print(std::size_t done, std::size_t failed);
    double seconds() const;

    std::ostream& out_;
    const bool is_terminal_;
    const std::size_t points_, before_;
    const unsigned at_once_;
    const double processor_s_before_;
    double run_s_ = 0;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    double next_s_ = 0.5;
};

} // namespace itstorm
