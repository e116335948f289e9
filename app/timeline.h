// SPDX-License-Identifier: Apache-2.0
// Plays a scenario's timeline: one task for each entry waits for its trigger and acts; one task for
// each `within` expectation watches its condition. Opens and closes the windows of measurement at
// their labels, and says when the run is over.
#pragma once
#include "common/task.h"
#include "observe/stats.h"
#include "scenario.h"
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <systemc>

namespace itstorm {

// What the timeline can do to the machine.
struct TimelineTarget {
    std::function<void(unsigned function, const PatternConfig&)> start_pattern;
    std::function<void(unsigned function)> stop_pattern;
    std::function<void(unsigned function, unsigned vector)> send;
    std::function<void(const Order&)> order;
    std::function<void(const TimelineEntry&)> break_something; // Fault...
    std::function<void(const Setting&)> set_knob;
    std::function<void()> flush; // bring statistics up to now, before a window opens or closes
    std::function<void(const std::string&)> label; // a label happened
    std::function<void()> missed;                  // a `within` expectation was not met in time
};

class VectorSource;

class Timeline : public sc_core::sc_module {
public:
    Timeline(sc_core::sc_module_name name, const Scenario& scenario, Stats& stats,
             TimelineTarget target);

    // Adds an action beside the entries of the scenario; the run does not wait for it. Before time
    // zero; `action` may wait.
    void also(const Trigger& trigger, std::function<void()> action);

    bool over() const { return over_; }
    const std::map<std::string, std::uint64_t>& labels_ps() const { return labels_ps_; }
    const std::map<std::size_t, bool>& within() const { return within_; }

    // Why the window with this index in Scenario::measures covers less than the scenario asks for;
    // empty: it covers all of it. A window that lasts to the end of the run is complete if the run
    // ended by itself.
    std::string incomplete(std::size_t measure) const;

    // How long the window with this index was open, up to its end or to now; nothing: it never
    // opened.
    std::optional<std::uint64_t> length_ps(std::size_t measure) const;

    // Why the run has not ended: the entries that still wait. For the message when a limit is
    // reached.
    std::string waiting_for() const;

private:
    struct Window {
        enum class State { Waiting, Open, Closed, Missed } state = State::Waiting;
        std::uint64_t from_ps = 0, to_ps = 0;
    };

    void start_task(std::function<void()> body);
    void play(const TimelineEntry& entry);
    void watch(std::size_t index, const Expect& expect);
    void await(const Trigger& trigger);
    void await(const Condition& condition);
    // Of a rate: waits for one stretch; whether the condition holds over it.
    bool await_stretch(const Condition& condition);
    bool holds(const Condition& condition) const;
    sim::Event& change_of(const std::string& stat);
    sim::Event& event_of(const std::string& label);

    void act(const TimelineEntry& entry, VectorSource& vectors);
    void happen(const std::string& label);
    void open_and_close(const std::string& label);
    void begin(const Measure& measure, Window& window);
    void end(const Measure& measure, Window& window);
    void look_for_the_end();

    const Scenario& scenario_;
    Stats& stats_;
    TimelineTarget target_;
    bool over_ = false;
    std::size_t entries_done_ = 0, within_done_ = 0, windows_open_ = 0;
    std::vector<bool> entry_done_;
    std::vector<Window> windows_; // by index in Scenario::measures
    std::map<std::string, std::uint64_t> labels_ps_;
    std::map<std::size_t, bool> within_;
    std::map<std::string, std::unique_ptr<sim::Event>> label_events_, change_events_;
    sim::Event end_; // behind what the last entry sets off
    std::vector<std::unique_ptr<sim::Task>> tasks_; // those of entries, then those of expectations
};

} // namespace itstorm
