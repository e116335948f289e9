// When the messages of one pattern are due, and on which vectors. Pure arithmetic on a random
// stream: no kernel, no MSI-X. Called by PciFunction.
#pragma once
#include "common/random_stream.h"
#include "device_config.h"

namespace itstorm {

class Pattern {
public:
    // start_ps: simulated time now. Periodic: the first message is due at once; Poisson: after a
    // first interval. Line rate has no due times.
    Pattern(const PatternConfig& config, std::uint64_t start_ps);

    const PatternConfig& config() const { return config_; }
    bool exhausted() const { return config_.messages != 0 && offered_ == config_.messages; }

    // Absolute time of the next message. The n-th periodic one is at start + round(n / rate): no
    // drift.
    std::uint64_t next_due_ps(RandomStream& random);
    unsigned next_vector(RandomStream& random);
    void offered() { ++offered_; }

private:
    const PatternConfig config_;
    const std::uint64_t start_ps_;
    std::uint64_t due_ps_;
    std::uint64_t drawn_ = 0, offered_ = 0;
    unsigned turn_ = 0;
};

} // namespace itstorm
