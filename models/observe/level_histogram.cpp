// SPDX-License-Identifier: Apache-2.0
// LevelHistogram: see level_histogram.h.
#include "level_histogram.h"

namespace itstorm {

using Wide = unsigned __int128;

template <class Visit>
void LevelHistogram::each(Visit visit) const
{
    for (std::size_t value = 0; value < dense_.size(); ++value)
        if (dense_[value] != 0)
            visit(value, dense_[value]);
    for (const auto& [value, ps] : sparse_)
        visit(value, ps);
}

void LevelHistogram::add(std::uint64_t value, std::uint64_t ps)
{
    if (ps == 0)
        return;
    total_ps_ += ps;
    if (value >= dense_limit) {
        sparse_[value] += ps;
        return;
    }
    if (value >= dense_.size())
        dense_.resize(value + 1);
    dense_[value] += ps;
}

LevelHistogram LevelHistogram::since(const LevelHistogram& earlier) const
{
    LevelHistogram difference = *this;
    earlier.each([&](std::uint64_t value, std::uint64_t ps) {
        if (value < dense_limit)
            difference.dense_[value] -= ps;
        else if ((difference.sparse_[value] -= ps) == 0)
            difference.sparse_.erase(value);
    });
    difference.total_ps_ -= earlier.total_ps_;
    return difference;
}

double LevelHistogram::mean() const
{
    Wide sum = 0;
    each([&](std::uint64_t value, std::uint64_t ps) { sum += static_cast<Wide>(value) * ps; });
    return static_cast<double>(sum) / static_cast<double>(total_ps_);
}

std::uint64_t LevelHistogram::percentile(unsigned per_mille) const
{
    Wide passed = 0;
    std::uint64_t answer = 0;
    bool found = false;
    each([&](std::uint64_t value, std::uint64_t ps) {
        passed += ps;
        if (!found && passed * 1000 >= static_cast<Wide>(total_ps_) * per_mille) {
            answer = value;
            found = true;
        }
    });
    return answer;
}

std::uint64_t LevelHistogram::at_least_ps(std::uint64_t limit) const
{
    std::uint64_t sum = 0;
    each([&](std::uint64_t value, std::uint64_t ps) { sum += value >= limit ? ps : 0; });
    return sum;
}

} // namespace itstorm
