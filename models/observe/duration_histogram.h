// SPDX-License-Identifier: Apache-2.0
// How often spans of each length occurred: log-linear buckets, 128 per factor of two, so that a
// percentile is off by less than 1/256 of itself; count and sum are exact, lengths below 128 ps
// too. Only grows; a window is the difference of two.
#pragma once
#include <cstdint>
#include <vector>

namespace itstorm {

class DurationHistogram {
public:
    void add(std::uint64_t ps);
    DurationHistogram since(const DurationHistogram& earlier) const;

    std::uint64_t count() const { return count_; }
    double sum_ps() const { return static_cast<double>(sum_ps_); }
    double mean_ps() const;                                // count() > 0
    std::uint64_t percentile_ps(unsigned per_mille) const; // middle of the bucket that holds it

private:
    static unsigned bucket_of(std::uint64_t ps);
    static std::uint64_t middle_of(unsigned bucket);

    std::vector<std::uint64_t> buckets_;
    std::uint64_t count_ = 0;
    unsigned __int128 sum_ps_ = 0;
};

} // namespace itstorm
