// SPDX-License-Identifier: Apache-2.0
// The rows of what devices do in the timeline: storms and their patterns, single messages, traces.
// Which pattern has which keys is said, and checked, in load_traffic.cpp.
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

namespace {

const std::string storm = "storm.start", traffic = "storm.start|msi.send";

std::vector<Field> pattern_rows()
{
    return {
        choice("timeline[].pattern", "periodic|poisson|bursts|on_off|ramp|line_rate|replay",
               "spacing of the messages; line_rate: as fast as the link takes them")
            .only(storm),
        rate("timeline[].rate", "messages per second; on_off: while it is on; ramp: at its start")
            .only(storm),
        duration("timeline[].jitter", "periodic: so much earlier or later, uniformly; 0")
            .only(storm),
        count("timeline[].burst_size", "messages", "bursts: messages in one; geometric: on average")
            .only(storm)
            .range(1, 0xffffffff),
        choice("timeline[].burst_sizes", "fixed|geometric", "bursts: their distribution; fixed")
            .only(storm),
        duration("timeline[].burst_gap",
                 "bursts: from the last message of one to the first of the next")
            .only(storm)
            .at_least(1),
        duration("timeline[].burst_spacing", "bursts: between messages of one; 0").only(storm),
        duration("timeline[].on_mean", "on_off: how long it is on, on average")
            .only(storm)
            .at_least(1),
        duration("timeline[].off_mean", "on_off: how long it is off, on average").only(storm),
        rate("timeline[].rate_to", "ramp: at its end, and from then on").only(storm),
        duration("timeline[].over", "ramp: how long it takes").only(storm).at_least(1),
        text("timeline[].trace",
             "replay: CSV file of times and vectors, relative to the scenario's folder")
            .only("storm.start|trace.replay"),
    };
}

std::vector<Field> vector_rows()
{
    return {
        FieldRow(Kind::Vectors, "timeline[].vectors",
                 "N, [first, last] or all; without it vector 0")
            .only(traffic),
        choice("timeline[].choice", "one|round_robin|uniform|zipf",
               "which of several vectors is next; round_robin")
            .only(traffic),
        real("timeline[].exponent",
             "zipf: the k-th vector comes as often as k to the power of minus this; 1")
            .only(traffic)
            .range(0, 16),
    };
}

} // namespace

// Choices are in the order of Arrival, BurstSizes and VectorChoice.
std::vector<Field> traffic_rows()
{
    const Field device = name("timeline[].device", "which function")
                             .only("storm.start|storm.stop|msi.send|fault.table");
    return joined_rows({ { device }, pattern_rows(), vector_rows() });
}

} // namespace itstorm
