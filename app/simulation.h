// SPDX-License-Identifier: Apache-2.0
// Runs one scenario (one variant of it): builds the machine, attaches the observers, plays the
// timeline, collects the numbers. Called once per process, since SystemC elaborates once.
#pragma once
#include "common/log.h"
#include "observe/stats.h"
#include "scenario.h"
#include <map>
#include <string>
#include <vector>

namespace itstorm {

struct RunOptions {
    std::string out_dir;           // existing folder; series.csv and trace.vcd are written there.
                                   // Empty: a point of a sweep; writes no file, shows nothing
    bool vcd = false;              // a waveform, even if the scenario asks for none
    bool progress = false;         // a line on the terminal
    std::string title;             // which run it is, in the line of progress
    LogLevel log = LogLevel::Info; // the terminal shows lines of this level and above
    std::string record;   // file for the trace of what happens to the functions; empty: none
    bool profile = false; // write where the time of software goes
    std::string trace{};  // globs of events that are printed as they happen; empty: none
};

enum class Ending { Finished, LimitReached, Fault, Interrupted };

// One hop of the journey of the first MSI: from the fact before to this one.
struct Hop {
    std::string name;
    std::uint64_t ps;
    std::map<std::string, std::uint64_t>
        counts; // what the PE was charged meanwhile, by name of Cost; empty: hardware
};

// The way of one vLPI from its function to the guest.
struct SlowVlpi {
    std::string domain;
    std::uint64_t vlpi, sent_ps;
    std::vector<Hop> hops;
};

// What was measured in a window.
struct WindowOutput {
    std::vector<Scalar> stats;
    std::string incomplete; // why it is shorter than the scenario asks for; empty: it is complete
};

struct RunOutput {
    Ending ending = Ending::Finished;
    std::string message;                            // of a fault or a limit: what and where
    std::uint64_t end_ps = 0;                       // simulated time
    std::vector<Scalar> stats;                      // whole run
    std::map<std::string, WindowOutput> windows;    // by name of the measure
    std::map<std::string, std::uint64_t> labels_ps; // when each label happened
    std::map<std::size_t, bool> within; // index into Scenario::expects of a `within`: met in time?
    std::vector<Hop> journey;           // of the first MSI that completed
    std::vector<SlowVlpi> slowest;      // those that took longest, the longest first
    std::map<std::string, std::uint64_t> capacities; // of levels, by name: the most they can be
    std::map<std::string, std::uint64_t> cost_ps;    // duration of one unit, by name of Cost
    std::vector<std::string> log;                    // of the hypervisor
};

RunOutput simulate(const Scenario& scenario, const RunOptions& options);

} // namespace itstorm
