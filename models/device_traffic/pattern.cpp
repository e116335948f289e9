// Pattern: see pattern.h. The only place that includes Boost.Random.
#include "pattern.h"
#include <boost/random/exponential_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>

namespace itstorm {

namespace {

constexpr double ps_per_s = 1e12;

std::uint64_t rounded(double ps)
{
    return static_cast<std::uint64_t>(std::llround(ps));
}

} // namespace

Pattern::Pattern(const PatternConfig& config, std::uint64_t start_ps)
    : config_(config), start_ps_(start_ps), due_ps_(start_ps)
{
}

std::uint64_t Pattern::next_due_ps(RandomStream& random)
{
    const std::uint64_t n = drawn_++;
    if (config_.arrival == Arrival::Periodic)
        return start_ps_ + rounded(static_cast<double>(n) * (ps_per_s / config_.rate_per_s));
    boost::random::exponential_distribution<double> interval_s(config_.rate_per_s);
    due_ps_ += rounded(interval_s(random) * ps_per_s);
    return due_ps_;
}

unsigned Pattern::next_vector(RandomStream& random)
{
    switch (config_.choice) {
    case VectorChoice::One: break;
    case VectorChoice::RoundRobin: return config_.first_vector + turn_++ % config_.vector_count;
    case VectorChoice::Uniform: {
        boost::random::uniform_int_distribution<unsigned> any(0, config_.vector_count - 1);
        return config_.first_vector + any(random);
    }
    }
    return config_.first_vector;
}

} // namespace itstorm
