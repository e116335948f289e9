// SPDX-License-Identifier: Apache-2.0
// When arrivals are due: one small class for each process. Each computes the next arrival only when
// it is asked. Pure arithmetic on a random stream: no kernel, no vectors, no MSI-X. Made by
// make_arrivals(), called by Pattern.
#pragma once
#include "common/random_stream.h"
#include "pattern_config.h"
#include <optional>

namespace itstorm {

class ArrivalProcess {
public:
    virtual ~ArrivalProcess() = default;
    // Time of the next arrival, in ps after the start; never earlier than the one before. Nothing:
    // there are no more.
    virtual std::optional<std::uint64_t> next_ps(RandomStream& random) = 0;

    // The vector of that arrival, if the process says so; else a rule chooses it (vector_choice.h).
    virtual std::optional<unsigned> vector() const { return std::nullopt; }

    // In which round of its instant it is made (common/event_queue.h), if the process says so.
    virtual std::optional<std::uint32_t> round() const { return std::nullopt; }
};

// Null: line rate, which has no times of its own.
std::unique_ptr<ArrivalProcess> make_arrivals(const PatternConfig& config);

} // namespace itstorm
