// SPDX-License-Identifier: Apache-2.0
// SweepProgress: see progress.h.
#include "sweep/progress.h"
#include <cstdio>
#include <ostream>
#include <sys/resource.h>

namespace itstorm {

namespace {

constexpr double terminal_s = 0.25, plain_s = 10;

std::string with_decimals(double value, int decimals)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

std::string time_text(double seconds)
{
    const auto s = static_cast<unsigned long>(seconds + 0.5);
    char text[64];
    if (s < 120)
        std::snprintf(text, sizeof text, "%lu s", s);
    else if (s < 7200)
        std::snprintf(text, sizeof text, "%lu min %02lu s", s / 60, s % 60);
    else
        std::snprintf(text, sizeof text, "%lu h %02lu min", s / 3600, s / 60 % 60);
    return text;
}

double seconds_of(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Of this process and of all its children that have ended.
double processor_seconds()
{
    double all = 0;
    for (const auto who : { RUSAGE_SELF, RUSAGE_CHILDREN }) {
        rusage usage{};
        if (getrusage(who, &usage) == 0)
            all += seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    }
    return all;
}

} // namespace

std::string load_text(double run_s, double processor_s, double wall_s, unsigned at_once)
{
    return "on average " + with_decimals(run_s / wall_s, 2) + " of " + std::to_string(at_once) +
           (at_once == 1 ? " run" : " runs") + " under way, " +
           with_decimals(processor_s / wall_s, 2) + " processors busy";
}

SweepProgress::SweepProgress(std::ostream& out, bool is_terminal, std::size_t points,
                             std::size_t before, unsigned at_once)
    : out_(out), is_terminal_(is_terminal), points_(points), before_(before), at_once_(at_once),
      processor_s_before_(processor_seconds())
{
}

double SweepProgress::seconds() const
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void SweepProgress::show(std::size_t done, std::size_t failed)
{
    if (seconds() < next_s_)
        return;
    next_s_ = seconds() + (is_terminal_ ? terminal_s : plain_s);
    print(done, failed);
}

void SweepProgress::finish(std::size_t done, std::size_t failed)
{
    print(done, failed);
    if (is_terminal_)
        out_ << "\n";
    if (run_s_ > 0)
        out_ << load_text(run_s_, processor_seconds() - processor_s_before_, seconds(), at_once_)
             << "\n";
    out_ << std::flush;
}

void SweepProgress::print(std::size_t done, std::size_t failed)
{
    const double rate = static_cast<double>(done - before_) / seconds();
    std::string line = std::to_string(done) + " of " + std::to_string(points_) + " points";
    if (failed != 0)
        line += ", " + std::to_string(failed) + " not passed";
    line += ", " + with_decimals(rate, 1) + " points/s";
    if (done < points_ && done > before_)
        line += ", " + time_text(static_cast<double>(points_ - done) / rate) + " left";
    if (done == points_)
        line += ", " + time_text(seconds());
    if (is_terminal_) {
        line.resize(line.size() < 78 ? 78 : line.size(), ' ');
        out_ << "\r" << line << std::flush;
    } else {
        out_ << line << "\n" << std::flush;
    }
}

} // namespace itstorm
