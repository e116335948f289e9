// SPDX-License-Identifier: Apache-2.0
// Series: see series.h.
#include "series.h"
#include "common/simulated_time.h"
#include <algorithm>
#include <cstdio>

namespace itstorm {

namespace {

// n / 10^digits as text, exactly.
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

Series::Series(const std::vector<std::string>& its, unsigned targets, std::uint64_t interval_ps)
    : rings_(its.size()), capacities_(its.size()), interval_ps_(interval_ps),
      levels_(its.size() + targets)
{
    for (const std::string& name : its)
        names_.push_back(name + ".cmdq.occupancy");
    for (unsigned n = 0; n < targets; ++n)
        names_.push_back("gicr" + std::to_string(n) + ".lpi.pending");
}

// A ring's capacity is one less than its slots, as one slot stays empty. If software replaces the
// ring, the capacity is that of the largest.
void Series::ring(unsigned its, const RingFact& fact)
{
    if (fact.slots != 0)
        capacities_.at(its) = std::max<std::uint64_t>(capacities_[its], fact.slots - 1);
    change(its, fact.used);
}

std::map<std::string, std::uint64_t> Series::capacities() const
{
    std::map<std::string, std::uint64_t> by_name;
    for (std::size_t n = 0; n < rings_; ++n)
        if (capacities_[n] != 0)
            by_name[names_[n]] = capacities_[n];
    return by_name;
}

void Series::change(std::size_t index, std::uint64_t value)
{
    const std::uint64_t now = sim::now_ps();
    pass_to(now);
    Level& level = levels_.at(index);
    level.area += static_cast<Area>(level.value) * (now - level.since_ps);
    level.since_ps = now;
    level.value = value;
    level.max = std::max(level.max, value);
}

// ---- rows ----

// Ends every interval that is over at `now_ps`. Doubles the interval first where needed, so that a
// long stretch without changes does not make rows that are merged at once.
void Series::pass_to(std::uint64_t now_ps)
{
    if (now_ps - start_ps_ < interval_ps_)
        return;
    while (rows() + (now_ps - start_ps_) / interval_ps_ > max_rows)
        widen();
    while (now_ps - start_ps_ >= interval_ps_)
        end_row(start_ps_ + interval_ps_);
}

void Series::end_row(std::uint64_t end_ps)
{
    for (Level& level : levels_) {
        level.area += static_cast<Area>(level.value) * (end_ps - level.since_ps);
        cells_.push_back({ level.area, level.max, level.value });
        level.area = 0;
        level.max = level.value;
        level.since_ps = end_ps;
    }
    start_ps_ = end_ps;
}

void Series::widen()
{
    if (rows() % 2 != 0)
        take_back_row();
    const std::size_t width = levels_.size(), pairs = rows() / 2;
    for (std::size_t pair = 0; pair < pairs; ++pair)
        for (std::size_t n = 0; n < width; ++n) {
            const Cell& first = cells_[2 * pair * width + n];
            const Cell& second = cells_[(2 * pair + 1) * width + n];
            cells_[pair * width + n] = { first.area + second.area, std::max(first.max, second.max),
                                         second.last };
        }
    cells_.resize(pairs * width);
    interval_ps_ *= 2;
}

// Called when the interval doubles and the number of rows is odd: the last row has no neighbour,
// and becomes the first half of the current interval.
void Series::take_back_row()
{
    const std::size_t first = cells_.size() - levels_.size();
    for (std::size_t n = 0; n < levels_.size(); ++n) {
        levels_[n].area += cells_[first + n].area;
        levels_[n].max = std::max(levels_[n].max, cells_[first + n].max);
    }
    cells_.resize(first);
    start_ps_ -= interval_ps_;
}

void Series::finish()
{
    end_ps_ = sim::now_ps();
    pass_to(end_ps_);
    if (end_ps_ != start_ps_)
        end_row(end_ps_);
}

// ---- text ----

void Series::write(std::ostream& out) const
{
    out << "time_us,interval_us";
    for (const std::string& name : names_)
        out << ',' << name << ".mean," << name << ".max," << name << ".last";
    out << '\n';
    for (std::size_t row = 0; row < rows(); ++row)
        write_row(out, row);
}

void Series::write_row(std::ostream& out, std::size_t row) const
{
    const std::uint64_t start = row * interval_ps_;
    const std::uint64_t span = std::min(interval_ps_, end_ps_ - start);
    out << decimal(start, 6) << ',' << decimal(span, 6);
    for (std::size_t n = 0; n < levels_.size(); ++n) {
        const Cell& cell = cells_[row * levels_.size() + n];
        const auto milli = static_cast<std::uint64_t>((cell.area * 1000 + span / 2) / span);
        out << ',' << decimal(milli, 3) << ',' << cell.max << ',' << cell.last;
    }
    out << '\n';
}

} // namespace itstorm
