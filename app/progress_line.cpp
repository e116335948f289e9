// SPDX-License-Identifier: Apache-2.0
// ProgressLine: see progress_line.h.
#include "progress_line.h"
#include "common/simulated_time.h"
#include <cstdio>
#include <systemc>

namespace itstorm {

ProgressLine::ProgressLine(bool on, std::string title,
                           std::function<std::optional<std::uint64_t>()> end_ps)
    : on_(on), title_(std::move(title)), end_ps_(std::move(end_ps))
{
}

double ProgressLine::seconds() const
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void ProgressLine::show()
{
    if (!on_ || seconds() < next_s_)
        return;
    next_s_ = seconds() + 0.2;
    const std::string text = progress_text(title_, sim::now_ps(), end_ps_(), seconds());
    std::fprintf(stderr, "\r%-78s", text.c_str());
    shown_ = true;
}

void ProgressLine::clear()
{
    if (shown_)
        std::fprintf(stderr, "\r%78s\r", "");
    shown_ = false;
}

} // namespace itstorm
