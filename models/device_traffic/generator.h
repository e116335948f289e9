// SPDX-License-Identifier: Apache-2.0
// The process that makes things happen to a device: arrivals on its vectors, by a pattern or
// singly. The device decides what an arrival becomes. Each is stated as a fact, the stimulus,
// which a recorder may write down and a replay bring back.
//
// A line-rate pattern has no times of its own: the function asks for its next arrival whenever the
// link can take a message. It passes over vectors on which an event waits already, so it never
// merges by itself; when all of its vectors wait it rests.
#pragma once
#include "common/event.h"
#include "device_config.h"
#include "device_facts.h"
#include "pattern.h"
#include <deque>
#include <optional>
#include <string>
#include <systemc>

namespace itstorm {

// Why the function cannot run the pattern; empty: it can.
std::string pattern_problem(const FunctionConfig& function, const PatternConfig& pattern);

// Where the arrivals go.
class ArrivalSink {
public:
    virtual void arrival(unsigned vector) = 0;
    virtual bool arrival_waits(unsigned vector) const = 0; // another one would be merged
    virtual void line_rate_started() = 0; // from now on, offer_at_line_rate() has something

protected:
    ~ArrivalSink() = default;
};

class Generator : public sc_core::sc_module {
public:
    Generator(sc_core::sc_module_name name, unsigned function, const FunctionConfig& config,
              std::uint64_t seed, ArrivalSink& sink, PciFunctionProbes& probes);

    // Replaces the pattern that runs. One with a pattern_problem() is an error report and changes
    // nothing.
    void start(const PatternConfig& pattern);
    void stop();
    bool running() const { return pattern_.has_value(); }

    void arrive(unsigned vector);      // one arrival, now
    void arrive_soon(unsigned vector); // behind all that is ready now, as what start() begins

    // The link can take a message. False: a line-rate pattern has nothing to offer now, or none
    // runs.
    bool offer_at_line_rate();

private:
    void arrival_due(); // patterns with times
    bool schedule_next();
    bool is_due_now() const;
    bool is_stale() const;
    void arrive_waiting();
    void offer(unsigned vector);
    std::optional<unsigned> vector_without_waiting();

    const unsigned function_;
    const FunctionConfig& config_;
    ArrivalSink& sink_;
    PciFunctionProbes& probes_;
    RandomStream random_;
    std::optional<Pattern> pattern_;
    std::deque<unsigned> waiting_; // vectors of arrive_soon()
    sim::Event due_, late_; // late_: a replayed arrival behind the first round of its instant
    sim::Event line_rate_, single_;
};

} // namespace itstorm
