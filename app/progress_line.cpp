// ProgressLine: see progress_line.h.
#include "progress_line.h"
#include <cstdio>
#include <systemc>

namespace itstorm {

double ProgressLine::seconds() const
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void ProgressLine::show()
{
    if (!on_ || seconds() < next_s_)
        return;
    next_s_ = seconds() + 0.2;
    std::fprintf(stderr, "\r%12.3f ms simulated, %6.1f s",
                 sc_core::sc_time_stamp().to_seconds() * 1e3, seconds());
    shown_ = true;
}

void ProgressLine::clear()
{
    if (shown_)
        std::fprintf(stderr, "\r%40s\r", "");
    shown_ = false;
}

} // namespace itstorm
