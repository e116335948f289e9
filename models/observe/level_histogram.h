// SPDX-License-Identifier: Apache-2.0
// For how long a level had each value, exactly, so that percentiles over time are exact. Times only
// grow; a window is the difference of two histograms.
#pragma once
#include <cstdint>
#include <map>
#include <vector>

namespace itstorm {

class LevelHistogram {
public:
    void add(std::uint64_t value, std::uint64_t ps);
    LevelHistogram since(const LevelHistogram& earlier) const;

    std::uint64_t total_ps() const { return total_ps_; }
    double mean() const; // total_ps() > 0
    std::uint64_t percentile(
        unsigned per_mille) const; // smallest value that is not exceeded for this share of the time
    std::uint64_t at_least_ps(std::uint64_t value) const; // time at or above the value

private:
    template <class Visit>
    void each(Visit visit) const; // (value, ps), ascending

    static constexpr std::uint64_t dense_limit =
        1u << 16;                      // levels beyond are rare: rings and LPI counts stay below
    std::vector<std::uint64_t> dense_; // ps by value
    std::map<std::uint64_t, std::uint64_t> sparse_;
    std::uint64_t total_ps_ = 0;
};

} // namespace itstorm
