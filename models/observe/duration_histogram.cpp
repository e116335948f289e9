// SPDX-License-Identifier: Apache-2.0
// DurationHistogram: see duration_histogram.h.
#include "duration_histogram.h"

namespace itstorm {

std::uint64_t DurationHistogram::middle_of(unsigned bucket)
{
    if (bucket < steps)
        return bucket;
    const unsigned shift = bucket / steps - 1;
    const std::uint64_t low = static_cast<std::uint64_t>(steps + bucket % steps) << shift;
    return low + ((1ull << shift) - 1) / 2;
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
