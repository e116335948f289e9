// SPDX-License-Identifier: Apache-2.0
// The rows of what devices do in the timeline: storms and their patterns, single messages, traces.
// Which pattern has which keys is said, and checked, in load_traffic.cpp.
#include "fields_parts.h"

namespace itstorm {

namespace {

const std::string storm = "storm.start", traffic = "storm.start|msi.send";

Field key(const std::string& name, Kind kind, const std::string& only, const std::string& text)
{
    Field f;
    f.path = "timeline[]." + name;
    f.kind = kind;
    f.only = only;
    f.text = text;
    return f;
}

Field choice(const std::string& name, const std::string& choices, const std::string& only,
             const std::string& text)
{
    Field f = key(name, Kind::Choice, only, text);
    f.choices = choices;
    return f;
}

Field positive(Field f)
{
    f.min = 1;
    return f;
}

Field burst_size()
{
    Field f = positive(
        key("burst_size", Kind::Count, storm, "bursts: messages in one; geometric: on average"));
    f.unit = "messages";
    f.max = 0xffffffff;
    return f;
}

Field exponent()
{
    Field f = key("exponent", Kind::Real, traffic,
                  "zipf: the k-th vector comes as often as k to the power of minus this; 1");
    f.max = 16;
    return f;
}

} // namespace

// Choices are in the order of Arrival, BurstSizes and VectorChoice.
std::vector<Field> traffic_rows()
{
    return {
        key("device", Kind::Name, "storm.start|storm.stop|msi.send|fault.table", "which function"),
        choice("pattern", "periodic|poisson|bursts|on_off|ramp|line_rate|replay", storm,
               "spacing of the messages; line_rate: as fast as the link takes them"),
        key("rate", Kind::Rate, storm,
            "messages per second; on_off: while it is on; ramp: at its start"),
        key("jitter", Kind::Duration, storm, "periodic: so much earlier or later, uniformly; 0"),
        burst_size(),
        choice("burst_sizes", "fixed|geometric", storm, "bursts: their distribution; fixed"),
        positive(key("burst_gap", Kind::Duration, storm,
                     "bursts: from the last message of one to the first of the next")),
        key("burst_spacing", Kind::Duration, storm, "bursts: between messages of one; 0"),
        positive(key("on_mean", Kind::Duration, storm, "on_off: how long it is on, on average")),
        key("off_mean", Kind::Duration, storm, "on_off: how long it is off, on average"),
        key("rate_to", Kind::Rate, storm, "ramp: at its end, and from then on"),
        positive(key("over", Kind::Duration, storm, "ramp: how long it takes")),
        key("trace", Kind::Text, "storm.start|trace.replay",
            "replay: CSV file of times and vectors, relative to the scenario's folder"),
        key("vectors", Kind::Vectors, traffic, "N, [first, last] or all; without it vector 0"),
        choice("choice", "one|round_robin|uniform|zipf", traffic,
               "which of several vectors is next; round_robin"),
        exponent(),
    };
}

} // namespace itstorm
