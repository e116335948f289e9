// SPDX-License-Identifier: Apache-2.0
// Timeline: see timeline.h.
#include "timeline.h"
#include "common/simulated_time.h"
#include "common/stop_request.h"
#include "device_traffic/vector_choice.h"

namespace itstorm {

using sc_core::sc_time;

namespace {

sc_time picoseconds(std::uint64_t ps)
{
    return sc_time::from_value(ps);
}

template <class Number>
bool compare(Number left, Compare op, Number right)
{
    switch (op) {
    case Compare::Less: return left < right;
    case Compare::LessEqual: return left <= right;
    case Compare::Equal: return left == right;
    case Compare::NotEqual: return left != right;
    case Compare::GreaterEqual: return left >= right;
    case Compare::Greater: return left > right;
    }
    return false;
}

sim::Event& get(std::map<std::string, std::unique_ptr<sim::Event>>& events, const std::string& name)
{
    std::unique_ptr<sim::Event>& event = events[name];
    if (!event)
        event = std::make_unique<sim::Event>();
    return *event;
}

std::size_t index_of(const Scenario& scenario, const TimelineEntry& entry)
{
    return static_cast<std::size_t>(&entry - scenario.timeline.data());
}

// What an entry waits for, in brackets; empty: for its time only.
std::string reason_of(const Trigger& trigger)
{
    switch (trigger.kind) {
    case Trigger::Kind::When: return " (when " + trigger.condition.stat + ")";
    case Trigger::Kind::After: return " (after " + trigger.label + ")";
    case Trigger::Kind::At: break;
    }
    return "";
}

bool is_within(const Expect& expect)
{
    return expect.kind == Expect::Kind::Within;
}

} // namespace

// Chooses the next vector of an entry; a random choice draws from a stream of the entry's own.
class VectorSource {
public:
    VectorSource(const Scenario& scenario, const TimelineEntry& entry)
        : sequence_(make_vectors(entry.pattern)),
          random_(random_stream(scenario.soc.seed,
                                "timeline." + std::to_string(index_of(scenario, entry))))
    {
    }
    unsigned next() { return sequence_->next(random_); }

private:
    std::unique_ptr<VectorSequence> sequence_;
    RandomStream random_;
};

Timeline::Timeline(sc_core::sc_module_name name, const Scenario& scenario, Stats& stats,
                   TimelineTarget target)
    : sc_module(name), scenario_(scenario), stats_(stats), target_(std::move(target)),
      entry_done_(scenario.timeline.size()), windows_(scenario.measures.size())
{
    end_.calls([] { sim::pause(); });
    for (const TimelineEntry& entry : scenario.timeline)
        start_task([this, &entry] { play(entry); });
    for (std::size_t n = 0; n < scenario.expects.size(); n++)
        if (is_within(scenario.expects[n]))
            start_task([this, n] { watch(n, scenario_.expects[n]); });
    open_and_close("");
}

void Timeline::start_task(std::function<void()> body)
{
    const auto n = static_cast<unsigned>(tasks_.size());
    tasks_.push_back(std::make_unique<sim::Task>(sim::Rank(sim::Kind::Timeline, n),
                                                 std::string(name()) + std::to_string(n),
                                                 std::move(body)));
}

void Timeline::also(const Trigger& trigger, std::function<void()> action)
{
    start_task([this, trigger, action = std::move(action)] {
        await(trigger);
        action();
    });
}

// ---- waiting ----

sim::Event& Timeline::event_of(const std::string& label)
{
    return get(label_events_, label);
}

sim::Event& Timeline::change_of(const std::string& stat)
{
    const bool is_new = change_events_.count(stat) == 0;
    sim::Event& event = get(change_events_, stat);
    if (is_new)
        stats_.on_change(stat, [&event] { event.notify(sc_core::SC_ZERO_TIME); });
    return event;
}

bool Timeline::holds(const Condition& condition) const
{
    const auto value = stats_.live(condition.stat);
    return value && compare(*value, condition.op, condition.value);
}

// Waits for one stretch. Compares products instead of rates, so that nothing is rounded.
bool Timeline::await_stretch(const Condition& condition)
{
    const std::uint64_t before = stats_.live(condition.stat).value_or(0);
    sim::wait(picoseconds(condition.rate_over_ps));
    constexpr std::uint64_t ps_per_s = 1'000'000'000'000;
    using Wide = unsigned __int128;
    const std::uint64_t more = stats_.live(condition.stat).value_or(0) - before;
    return compare(Wide{ more } * ps_per_s, condition.op,
                   Wide{ condition.value } * condition.rate_over_ps);
}

void Timeline::await(const Condition& condition)
{
    while (condition.rate_over_ps != 0)
        if (await_stretch(condition))
            return;
    while (!holds(condition))
        sim::wait(change_of(condition.stat));
}

void Timeline::await(const Trigger& trigger)
{
    switch (trigger.kind) {
    case Trigger::Kind::At: break;
    case Trigger::Kind::When: await(trigger.condition); break;
    case Trigger::Kind::After:
        if (labels_ps_.count(trigger.label) == 0)
            sim::wait(event_of(trigger.label));
        break;
    }
    if (trigger.delay_ps != 0)
        sim::wait(picoseconds(trigger.delay_ps));
}

// ---- entries ----

void Timeline::play(const TimelineEntry& entry)
{
    VectorSource vectors(scenario_, entry);
    await(entry.trigger);
    for (std::uint64_t n = 0; n < entry.count; n++) {
        if (n != 0 && entry.every_ps != 0)
            sim::wait(picoseconds(entry.every_ps));
        if (stop_requested())
            leave_run();
        act(entry, vectors);
        if (n == 0)
            happen(entry.label);
    }
    entry_done_[index_of(scenario_, entry)] = true;
    ++entries_done_;
    look_for_the_end();
}

void Timeline::act(const TimelineEntry& entry, VectorSource& vectors)
{
    switch (entry.action) {
    case Action::Mark: break;
    case Action::StormStart: target_.start_pattern(entry.device, entry.pattern); break;
    case Action::StormStop: target_.stop_pattern(entry.device); break;
    case Action::MsiSend: target_.send(entry.device, vectors.next()); break;
    case Action::TraceReplay:
        for (const FunctionReplay& part : entry.replay)
            target_.start_pattern(part.device, part.pattern);
        break;
    case Action::GuestOrder:
        for (const Order& order : entry.orders)
            target_.order(order);
        break;
    case Action::FaultCommand:
    case Action::FaultDoorbell:
    case Action::FaultMemory:
    case Action::FaultTable:
    case Action::FaultStall: target_.break_something(entry); break;
    case Action::Set:
        for (const Setting& setting : entry.settings)
            target_.set_knob(setting);
        break;
    case Action::Stop: over_ = true; break;
    }
}

void Timeline::happen(const std::string& label)
{
    if (label.empty() || labels_ps_.count(label) != 0)
        return;
    labels_ps_[label] = sim::now_ps();
    open_and_close(label);
    target_.label(label);
    event_of(label).notify(sc_core::SC_ZERO_TIME);
}

void Timeline::begin(const Measure& measure, Window& window)
{
    const bool is_over = measure.to != measure.from && labels_ps_.count(measure.to) != 0;
    window.state = is_over ? Window::State::Missed : Window::State::Open;
    window.from_ps = sim::now_ps();
    if (is_over)
        return;
    stats_.open(measure.name);
    if (!measure.to.empty())
        ++windows_open_;
}

void Timeline::end(const Measure& measure, Window& window)
{
    window.state = Window::State::Closed;
    window.to_ps = sim::now_ps();
    stats_.close(measure.name);
    --windows_open_;
}

// Opens and closes the windows that begin or end at this label; empty: at time zero.
void Timeline::open_and_close(const std::string& label)
{
    target_.flush();
    for (std::size_t n = 0; n < windows_.size(); n++) {
        const Measure& measure = scenario_.measures[n];
        Window& window = windows_[n];
        if (measure.from == label && window.state == Window::State::Waiting)
            begin(measure, window);
        if (measure.to == label && !label.empty() && window.state == Window::State::Open)
            end(measure, window);
    }
}

std::string Timeline::incomplete(std::size_t measure) const
{
    const Measure& labels = scenario_.measures.at(measure);
    const Window& window = windows_.at(measure);
    const std::uint64_t now = sim::now_ps();
    switch (window.state) {
    case Window::State::Waiting: return "'" + labels.from + "' did not happen";
    case Window::State::Missed: return "'" + labels.to + "' came before '" + labels.from + "'";
    case Window::State::Closed: return window.to_ps == window.from_ps ? "it has no length" : "";
    case Window::State::Open: break;
    }
    if (!labels.to.empty())
        return "'" + labels.to + "' did not happen";
    if (!over_)
        return "the run was cut short";
    return now == window.from_ps ? "it has no length" : "";
}

std::optional<std::uint64_t> Timeline::length_ps(std::size_t measure) const
{
    const Window& window = windows_.at(measure);
    switch (window.state) {
    case Window::State::Open: return sim::now_ps() - window.from_ps;
    case Window::State::Closed: return window.to_ps - window.from_ps;
    default: return std::nullopt;
    }
}

void Timeline::watch(std::size_t index, const Expect& expect)
{
    if (labels_ps_.count(expect.of) == 0)
        sim::wait(event_of(expect.of));
    const sc_time deadline = picoseconds(labels_ps_.at(expect.of) + expect.within_ps);
    while (!holds(expect.until) && sim::now() < deadline)
        sim::wait(deadline - sim::now(), change_of(expect.until.stat));
    within_[index] = holds(expect.until);
    if (!within_[index])
        target_.missed();
    ++within_done_;
    look_for_the_end();
}

// ---- the end ----

void Timeline::look_for_the_end()
{
    std::size_t watched = 0;
    for (const Expect& expect : scenario_.expects)
        watched += is_within(expect);
    over_ = over_ || (entries_done_ == scenario_.timeline.size() && windows_open_ == 0 &&
                      within_done_ == watched);
    if (over_)
        end_.notify_ps(0);
}

std::string Timeline::waiting_for() const
{
    constexpr std::size_t named = 8;
    std::string text;
    std::size_t waiting = 0;
    unsigned last =
        0; // number of the entry that was named last: all that come from one for_each have the same
    for (std::size_t n = 0; n < scenario_.timeline.size(); n++) {
        const TimelineEntry& entry = scenario_.timeline[n];
        if (entry_done_[n] || entry.number == last)
            continue;
        last = entry.number;
        if (++waiting <= named)
            text += (text.empty() ? "" : ", ") + name_of(entry) + reason_of(entry.trigger);
    }
    return waiting > named ? text + " and " + std::to_string(waiting - named) + " more" : text;
}

} // namespace itstorm
