// SPDX-License-Identifier: Apache-2.0
// One running pattern of a function: when its arrivals are due, and on which vectors. Plain data,
// checked by pattern_problem(); made from the scenario, or by a test.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

enum class Arrival : std::uint8_t { Periodic, Poisson, Bursts, OnOff, Ramp, LineRate, Replay };
enum class BurstSizes : std::uint8_t { Fixed, Geometric };
enum class VectorChoice : std::uint8_t { One, RoundRobin, Uniform, Zipf };

// One arrival of a recorded run; times count from the start of the pattern and never go back.
struct Stimulus {
    std::uint64_t time_ps;
    std::uint32_t vector;
    std::uint32_t round = 0; // of that instant, in which it was: behind the labels of earlier ones
};

// The arrivals of a recorded run, one after the other.
class StimulusStream {
public:
    virtual ~StimulusStream() = default;
    virtual std::optional<Stimulus> next() = 0; // nothing: that was the last
};

// Recorded arrivals that can be played any number of times. They may be more than memory holds.
class Recording {
public:
    virtual ~Recording() = default;
    virtual unsigned vectors() const = 0; // one more than the highest; 0: there is no arrival
    virtual std::unique_ptr<StimulusStream> play() const = 0; // from the first one on
};

// A recording in memory, for a test or a bench.
std::shared_ptr<const Recording> recording_of(std::vector<Stimulus> arrivals);

struct PatternConfig {
    Arrival arrival = Arrival::LineRate;
    double rate_per_s = 0;       // Periodic, Poisson; OnOff: while on; Ramp: at its start
    std::uint64_t jitter_ps = 0; // Periodic: so much earlier or later, uniformly

    // Bursts. The gap is from the last message of one to the first of the next.
    BurstSizes burst_sizes = BurstSizes::Fixed;
    std::uint32_t burst_size = 1; // Geometric: the mean
    std::uint64_t burst_gap_ps = 0, burst_spacing_ps = 0;

    std::uint64_t on_mean_ps = 0, off_mean_ps = 0; // OnOff
    double rate_to_per_s = 0;                      // Ramp: at its end, and from then on
    std::uint64_t over_ps = 0;                     // Ramp: how long it takes

    std::shared_ptr<const Recording> trace; // Replay; its vectors are those of the trace

    VectorChoice choice = VectorChoice::One;
    double zipf_exponent = 1; // Zipf: the k-th vector has weight k^-exponent
    unsigned first_vector = 0, vector_count = 1;
    std::uint64_t messages = 0; // stop after so many; 0: until stopped
};

// Why no function with so many vectors can run it, whatever its link; empty: it can be run.
std::string pattern_problem(const PatternConfig& pattern, unsigned vectors);

} // namespace itstorm
