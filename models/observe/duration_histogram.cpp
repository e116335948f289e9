// SPDX-License-Identifier: Apache-2.0
// DurationHistogram: see duration_histogram.h. Bucket b < 128 holds the length b; above, bucket 128
// * o + s holds the lengths whose upper eight bits are 128 + s, shifted left by o - 1.
#include "duration_histogram.h"

namespace itstorm {

namespace {

constexpr unsigned steps_log2 = 7;
constexpr unsigned steps = 1u << steps_log2;

} // namespace

unsigned DurationHistogram::bucket_of(std::uint64_t ps)
{
    if (ps < steps)
        return static_cast<unsigned>(ps);
    const unsigned shift = 63u - static_cast<unsigned>(__builtin_clzll(ps)) - steps_log2;
    return (shift + 1) * steps + static_cast<unsigned>((ps >> shift) - steps);
}

std::uint64_t DurationHistogram::middle_of(unsigned bucket)
{
    if (bucket < steps)
        return bucket;
    const unsigned shift = bucket / steps - 1;
    const std::uint64_t low = static_cast<std::uint64_t>(steps + bucket % steps) << shift;
    return low + ((1ull << shift) - 1) / 2;
}

void DurationHistogram::add(std::uint64_t ps)
{
    const unsigned bucket = bucket_of(ps);
    if (bucket >= buckets_.size())
        buckets_.resize(bucket + 1);
    ++buckets_[bucket];
    ++count_;
    sum_ps_ += ps;
}

DurationHistogram DurationHistogram::since(const DurationHistogram& earlier) const
{
    DurationHistogram difference = *this;
    for (std::size_t bucket = 0; bucket < earlier.buckets_.size(); ++bucket)
        difference.buckets_[bucket] -= earlier.buckets_[bucket];
    difference.count_ -= earlier.count_;
    difference.sum_ps_ -= earlier.sum_ps_;
    return difference;
}

double DurationHistogram::mean_ps() const
{
    return static_cast<double>(sum_ps_) / static_cast<double>(count_);
}

std::uint64_t DurationHistogram::percentile_ps(unsigned per_mille) const
{
    unsigned __int128 passed = 0;
    for (unsigned bucket = 0; bucket < buckets_.size(); ++bucket) {
        passed += buckets_[bucket];
        if (passed != 0 && passed * 1000 >= static_cast<unsigned __int128>(count_) * per_mille)
            return middle_of(bucket);
    }
    return 0;
}

} // namespace itstorm
