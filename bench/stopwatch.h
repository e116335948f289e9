// SPDX-License-Identifier: Apache-2.0
// Real time and processor time of a stretch of the program.
#pragma once
#include <chrono>
#include <cstdint>
#include <ctime>

namespace itstorm {

struct Speed {
    double per_second = 0;     // of real time
    double per_cpu_second = 0; // of processor time: steadier on a machine that others use
};

class Stopwatch {
public:
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    double cpu_seconds() const
    {
        return static_cast<double>(std::clock() - cpu_start_) / CLOCKS_PER_SEC;
    }

    Speed speed(std::uint64_t count) const
    {
        return { static_cast<double>(count) / seconds(),
                 static_cast<double>(count) / cpu_seconds() };
    }

private:
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    const std::clock_t cpu_start_ = std::clock();
};

} // namespace itstorm
