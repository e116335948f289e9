// SPDX-License-Identifier: Apache-2.0
// One running pattern: its arrivals, their vectors, and how many there have been. Pure arithmetic
// on a random stream: no kernel, no MSI-X. Called by Generator.
#pragma once
#include "arrival_process.h"
#include "vector_choice.h"

namespace itstorm {

class Pattern {
public:
    // start_ps: simulated time now. Periodic, bursts and ramp begin at once, Poisson and on/off
    // after a first interval.
    Pattern(const PatternConfig& config, std::uint64_t start_ps);

    const PatternConfig& config() const { return config_; }
    bool at_line_rate() const { return arrivals_ == nullptr; } // no due times
    bool exhausted() const { return config_.messages != 0 && offered_ == config_.messages; }

    // Absolute time of the next message; nothing: there are no more. Not at line rate.
    std::optional<std::uint64_t> next_due_ps(RandomStream& random);
    unsigned next_vector(RandomStream& random); // of that message
    std::optional<std::uint32_t> next_round() const { return arrivals_->round(); } // if it is given
    void offered() { ++offered_; }

private:
    const PatternConfig config_;
    const std::uint64_t start_ps_;
    const std::unique_ptr<ArrivalProcess> arrivals_;
    const std::unique_ptr<VectorSequence> vectors_;
    std::uint64_t offered_ = 0;
};

} // namespace itstorm
