// SPDX-License-Identifier: Apache-2.0
// The arrival processes: see arrival_process.h. Distributions are Boost.Random's, whose algorithms
// are fixed.
//
// Choice: times of recorded, bursty and clocked traffic are kept in integer picoseconds; random
// intervals are rounded to nearest, each by itself, so that rounding has no bias.
#include "arrival_process.h"
#include <algorithm>
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/geometric_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>

namespace itstorm {

namespace {

constexpr double ps_per_s = 1e12;
constexpr double never_ps = 4e18; // 46 days; no run comes that far, and sums stay in 64 bits

std::uint64_t rounded(double ps)
{
    return static_cast<std::uint64_t>(std::llround(std::min(ps, never_ps)));
}

double exponential_ps(double mean_ps, RandomStream& random)
{
    return boost::random::exponential_distribution<double>(1.0)(random) * mean_ps;
}

// The n-th arrival is due at n / rate, each moved by its own jitter, so there is no drift. The
// jitter is at most half a period, so the order stays. All arrivals are later by the jitter's
// amount, because the first one cannot be earlier than the start.
class Periodic final : public ArrivalProcess {
public:
    explicit Periodic(const PatternConfig& c)
        : period_ps_(ps_per_s / c.rate_per_s), jitter_(0, 2 * c.jitter_ps)
    {
    }
    std::optional<std::uint64_t> next_ps(RandomStream& random) override
    {
        const std::uint64_t place = rounded(static_cast<double>(n_++) * period_ps_);
        return place + (jitter_.max() == 0 ? 0 : jitter_(random));
    }

private:
    const double period_ps_;
    const boost::random::uniform_int_distribution<std::uint64_t> jitter_;
    std::uint64_t n_ = 0;
};

class Poisson final : public ArrivalProcess {
public:
    explicit Poisson(const PatternConfig& c) : mean_ps_(ps_per_s / c.rate_per_s) {}
    std::optional<std::uint64_t> next_ps(RandomStream& random) override
    {
        return at_ += rounded(exponential_ps(mean_ps_, random));
    }

private:
    const double mean_ps_;
    std::uint64_t at_ = 0;
};

// Bursts of so many arrivals, `spacing` apart, with a gap between bursts. The first burst begins at
// once.
class Bursts final : public ArrivalProcess {
public:
    explicit Bursts(const PatternConfig& c) : c_(c) {}
    std::optional<std::uint64_t> next_ps(RandomStream& random) override
    {
        if (left_ == 0) {
            at_ += begun_ ? c_.burst_gap_ps : 0;
            begun_ = true;
            left_ = size(random);
        } else {
            at_ += c_.burst_spacing_ps;
        }
        --left_;
        return at_;
    }

private:
    std::uint64_t size(RandomStream& random) const
    {
        if (c_.burst_sizes == BurstSizes::Fixed || c_.burst_size == 1)
            return c_.burst_size;
        boost::random::geometric_distribution<std::int64_t> failures(1.0 / c_.burst_size);
        return 1 + static_cast<std::uint64_t>(failures(random));
    }

    const PatternConfig c_;
    bool begun_ = false;
    std::uint64_t left_ = 0, at_ = 0;
};

// A two-state Markov chain that begins in the state on; in that state a Poisson process (an
// interrupted Poisson process). The rest of an interval in which it goes off passes when it is on
// again.
class OnOff final : public ArrivalProcess {
public:
    explicit OnOff(const PatternConfig& c) : c_(c), interval_ps_(ps_per_s / c.rate_per_s) {}
    std::optional<std::uint64_t> next_ps(RandomStream& random) override
    {
        if (!on_left_)
            on_left_ = mean(c_.on_mean_ps, random);
        std::uint64_t interval = mean(interval_ps_, random);
        while (interval > *on_left_) {
            interval -= *on_left_;
            at_ += *on_left_ + mean(c_.off_mean_ps, random);
            on_left_ = mean(c_.on_mean_ps, random);
        }
        *on_left_ -= interval;
        return at_ += interval;
    }

private:
    template <class Ps>
    static std::uint64_t mean(Ps ps, RandomStream& random)
    {
        return rounded(exponential_ps(static_cast<double>(ps), random));
    }

    const PatternConfig c_;
    const double interval_ps_;
    std::optional<std::uint64_t> on_left_; // what remains of this on-time
    std::uint64_t at_ = 0;
};

// The n-th arrival is due when the integral of a linearly changing rate reaches n. At the end the
// rate stays as it is; if that is 0 there are no more arrivals.
class Ramp final : public ArrivalProcess {
public:
    explicit Ramp(const PatternConfig& c)
        : from_(c.rate_per_s / ps_per_s), to_(c.rate_to_per_s / ps_per_s),
          over_(static_cast<double>(c.over_ps))
    {
    }
    std::optional<std::uint64_t> next_ps(RandomStream&) override
    {
        const double n = static_cast<double>(n_++);
        const double on_ramp = (from_ + to_) / 2 * over_;
        if (n <= on_ramp)
            return rounded(time_of(n));
        if (to_ == 0)
            return std::nullopt;
        return rounded(over_ + (n - on_ramp) / to_);
    }

private:
    // Of from t + (to - from) t^2 / (2 over) = n the root that does not cancel.
    double time_of(double n) const
    {
        const double square = from_ * from_ + 2 * n * (to_ - from_) / over_;
        return n == 0 ? 0 : 2 * n / (from_ + std::sqrt(std::max(square, 0.0)));
    }

    const double from_, to_, over_; // per ps, ps
    std::uint64_t n_ = 0;
};

class Replay final : public ArrivalProcess {
public:
    explicit Replay(const PatternConfig& c) : trace_(c.trace), stream_(trace_->play()) {}
    std::optional<std::uint64_t> next_ps(RandomStream&) override
    {
        now_ = stream_->next();
        return now_ ? std::optional(now_->time_ps) : std::nullopt;
    }
    std::optional<unsigned> vector() const override
    {
        return now_ ? std::optional(now_->vector) : std::nullopt;
    }
    std::optional<std::uint32_t> round() const override
    {
        return now_ ? std::optional(now_->round) : std::nullopt;
    }

private:
    const std::shared_ptr<const Recording> trace_;
    const std::unique_ptr<StimulusStream> stream_;
    std::optional<Stimulus> now_;
};

} // namespace

std::unique_ptr<ArrivalProcess> make_arrivals(const PatternConfig& config)
{
    switch (config.arrival) {
    case Arrival::Periodic: return std::make_unique<Periodic>(config);
    case Arrival::Poisson: return std::make_unique<Poisson>(config);
    case Arrival::Bursts: return std::make_unique<Bursts>(config);
    case Arrival::OnOff: return std::make_unique<OnOff>(config);
    case Arrival::Ramp: return std::make_unique<Ramp>(config);
    case Arrival::Replay: return std::make_unique<Replay>(config);
    case Arrival::LineRate: break;
    }
    return nullptr;
}

} // namespace itstorm
