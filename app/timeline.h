// SPDX-License-Identifier: Apache-2.0
// Plays a scenario's timeline: one task per entry waits for its trigger and acts; one per
// `within` expectation watches. Opens and closes the windows of measurement at their labels, and
// says when the run is over.
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
    std::function<void()> missed;                  // what a `within` expects is not so in time
};

class VectorSource;

class Timeline : public sc_core::sc_module {
public:
    Timeline(sc_core::sc_module_name name, const Scenario& scenario, Stats& stats,
             TimelineTarget target);

    // Beside the scenario's entries, before time zero: the run does not wait for it. `action` may
    // wait.
    void also(const Trigger& trigger, std::function<void()> action);

    bool over() const { return over_; }
    const std::map<std::string, std::uint64_t>& labels_ps() const { return labels_ps_; }
    const std::map<std::size_t, bool>& within() const { return within_; }

    // Why a window, by its index in Scenario::measures, is not the whole of what it is to be;
    // empty: it is. One that lasts to the end of the run is, once the run has ended by itself.
    std::string incomplete(std::size_t measure) const;

    // How long a window, by its index, has been open up to now or its end; nothing: it never
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
    bool
    await_stretch(const Condition& condition); // of a rate: whether it holds after the next one
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
    std::vector<std::unique_ptr<sim::Task>> tasks_; // entries, then those that watch
};

} // namespace itstorm
