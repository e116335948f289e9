// SPDX-License-Identifier: Apache-2.0
// The rules of choice: see vector_choice.h.
#include "vector_choice.h"
#include <boost/random/discrete_distribution.hpp>
#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>

namespace itstorm {

namespace {

class One final : public VectorSequence {
public:
    explicit One(const PatternConfig& c) : vector_(c.first_vector) {}
    unsigned next(RandomStream&) override { return vector_; }

private:
    const unsigned vector_;
};

class RoundRobin final : public VectorSequence {
public:
    explicit RoundRobin(const PatternConfig& c) : first_(c.first_vector), count_(c.vector_count) {}
    unsigned next(RandomStream&) override
    {
        const unsigned vector = first_ + turn_;
        turn_ = turn_ + 1 == count_ ? 0 : turn_ + 1;
        return vector;
    }

private:
    const unsigned first_, count_;
    unsigned turn_ = 0;
};

class Uniform final : public VectorSequence {
public:
    explicit Uniform(const PatternConfig& c)
        : any_(c.first_vector, c.first_vector + c.vector_count - 1)
    {
    }
    unsigned next(RandomStream& random) override { return any_(random); }

private:
    const boost::random::uniform_int_distribution<unsigned> any_;
};

std::vector<double> zipf_weights(unsigned count, double exponent)
{
    std::vector<double> weights;
    for (unsigned k = 1; k <= count; ++k)
        weights.push_back(std::pow(k, -exponent));
    return weights;
}

// Chooses the first vector most often, like the busiest queue of a device.
class Zipf final : public VectorSequence {
public:
    explicit Zipf(const PatternConfig& c)
        : first_(c.first_vector), rank_(zipf_weights(c.vector_count, c.zipf_exponent))
    {
    }
    unsigned next(RandomStream& random) override { return first_ + rank_(random); }

private:
    const unsigned first_;
    const boost::random::discrete_distribution<unsigned, double> rank_;
};

} // namespace

std::unique_ptr<VectorSequence> make_vectors(const PatternConfig& config)
{
    switch (config.choice) {
    case VectorChoice::One: break;
    case VectorChoice::RoundRobin: return std::make_unique<RoundRobin>(config);
    case VectorChoice::Uniform: return std::make_unique<Uniform>(config);
    case VectorChoice::Zipf: return std::make_unique<Zipf>(config);
    }
    return std::make_unique<One>(config);
}

} // namespace itstorm
