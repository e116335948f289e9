// SPDX-License-Identifier: Apache-2.0
// SweepProgress: see progress.h.
#include "sweep/progress.h"
#include <cstdio>
#include <ostream>
#include <string>

namespace itstorm {

namespace {

constexpr double terminal_s = 0.25, plain_s = 10;

std::string one_decimal(double value)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.1f", value);
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

} // namespace

SweepProgress::SweepProgress(std::ostream& out, bool is_terminal, std::size_t points,
                             std::size_t before)
    : out_(out), is_terminal_(is_terminal), points_(points), before_(before)
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
        out_ << "\n" << std::flush;
}

void SweepProgress::print(std::size_t done, std::size_t failed)
{
    const double rate = static_cast<double>(done - before_) / seconds();
    std::string line = std::to_string(done) + " of " + std::to_string(points_) + " points";
    if (failed != 0)
        line += ", " + std::to_string(failed) + " not passed";
    line += ", " + one_decimal(rate) + " points/s";
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
