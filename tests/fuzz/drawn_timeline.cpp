// SPDX-License-Identifier: Apache-2.0
#include "drawn_timeline.h"
#include "drawn_statistic.h"
#include "scenario_generator.h"
#include <map>
#include <set>

namespace itstorm {

namespace {

using Words = std::vector<std::string>;

// The keys that a pattern needs, and those that it may have.
struct PatternKeys {
    Words needed, allowed;
};

const std::map<std::string, PatternKeys> pattern_keys = {
    { "periodic", { { "rate" }, {} } },
    { "poisson", { { "rate" }, {} } },
    { "bursts", { { "burst_size", "burst_gap" }, { "burst_sizes", "burst_spacing" } } },
    { "on_off", { { "off_mean" }, {} } }, // and draw_on_time()
    { "ramp", { { "rate", "rate_to", "over" }, {} } },
    { "line_rate", { {}, {} } },
    { "replay", { { "trace" }, {} } },
};

class TimelineDrawer {
public:
    TimelineDrawer(Drawing& drawing, const DrawnMachine& machine, const Words& variants)
        : d_(drawing), dice_(drawing.dice), machine_(machine), variants_(variants),
          statistics_(drawing.dice, machine)
    {
        for (const Parameter& p : drawing.parameters.below("timeline[]."))
            keys_[p.path.substr(std::string("timeline[].").size())] = p;
        for (const DrawnFunction& f : machine.functions)
            if (f.kind != "nvme") // it has no arrivals
                sources_.push_back(f);
        for (const DrawnDomain& domain : machine.domains)
            if (!drawing.parameters.orders_of(domain.program).empty())
                ordered_.push_back(domain);
    }

    DrawnTimeline draw()
    {
        if (dice_.chance(0.9))
            add_entry("mark", "all_guests.ready == 1");
        const std::uint64_t count =
            dice_.chance(0.05) ? dice_.between(10, 60) : dice_.between(0, 7);
        for (std::uint64_t n = 0; n < count; ++n)
            add_entry(pick_action(), "");
        if (dice_.chance(0.1))
            add_entry("stop", ""); // at any moment
        if (dice_.chance(0.7))
            add_late_stop();
        return std::move(drawn_);
    }

private:
    // Draws one of the actions whose keys are known here; other actions of the program are not
    // drawn.
    std::string pick_action()
    {
        Words actions = { "mark" };
        if (!sources_.empty())
            for (const char* action : { "storm.start", "storm.start", "storm.start", "storm.stop",
                                        "msi.send", "msi.send", "trace.replay" })
                actions.push_back(action);
        if (!ordered_.empty())
            actions.insert(actions.end(), 3, "guest.order");
        if (dice_.chance(0.05)) // nothing that the hypervisor takes for the end of its ITS
            actions = { "fault.stall", "set" };
        return dice_.one_of(actions);
    }

    void add_entry(const std::string& action, const std::string& condition)
    {
        Document entry = Document::map();
        const Label label = draw_trigger(entry, condition);
        entry.set("do", action);
        if (action == "storm.start")
            draw_storm(entry);
        if (action == "storm.stop")
            draw_stop(entry);
        if (action == "msi.send")
            draw_messages(entry);
        if (action == "trace.replay") {
            entry.set("trace", replayed_trace());
            draw_repeat(entry);
        }
        if (action == "guest.order")
            draw_order(entry);
        if (action == "fault.stall") {
            entry.set("its", dice_.one_of(machine_.its));
            entry.set("lasts", duration_text(dice_.of_any_size(1'000, 10'000'000)));
        }
        if (action == "set")
            entry.set("values", Document::map())
                .set("hypervisor.scheduler.slice", std::to_string(dice_.between(10, 1000)) + "us");
        const bool is_for_some = !variants_.empty() && action != "mark" && dice_.chance(0.1);
        if (is_for_some)
            entry.set("only", Document::list()).add(Document::scalar(dice_.one_of(variants_)));
        else if (action == "mark" || dice_.chance(0.5)) {
            entry.set("label", label.name);
            drawn_.labels.push_back(label);
        }
        drawn_.entries.add(std::move(entry));
    }

    void add_late_stop()
    {
        Document entry = Document::map();
        entry.set("at", duration_text(dice_.between(d_.longest_ps / 3, d_.longest_ps)));
        entry.set("do", "stop");
        drawn_.entries.add(std::move(entry));
    }

    Label draw_trigger(Document& entry, const std::string& condition)
    {
        const std::string name = "moment" + std::to_string(drawn_.entries.children.size());
        const std::uint64_t later = dice_.of_any_size(0, d_.longest_ps / 2);
        if (condition.empty() && !drawn_.labels.empty() && dice_.chance(0.7)) {
            const Label before = dice_.one_of(drawn_.labels);
            entry.set("after", before.name);
            entry.set("delay", duration_text(later));
            return { name, before.root, before.offset_ps + later };
        }
        if (condition.empty() && dice_.chance(0.5)) {
            entry.set("at", duration_text(later));
            return { name, "", later };
        }
        const bool is_rate = condition.empty() && dice_.chance(0.1);
        entry.set("when", is_rate             ? statistics_.counter() + " > 10k/s"
                          : condition.empty() ? statistics_.live_condition()
                                              : condition);
        if (is_rate)
            draw_key(entry, "rate_over");
        if (dice_.chance(0.3))
            entry.set("delay", duration_text(later));
        return { name, name, 0 };
    }

    void draw_key(Document& entry, const std::string& key)
    {
        const auto found = keys_.find(key);
        if (found != keys_.end())
            entry.set(key, itstorm::draw(found->second, dice_, d_.longest_ps));
    }

    void draw_storm(Document& entry)
    {
        const DrawnFunction function = dice_.one_of(sources_);
        entry.set("device", function.name);
        std::string pattern = "poisson";
        const auto parameter = keys_.find("pattern");
        if (parameter != keys_.end())
            pattern = dice_.one_of(parameter->second.choices);
        const auto known = pattern_keys.find(pattern);
        const bool has_line_rate = function.has_link && function.kind == "generator";
        if (known == pattern_keys.end() || (pattern == "line_rate" && !has_line_rate))
            pattern = "poisson";
        entry.set("pattern", pattern);
        const PatternKeys& keys = pattern_keys.at(pattern);
        for (const std::string& key : keys.needed)
            if (key == "trace")
                entry.set("trace", replayed_trace());
            else
                draw_key(entry, key);
        for (const std::string& key : keys.allowed)
            if (dice_.chance(0.5))
                draw_key(entry, key);
        if (pattern == "periodic" && dice_.chance(0.4))
            draw_jitter(entry);
        if (pattern == "on_off")
            draw_on_time(entry);
        if (pattern != "replay")
            draw_vectors(entry, function);
        draw_repeat(entry);
        if (dice_.chance(0.3))
            entry.set("count", std::to_string(dice_.of_any_size(1, 1000)));
    }

    void draw_stop(Document& entry)
    {
        if (dice_.chance(0.7))
            entry.set("device", dice_.one_of(sources_).name);
        else
            entry.set("for_each", Document::list())
                .add(Document::scalar(dice_.chance(0.5) ? "all" : dice_.one_of(sources_).name));
        draw_repeat(entry);
    }

    void draw_repeat(Document& entry)
    {
        if (dice_.chance(0.8))
            return;
        entry.set("repeat", std::to_string(dice_.of_any_size(1, 100)));
        draw_key(entry, "every");
    }

    // Draws a jitter of at most half a period.
    void draw_jitter(Document& entry)
    {
        const std::uint64_t period_ps = 1'000'000'000'000 / std::stoull(entry.child("rate")->text);
        entry.set("jitter", duration_text(dice_.between(0, period_ps / 2)));
    }

    // Draws a mean on-time with more than one message in a thousand of them.
    void draw_on_time(Document& entry)
    {
        entry.set("rate", std::to_string(dice_.of_any_size(10'000, 100'000'000)) + "/s");
        entry.set("on_mean", duration_text(dice_.of_any_size(1'000'000, d_.longest_ps)));
    }

    void draw_vectors(Document& entry, const DrawnFunction& function)
    {
        const std::uint64_t first = dice_.between(0, function.vectors - 1);
        const std::uint64_t last = dice_.between(first, function.vectors - 1);
        if (dice_.chance(0.3))
            entry.set("vectors", "all");
        else if (dice_.chance(0.5))
            entry.set("vectors", std::to_string(first));
        else {
            Document& bounds = entry.set("vectors", Document::list());
            bounds.add(Document::scalar(std::to_string(first)));
            bounds.add(Document::scalar(std::to_string(last)));
        }
        if (dice_.chance(0.5))
            draw_key(entry, "choice");
        const Document* choice = entry.child("choice");
        if (choice && choice->text == "zipf" && dice_.chance(0.5))
            draw_key(entry, "exponent");
    }

    void draw_messages(Document& entry)
    {
        const DrawnFunction function = dice_.one_of(sources_);
        entry.set("device", function.name);
        draw_vectors(entry, function);
        draw_repetition(entry);
    }

    void draw_repetition(Document& entry)
    {
        if (dice_.chance(0.5))
            return;
        entry.set("count", std::to_string(dice_.of_any_size(1, 100)));
        draw_key(entry, "every");
    }

    // Draws an argument, usually one that names something that the domain has: the loader refuses
    // others.
    std::string draw_argument(const Parameter& p, const DrawnDomain& domain)
    {
        static const std::set<std::string> of_vcpu = { "to", "back", "from", "collection", "vcpu" };
        static const std::set<std::string> of_device = { "device", "event", "events", "vector" };
        const std::string name = p.path.substr(p.path.rfind('.') + 1);
        if (dice_.chance(0.01))
            return itstorm::draw(p, dice_, d_.longest_ps);
        if (of_vcpu.count(name) != 0)
            return std::to_string(dice_.between(0, domain.vcpus - 1));
        if (name == "device")
            return std::to_string(dice_.between(0, domain.devices == 0 ? 0 : domain.devices - 1));
        if (of_device.count(name) != 0)
            return std::to_string(dice_.between(0, 1));
        return itstorm::draw(p, dice_, d_.longest_ps);
    }

    void draw_order(Document& entry)
    {
        const DrawnDomain domain = dice_.one_of(ordered_);
        static const std::set<std::string> of_function = {
            "mask", "unmask", "mask_function", "unmask_function", "reset", "start", "remove", "add"
        };
        std::string order = dice_.one_of(d_.parameters.orders_of(domain.program));
        while (domain.devices == 0 && of_function.count(order) != 0)
            order = dice_.one_of(d_.parameters.orders_of(domain.program));
        entry.set("domain", dice_.chance(0.1) ? "all" : domain.name);
        entry.set("vcpu", std::to_string(dice_.between(0, domain.vcpus - 1)));
        entry.set("order", order);
        Document args = Document::map();
        for (const Parameter& p :
             d_.parameters.below("timeline[].args.", domain.program + "." + order))
            if (dice_.chance(0.6) ||
                (p.path.rfind(".to") != std::string::npos && domain.vcpus == 1))
                args.set(p.path.substr(p.path.rfind('.') + 1), draw_argument(p, domain));
        if (!args.children.empty())
            entry.set("args", args);
        if (dice_.chance(0.3))
            draw_repetition(entry);
    }

    // The text of the trace file for all replays, with rows of every function.
    std::string replayed_trace()
    {
        std::uint64_t ps = 0;
        if (drawn_.trace.empty()) {
            drawn_.trace = "time,function,vector\n";
            for (std::uint64_t n = dice_.of_any_size(sources_.size(), 200), i = 0; i < n; ++i) {
                const DrawnFunction f = i < sources_.size() ? sources_[i] : dice_.one_of(sources_);
                ps += dice_.of_any_size(0, 20'000'000);
                drawn_.trace += std::to_string(ps) + "ps," + f.name + "," +
                                std::to_string(dice_.between(0, f.vectors - 1)) + "\n";
            }
        }
        return generated_trace_name;
    }

    Drawing& d_;
    Dice& dice_;
    const DrawnMachine& machine_;
    const Words& variants_;
    StatisticDrawer statistics_;
    std::map<std::string, Parameter> keys_; // of a timeline's entry
    std::vector<DrawnFunction> sources_;    // functions that a storm or a message can come from
    std::vector<DrawnDomain> ordered_;      // those that take orders
    DrawnTimeline drawn_{ Document::list(), {}, "" };
};

} // namespace

DrawnTimeline draw_timeline(Drawing& drawing, const DrawnMachine& machine, const Words& variants)
{
    return TimelineDrawer(drawing, machine, variants).draw();
}

} // namespace itstorm
