// SPDX-License-Identifier: Apache-2.0
// How often durations of each length occurred: log-linear buckets, 128 per factor of two, so that a
// percentile is off by less than 1/256 of itself. Count, sum and lengths below 128 ps are exact.
// Counts only grow; a window is the difference of two histograms.
#pragma once
#include <cstdint>
#include <vector>

namespace itstorm {

class DurationHistogram {
public:
    void add(std::uint64_t ps)
    {
        const unsigned bucket = bucket_of(ps);
        if (bucket >= buckets_.size())
            buckets_.resize(bucket + 1);
        ++buckets_[bucket];
        ++count_;
        sum_ps_ += ps;
    }
    DurationHistogram since(const DurationHistogram& earlier) const;

    std::uint64_t count() const { return count_; }
    double sum_ps() const { return static_cast<double>(sum_ps_); }
    double mean_ps() const;                                // count() > 0
    std::uint64_t percentile_ps(unsigned per_mille) const; // middle of the bucket that holds it

private:
    static constexpr unsigned steps_log2 = 7;
    static constexpr unsigned steps = 1u << steps_log2;

    // Bucket b < 128 holds the length b; above, bucket 128 * o + s holds the lengths whose upper
    // eight bits are 128 + s, shifted left by o - 1.
    static unsigned bucket_of(std::uint64_t ps)
    {
        if (ps < steps)
            return static_cast<unsigned>(ps);
        const unsigned shift = 63u - static_cast<unsigned>(__builtin_clzll(ps)) - steps_log2;
        return (shift + 1) * steps + static_cast<unsigned>((ps >> shift) - steps);
    }
    static std::uint64_t middle_of(unsigned bucket);

    std::vector<std::uint64_t> buckets_;
    std::uint64_t count_ = 0;
    unsigned __int128 sum_ps_ = 0;
};

} // namespace itstorm
