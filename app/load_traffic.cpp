// SPDX-License-Identifier: Apache-2.0
// storm.start, msi.send and trace.replay: which pattern has which keys, and what they say.
#include "building.h"
#include "device_traffic/generator.h"
#include <algorithm>

namespace itstorm {

namespace {

const std::string p = "timeline[].";

// A key of a storm: the patterns that have it, whether they need it, and where its value goes. Keys
// that have no row here belong to every pattern.
struct PatternKey {
    const char* name;
    const char* patterns;
    bool needed;
    void (*set)(PatternConfig& pattern, const Value& value);
};

constexpr PatternKey pattern_keys[] = {
    { "rate", "periodic|poisson|on_off|ramp", true,
      [](PatternConfig& c, const Value& v) { c.rate_per_s = v.real; } },
    { "jitter", "periodic", false,
      [](PatternConfig& c, const Value& v) { c.jitter_ps = v.number; } },
    { "burst_size", "bursts", true,
      [](PatternConfig& c, const Value& v) {
          c.burst_size = static_cast<std::uint32_t>(v.number);
      } },
    { "burst_sizes", "bursts", false,
      [](PatternConfig& c, const Value& v) { c.burst_sizes = static_cast<BurstSizes>(v.number); } },
    { "burst_gap", "bursts", true,
      [](PatternConfig& c, const Value& v) { c.burst_gap_ps = v.number; } },
    { "burst_spacing", "bursts", false,
      [](PatternConfig& c, const Value& v) { c.burst_spacing_ps = v.number; } },
    { "on_mean", "on_off", true,
      [](PatternConfig& c, const Value& v) { c.on_mean_ps = v.number; } },
    { "off_mean", "on_off", true,
      [](PatternConfig& c, const Value& v) { c.off_mean_ps = v.number; } },
    { "rate_to", "ramp", true, [](PatternConfig& c, const Value& v) { c.rate_to_per_s = v.real; } },
    { "over", "ramp", true, [](PatternConfig& c, const Value& v) { c.over_ps = v.number; } },
    { "trace", "replay", true,
      [](PatternConfig&, const Value&) {} }, // build_trace() reads the file
    { "vectors", "periodic|poisson|bursts|on_off|ramp|line_rate", false,
      [](PatternConfig&, const Value&) {} }, // build_vectors() reads it
    { "choice", "periodic|poisson|bursts|on_off|ramp|line_rate", false,
      [](PatternConfig&, const Value&) {} },
};

bool is_of(const PatternKey& key, const std::string& pattern)
{
    const auto patterns = split(key.patterns, '|');
    return std::find(patterns.begin(), patterns.end(), pattern) != patterns.end();
}

} // namespace

const FunctionConfig* Traffic::function_of(const TimelineEntry& entry) const
{
    return entry.device < soc_.functions.size() ? &soc_.functions[entry.device] : nullptr;
}

// ---- storm.start ----

void Traffic::build_storm(const Entries& entries, TimelineEntry& entry)
{
    const Entry* pattern = needed(b_, entries, "pattern");
    build_vectors(entries, entry);
    if (!pattern)
        return;
    entry.pattern.arrival = static_cast<Arrival>(pattern->value->number);
    entry.pattern.messages = entries.find(p + "count") ? entry.count : 0;
    entry.count = 1;
    check_keys(entries, pattern->value->text);
    for (const PatternKey& key : pattern_keys)
        if (const Value* value = entries.value(p + key.name))
            key.set(entry.pattern, *value);
    check_rate(entries, entry.pattern);
    check_link(*pattern, entry);
    if (entry.pattern.arrival != Arrival::Replay)
        check_pattern(*pattern, entry);
    else if (const Entry* trace = entries.find(p + "trace"))
        build_trace(*trace, entry);
}

void Traffic::check_keys(const Entries& entries, const std::string& pattern)
{
    for (const PatternKey& key : pattern_keys) {
        const Entry* entry = entries.find(p + key.name);
        if (!entry && key.needed && is_of(key, pattern))
            b_.errors.error(entries.origin, std::string("'") + key.name + "' is missing (pattern " +
                                                pattern + " needs it)");
        if (entry && !is_of(key, pattern))
            b_.errors.error(entry->node->key_origin,
                            std::string("'") + key.name + "' belongs to pattern: " +
                                join_or(split(key.patterns, '|')) + ", not to " + pattern);
    }
}

void Traffic::check_rate(const Entries& entries, const PatternConfig& pattern)
{
    const Entry* rate = entries.find(p + "rate");
    const bool is_zero = rate && rate->value && !(rate->value->real > 0);
    if (is_zero && !(pattern.arrival == Arrival::Ramp && pattern.rate_to_per_s > 0))
        b_.errors.error(rate->node->origin, "'rate' is 0; without traffic there is no storm");
}

void Traffic::check_link(const Entry& key, const TimelineEntry& entry)
{
    const FunctionConfig* function = function_of(entry);
    if (function && entry.pattern.arrival == Arrival::LineRate &&
        function->link.bytes_per_second == 0)
        b_.errors.error(key.node->origin, "line_rate needs a link with a rate, but " +
                                              function->name + " has link: off");
}

// Complains about values that are each good but do not go together.
void Traffic::check_pattern(const Entry& key, const TimelineEntry& entry)
{
    const FunctionConfig* function = function_of(entry);
    const std::string problem =
        function && b_.errors.empty() ? pattern_problem(*function, entry.pattern) : "";
    if (!problem.empty())
        b_.errors.error(key.node->origin, problem);
}

// ---- vectors ----

void Traffic::build_vectors(const Entries& entries, TimelineEntry& entry)
{
    const FunctionConfig* function = function_of(entry);
    const unsigned present = function ? function->vectors : 0;
    const Entry* vectors = entries.find(p + "vectors");
    if (vectors && vectors->value) {
        const auto& bounds = vectors->value->numbers;
        const std::uint64_t first = bounds.empty() ? 0 : bounds[0];
        const std::uint64_t last = bounds.empty() ? (present ? present - 1 : 0) : bounds[1];
        if (present && last >= present)
            b_.errors.error(vectors->node->origin, function->name + " has vectors 0 to " +
                                                       std::to_string(present - 1) + ", not " +
                                                       std::to_string(last));
        entry.pattern.first_vector = static_cast<unsigned>(first);
        entry.pattern.vector_count = static_cast<unsigned>(last - first + 1);
    }
    const Value* choice = entries.value(p + "choice");
    entry.pattern.choice = choice ? static_cast<VectorChoice>(choice->number)
                           : entry.pattern.vector_count > 1 ? VectorChoice::RoundRobin
                                                            : VectorChoice::One;
    const Entry* exponent = entries.find(p + "exponent");
    if (exponent && entry.pattern.choice != VectorChoice::Zipf)
        b_.errors.error(exponent->node->key_origin, "'exponent' belongs to choice: zipf");
    if (exponent && exponent->value)
        entry.pattern.zipf_exponent = exponent->value->real;
}

// ---- traces ----

// The summary of the trace; its errors are told at the first entry that names it.
const TraceSummary& Traffic::trace_of(const Entry& key)
{
    const std::string& file = b_.root.origin.name.text();
    const std::string folder = file.substr(0, file.find_last_of('/') + 1);
    const std::string& name = key.value->text;
    const std::string path = name.substr(0, 1) == "/" ? name : folder + name;
    b_.scenario.traces.push_back(path);
    const TraceSummary& trace = b_.traces.get(path);
    b_.errors.add(trace.errors);
    return trace;
}

// The rows of one function; if the trace names none, all rows.
std::shared_ptr<const Recording> Traffic::part_of(const TraceSummary& trace,
                                                  const std::string& name, unsigned device)
{
    const FunctionConfig& function = soc_.functions[device];
    const auto part = trace.parts.find(name);
    if (part != trace.parts.end())
        for (const auto& [vector, line] : part->second.higher)
            if (vector >= function.vectors) {
                b_.errors.error(trace.at(line), function.name + " has vectors 0 to " +
                                                    std::to_string(function.vectors - 1) +
                                                    ", not " + std::to_string(vector));
                break;
            }
    return trace_recording(trace, name);
}

void Traffic::build_trace(const Entry& key, TimelineEntry& entry)
{
    const FunctionConfig* function = function_of(entry);
    if (!key.value || !function)
        return;
    const TraceSummary& trace = trace_of(key);
    const std::string name = trace.names_functions ? function->name : "";
    entry.pattern.trace = part_of(trace, name, entry.device);
    if (entry.pattern.trace->vectors() == 0 && trace.errors.empty())
        b_.errors.error(key.node->origin, "the trace has nothing of " + function->name);
}

void Traffic::build_replay(const Entries& entries, TimelineEntry& entry)
{
    const Entry* key = needed(b_, entries, "trace");
    if (!key)
        return;
    const TraceSummary& trace = trace_of(*key);
    if (!trace.names_functions && !trace.parts.empty()) {
        b_.errors.error(key->node->origin,
                        "the trace names no functions: start it with storm.start, pattern: replay");
        return;
    }
    for (const std::string& name : trace.functions) {
        const auto device = b_.functions.find(name);
        if (!device) {
            b_.errors.error(trace.at(trace.parts.at(name).first_line), [&] {
                return "unknown device " + quoted(name) + did_you_mean(name, b_.functions.names());
            });
            continue;
        }
        FunctionReplay part{ static_cast<unsigned>(*device), {} };
        part.pattern.arrival = Arrival::Replay;
        part.pattern.trace = part_of(trace, name, part.device);
        entry.replay.push_back(std::move(part));
    }
}

} // namespace itstorm
