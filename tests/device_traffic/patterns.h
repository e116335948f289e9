// SPDX-License-Identifier: Apache-2.0
// Patterns for tests, one of each arrival process.
#pragma once
#include "device_traffic/pattern_config.h"

namespace itstorm {

inline PatternConfig line_rate()
{
    return PatternConfig{};
}

inline PatternConfig at_rate(Arrival arrival, double rate)
{
    PatternConfig config;
    config.arrival = arrival;
    config.rate_per_s = rate;
    return config;
}

inline PatternConfig periodic(double rate, std::uint64_t messages = 0)
{
    PatternConfig config = at_rate(Arrival::Periodic, rate);
    config.messages = messages;
    return config;
}

inline PatternConfig jittered(double rate, std::uint64_t jitter_ps)
{
    PatternConfig config = periodic(rate);
    config.jitter_ps = jitter_ps;
    return config;
}

inline PatternConfig bursts(BurstSizes sizes, std::uint32_t size, std::uint64_t gap_ps,
                            std::uint64_t spacing_ps)
{
    PatternConfig config;
    config.arrival = Arrival::Bursts;
    config.burst_sizes = sizes;
    config.burst_size = size;
    config.burst_gap_ps = gap_ps;
    config.burst_spacing_ps = spacing_ps;
    return config;
}

inline PatternConfig on_off(double rate, std::uint64_t on_ps, std::uint64_t off_ps)
{
    PatternConfig config = at_rate(Arrival::OnOff, rate);
    config.on_mean_ps = on_ps;
    config.off_mean_ps = off_ps;
    return config;
}

inline PatternConfig ramp(double from, double to, std::uint64_t over_ps)
{
    PatternConfig config = at_rate(Arrival::Ramp, from);
    config.rate_to_per_s = to;
    config.over_ps = over_ps;
    return config;
}

inline PatternConfig replay(std::vector<Stimulus> trace)
{
    PatternConfig config;
    config.arrival = Arrival::Replay;
    config.trace = recording_of(std::move(trace));
    return config;
}

} // namespace itstorm
