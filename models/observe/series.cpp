// Series: see series.h.
#include "series.h"
#include <algorithm>
#include <cstdio>

namespace itstorm {

namespace {

// n / 10^digits with all digits.
std::string decimal(std::uint64_t n, unsigned digits)
{
    std::uint64_t scale = 1;
    for (unsigned i = 0; i < digits; ++i)
        scale *= 10;
    char text[48];
    std::snprintf(text, sizeof text, "%llu.%0*llu", static_cast<unsigned long long>(n / scale),
                  static_cast<int>(digits), static_cast<unsigned long long>(n % scale));
    return text;
}

} // namespace

Series::Series(std::ostream& out, const std::vector<std::string>& its, unsigned targets,
               std::uint64_t interval_ps)
    : out_(out), rings_(its.size()), interval_ps_(interval_ps), levels_(its.size() + targets)
{
    std::vector<std::string> names;
    for (const std::string& name : its)
        names.push_back(name + ".cmdq.occupancy");
    for (unsigned n = 0; n < targets; ++n)
        names.push_back("gicr" + std::to_string(n) + ".lpi.pending");
    out_ << "time_us";
    for (const std::string& name : names)
        out_ << ',' << name << ".mean," << name << ".max," << name << ".last";
    out_ << '\n';
}

void Series::change(std::size_t index, std::uint64_t value)
{
    const std::uint64_t now = sc_core::sc_time_stamp().value();
    pass_to(now);
    Level& level = levels_.at(index);
    level.area += static_cast<unsigned __int128>(level.value) * (now - level.since_ps);
    level.since_ps = now;
    level.value = value;
    level.max = std::max(level.max, value);
}

// Closes every interval that ends at or before `now_ps`.
void Series::pass_to(std::uint64_t now_ps)
{
    while (now_ps - start_ps_ >= interval_ps_)
        write_row(start_ps_ + interval_ps_);
}

void Series::write_row(std::uint64_t end_ps)
{
    const std::uint64_t span = end_ps - start_ps_;
    out_ << decimal(start_ps_, 6);
    for (Level& level : levels_) {
        level.area += static_cast<unsigned __int128>(level.value) * (end_ps - level.since_ps);
        const auto milli = static_cast<std::uint64_t>((level.area * 1000 + span / 2) / span);
        out_ << ',' << decimal(milli, 3) << ',' << level.max << ',' << level.value;
        level.area = 0;
        level.max = level.value;
        level.since_ps = end_ps;
    }
    out_ << '\n';
    start_ps_ = end_ps;
}

void Series::finish()
{
    const std::uint64_t now = sc_core::sc_time_stamp().value();
    pass_to(now);
    if (now != start_ps_)
        write_row(now);
}

} // namespace itstorm
