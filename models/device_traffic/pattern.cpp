// SPDX-License-Identifier: Apache-2.0
// Pattern, and what makes one impossible: see pattern.h.
#include "pattern.h"

namespace itstorm {

namespace {

// High enough that a search for the next arrival ends soon.
constexpr double least_arrivals_per_on_time = 1e-3;

std::string periodic_problem(const PatternConfig& p)
{
    return static_cast<double>(p.jitter_ps) * p.rate_per_s > 0.5e12
               ? "the jitter is more than half a period: messages would overtake each other"
               : "";
}

std::string bursts_problem(const PatternConfig& p)
{
    if (p.burst_size == 0)
        return "a burst has at least one message";
    return p.burst_gap_ps == 0 ? "bursts without a gap would never let time pass" : "";
}

std::string on_off_problem(const PatternConfig& p)
{
    if (p.on_mean_ps == 0)
        return "the on-time is 0";
    const double arrivals = p.rate_per_s * static_cast<double>(p.on_mean_ps) / 1e12;
    return arrivals < least_arrivals_per_on_time
               ? "fewer than one message in a thousand on-times: choose poisson"
               : "";
}

std::string ramp_problem(const PatternConfig& p)
{
    if (p.over_ps == 0)
        return "the ramp has no length";
    return p.rate_per_s > 0 || p.rate_to_per_s > 0 ? "" : "the pattern needs a positive rate";
}

std::string replay_problem(const PatternConfig& p, unsigned vectors)
{
    if (!p.trace || p.trace->vectors() == 0)
        return "there is nothing to replay";
    return p.trace->vectors() > vectors ? "the pattern uses vectors that the function does not have"
                                        : "";
}

std::string arrival_problem(const PatternConfig& p, unsigned vectors)
{
    switch (p.arrival) {
    case Arrival::Periodic: return periodic_problem(p);
    case Arrival::Bursts: return bursts_problem(p);
    case Arrival::OnOff: return on_off_problem(p);
    case Arrival::Ramp: return ramp_problem(p);
    case Arrival::Replay: return replay_problem(p, vectors);
    case Arrival::Poisson:
    case Arrival::LineRate: break;
    }
    return "";
}

bool needs_rate(Arrival arrival)
{
    return arrival == Arrival::Periodic || arrival == Arrival::Poisson || arrival == Arrival::OnOff;
}

} // namespace

std::string pattern_problem(const PatternConfig& pattern, unsigned vectors)
{
    if (pattern.vector_count == 0 || pattern.first_vector + pattern.vector_count > vectors)
        return "the pattern uses vectors that the function does not have";
    if (needs_rate(pattern.arrival) && !(pattern.rate_per_s > 0))
        return "the pattern needs a positive rate";
    return arrival_problem(pattern, vectors);
}

Pattern::Pattern(const PatternConfig& config, std::uint64_t start_ps)
    : config_(config), start_ps_(start_ps), arrivals_(make_arrivals(config)),
      vectors_(make_vectors(config))
{
}

std::optional<std::uint64_t> Pattern::next_due_ps(RandomStream& random)
{
    const auto next = arrivals_->next_ps(random);
    return next ? std::optional(start_ps_ + *next) : std::nullopt;
}

unsigned Pattern::next_vector(RandomStream& random)
{
    const auto recorded = arrivals_ ? arrivals_->vector() : std::nullopt;
    return recorded ? *recorded : vectors_->next(random);
}

} // namespace itstorm
