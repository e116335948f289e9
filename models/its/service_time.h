// SPDX-License-Identifier: Apache-2.0
// How long the command engine takes for work of a known mean: exactly that, or, for validation
// only, a random time of that mean. Queueing laws are stricter with both (docs/validation.md).
// Owned by CommandExec, which asks it once per wait.
#pragma once
#include "common/random_stream.h"
#include "common/simulated_time.h"
#include "its_config.h"
#include <boost/random/exponential_distribution.hpp>
#include <systemc>

namespace itstorm {

class ServiceTime {
public:
    explicit ServiceTime(const ItsConfig& config)
        : kind_(config.validation_service),
          random_(random_stream(config.validation_seed, "service"))
    {
    }

    sc_core::sc_time operator()(sc_core::sc_time mean)
    {
        if (kind_ == ValidationService::Fixed)
            return mean;
        const double factor = exponential_(random_);
        return sim::time_of(
            static_cast<std::uint64_t>(factor * static_cast<double>(mean.value()) + 0.5));
    }

private:
    ValidationService kind_;
    RandomStream random_;
    boost::random::exponential_distribution<double> exponential_{ 1.0 };
};

} // namespace itstorm
