// SPDX-License-Identifier: Apache-2.0
// timeline, measure and trace: what each entry does, its labels, and the order that labels must
// have.
#include "building.h"
#include "common/printable.h"
#include "comparison.h"
#include <algorithm>
#include <set>

namespace itstorm {

namespace {

const std::string p = "timeline[].";

class TimelineBuilder {
public:
    explicit TimelineBuilder(Building& b) : b_(b), soc_(b.scenario.soc) {}

    void build()
    {
        decode_elements();
        unsigned number = 0;
        for (std::size_t n = 0; n < elements_.size(); ++n) {
            const Entries& entries = elements_[n];
            number += n != 0 && is_same_entry(entries.origin, elements_[n - 1].origin) ? 0 : 1;
            TimelineEntry entry;
            entry.number = number;
            check_keys(entries);
            build_trigger(entries, entry);
            build_action(entries, entry);
            if (!b_.is_included(entries.find(p + "only")))
                continue;
            claim_label(entries, entry);
            b_.scenario.timeline.push_back(entry);
            b_.timeline_places.push_back(static_cast<unsigned>(n));
            included_.push_back(&entries);
        }
        for (const Entries* entries : included_)
            before_.push_back(entry_before(*entries));
        find_moments();
        build_measures();
        build_waveform(b_, labels_);
        check_waveform(b_.scenario.vcd);
    }

private:
    // When an entry happens, as far as that is known before the run: this long after the entry
    // `root`, or after time zero (npos).
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);
    struct Moment {
        std::size_t root = npos;
        std::uint64_t offset_ps = 0;
    };

    // Whether both entries come from one `for_each` of the file.
    static bool is_same_entry(const Origin& a, const Origin& b)
    {
        return a.line != 0 && a.line == b.line && a.column == b.column;
    }

    void decode_elements()
    {
        const Entry* list = b_.root.find("timeline");
        if (!list || list->node->kind != Node::Kind::List)
            return;
        for (Node& element : list->node->children) {
            if (element.kind == Node::Kind::Map)
                elements_.push_back(
                    decode_map(element, p, orders_.rows_for(element), b_.profile, b_.errors));
            else
                b_.errors.error(element.origin, "an element of 'timeline' is a map { key: value }");
        }
    }

    void check_keys(const Entries& entries)
    {
        const Value* action = entries.value(p + "do");
        if (!action)
            return;
        for (const Entry& entry : entries.all) {
            const auto actions = split(entry.field->only, '|');
            if (!entry.field->only.empty() &&
                std::find(actions.begin(), actions.end(), action->text) == actions.end())
                b_.errors.error(entry.node->key_origin, "'" + entry.node->key +
                                                            "' belongs to do: " + join_or(actions) +
                                                            ", not to " + action->text);
        }
    }

    void build_trigger(const Entries& entries, TimelineEntry& entry)
    {
        const Entry* at = entries.find(p + "at");
        const Entry* when = entries.find(p + "when");
        const Entry* after = entries.find(p + "after");
        const Entry* delay = entries.find(p + "delay");
        if ((at != nullptr) + (when != nullptr) + (after != nullptr) != 1)
            b_.errors.error(entries.origin, "an entry has one of 'at', 'when' and 'after'");
        if (at && delay)
            b_.errors.error(delay->node->key_origin,
                            "'delay' goes with 'when' or 'after', not with 'at'");
        Trigger& trigger = entry.trigger;
        trigger.kind = when    ? Trigger::Kind::When
                       : after ? Trigger::Kind::After
                               : Trigger::Kind::At;
        if (at && at->value)
            trigger.delay_ps = at->value->number;
        else if (delay && delay->value)
            trigger.delay_ps = delay->value->number;
        if (after && after->value)
            trigger.label = after->value->text;
        if (when && when->value)
            trigger.condition = live_condition(b_, *when, rate_over(entries));
        const Entry* over = entries.find(p + "rate_over");
        if (over && trigger.condition.rate_over_ps == 0)
            b_.errors.error(over->node->key_origin, "'rate_over' goes with 'when' and a rate: "
                                                    "\"nic0.msi.sent > 1M/s\"");
    }

    static std::uint64_t rate_over(const Entries& entries)
    {
        constexpr std::uint64_t usual_ps = 100'000'000;
        const Value* over = entries.value(p + "rate_over");
        return over ? over->number : usual_ps;
    }

    // How often an entry happens as a whole, if its action has no `count` of its own.
    void build_repetition(const Entries& entries, TimelineEntry& entry)
    {
        const Entry* repeat = entries.find(p + "repeat");
        const Entry* every = entries.find(p + "every");
        const Value* action = entries.value(p + "do");
        const bool is_counted =
            action && (action->text == "msi.send" || action->text == "guest.order");
        if (is_counted)
            return;
        if (repeat && !every)
            b_.errors.error(repeat->node->key_origin, "'repeat' needs 'every'");
        if (every && !repeat)
            b_.errors.error(every->node->key_origin, "'every' needs 'repeat' here");
        if (repeat && every && every->value && every->value->number == 0)
            b_.errors.error(every->node->origin,
                            "'every' is 0, but time must pass between what is repeated");
        if (repeat && repeat->value)
            entry.count = repeat->value->number;
    }

    void build_action(const Entries& entries, TimelineEntry& entry)
    {
        const Value* action = entries.value(p + "do");
        if (!action)
            return;
        entry.action = static_cast<Action>(action->number);
        entry.action_name = action->text;
        if (const Value* count = entries.value(p + "count"))
            entry.count = count->number;
        if (const Value* every = entries.value(p + "every"))
            entry.every_ps = every->number;
        switch (entry.action) {
        case Action::StormStart:
            entry.device = device(entries);
            traffic_.build_storm(entries, entry);
            break;
        case Action::MsiSend:
            entry.device = device(entries);
            traffic_.build_vectors(entries, entry);
            break;
        case Action::StormStop: entry.device = device(entries); break;
        case Action::TraceReplay: traffic_.build_replay(entries, entry); break;
        case Action::GuestOrder: build_order(entries, entry); break;
        case Action::Mark:
            if (!entries.find(p + "label"))
                b_.errors.error(entries.origin, "a mark without 'label' does nothing");
            break;
        case Action::Stop: break;
        case Action::FaultCommand:
        case Action::FaultDoorbell:
        case Action::FaultMemory:
        case Action::FaultTable:
        case Action::FaultStall: build_fault(b_, entries, entry); break;
        case Action::Set: build_settings(b_, entries, entry); break;
        }
        build_repetition(entries, entry);
    }

    // The index of the device. An unknown one gets an index that no function has, so that nothing
    // else is complained about.
    unsigned device(const Entries& entries)
    {
        constexpr unsigned unknown = ~0u;
        return index_of(b_, needed(b_, entries, "device"), b_.functions, "device")
            .value_or(unknown);
    }

    void build_order(const Entries& entries, TimelineEntry& entry)
    {
        const Entry* domain = needed(b_, entries, "domain");
        const Entry* order = needed(b_, entries, "order");
        if (domain && domain->value->text != "all")
            index_of(b_, domain, b_.domains, "domain");
        if (domain && order)
            orders_.build(entries, entry);
    }

    void claim_label(const Entries& entries, TimelineEntry& entry)
    {
        const Entry* label = entries.find(p + "label");
        if (!label || !label->value)
            return;
        entry.label = label->value->text;
        const std::size_t index = b_.scenario.timeline.size();
        const auto first = labels_.find(entry.label);
        if (first)
            b_.errors.error(label->node->origin,
                            "duplicate label " + quoted(entry.label) + ", first given in line " +
                                std::to_string(label_origin(label_entries_[*first]).line));
        labels_.add(entry.label);
        label_entries_.push_back(index);
    }

    const Origin& label_origin(std::size_t i) const
    {
        return included_[i]->find(p + "label")->node->origin;
    }

    // The entry with this label; npos, and a complaint: there is none.
    std::size_t find_label(const Entry& name)
    {
        if (!name.value)
            return npos;
        const std::string& text = name.value->text;
        if (const auto found = labels_.find(text))
            return label_entries_[*found];
        b_.errors.error(name.node->origin, [&] {
            return "undefined label " + quoted(text) + did_you_mean(text, labels_.names());
        });
        return npos;
    }

    // The entry that this one comes after; npos: it comes after none, or after an unknown one.
    std::size_t entry_before(const Entries& entries)
    {
        const Entry* after = entries.find(p + "after");
        const std::size_t before = after ? find_label(*after) : npos;
        const bool counts = !entries.find(p + "when"); // with both, build_trigger() has complained
        return counts ? before : npos;
    }

    // Computes the moments, each once, however long the chains of `after` are: every chain is
    // followed back to a known moment, and then computed forwards.
    void find_moments()
    {
        moments_.resize(before_.size());
        std::vector<std::uint8_t> seen(before_.size()); // 1: on the chain being followed; 2: done
        std::vector<std::size_t> chain;
        for (std::size_t i = 0; i < before_.size(); ++i) {
            std::size_t at = i;
            for (chain.clear(); at != npos && seen[at] == 0; at = before_[at]) {
                seen[at] = 1;
                chain.push_back(at);
            }
            if (at != npos && seen[at] == 1)
                report_cycle(at);
            for (; !chain.empty(); chain.pop_back()) {
                moments_[chain.back()] = moment_of(chain.back());
                seen[chain.back()] = 2;
            }
        }
    }

    Moment moment_of(std::size_t i) const
    {
        const Trigger& trigger = b_.scenario.timeline[i].trigger;
        if (before_[i] != npos)
            return { moments_[before_[i]].root, moments_[before_[i]].offset_ps + trigger.delay_ps };
        if (trigger.kind == Trigger::Kind::At)
            return { npos, trigger.delay_ps };
        return { i, 0 };
    }

    // Complains at the entry of the cycle that stands first in the file.
    void report_cycle(std::size_t member)
    {
        is_cyclic_ = true;
        std::size_t first = member;
        for (std::size_t at = before_[member]; at != member; at = before_[at])
            first = std::min(first, at);
        b_.errors.error(included_[first]->find(p + "after")->node->origin, [&] {
            std::string path = printable(b_.scenario.timeline[first].label);
            for (std::size_t at = before_[first]; at != first; at = before_[at])
                path += " after " + printable(b_.scenario.timeline[at].label);
            return "cyclic labels: " + path + " after " +
                   printable(b_.scenario.timeline[first].label);
        });
    }

    void build_measures()
    {
        std::set<std::string> names;
        for (const Entries& entries : b_.elements("measure")) {
            Measure measure;
            const Entry* name = entries.find("measure[].name");
            if (name && name->value) {
                measure.name = name->value->text;
                if (measure.name == "run" || !names.insert(measure.name).second)
                    b_.errors.error(name->node->origin,
                                    measure.name == "run"
                                        ? "the window 'run' is the whole run"
                                        : "duplicate window " + quoted(measure.name));
            }
            build_window(entries, "measure[].", measure.from, measure.to,
                         "window " + quoted(measure.name));
            b_.scenario.measures.push_back(measure);
        }
    }

    void build_window(const Entries& entries, const std::string& prefix, std::string& from,
                      std::string& to, const std::string& what)
    {
        const Entry* begin = entries.find(prefix + "from");
        const Entry* end = entries.find(prefix + "to");
        const std::size_t first = begin ? find_label(*begin) : npos;
        const std::size_t last = end ? find_label(*end) : npos;
        if (first != npos)
            from = begin->value->text;
        if (last != npos)
            to = end->value->text;
        if (last != npos)
            check_length(first, last, *end, what);
    }

    // Complains if what ends at entry `last` does not begin before it, at entry `first` (npos: time
    // zero).
    void check_length(std::size_t first, std::size_t last, const Entry& end,
                      const std::string& what)
    {
        if (is_cyclic_)
            return;
        const Moment a = first == npos ? Moment{ npos, 0 } : moments_[first];
        const Moment z = moments_[last];
        if (a.root == z.root && z.offset_ps <= a.offset_ps)
            b_.errors.error(
                end.node->origin,
                what + (z.offset_ps < a.offset_ps ? " ends before it starts" : " has no length") +
                    ": " + quoted(end.value->text) + " is not after " +
                    quoted(first == npos ? "time zero" : b_.scenario.timeline[first].label));
    }

    // If the waveform begins and ends at labels, they must be in the order of time.
    void check_waveform(const VcdRequest& vcd)
    {
        const auto place = [&](const std::optional<Trigger>& moment) {
            const bool is_label = moment && moment->kind == Trigger::Kind::After;
            const auto label = is_label ? labels_.find(moment->label) : std::nullopt;
            return label ? label_entries_[*label] : npos;
        };
        const std::size_t first = place(vcd.from), last = place(vcd.to);
        if (last != npos && (first != npos || !vcd.from))
            check_length(first, last, *b_.root.find("trace.vcd.to"), "trace.vcd");
    }

    Building& b_;
    SocConfig& soc_;
    std::vector<Entries> elements_;
    Orders orders_{ b_ };
    Traffic traffic_{ b_ };
    NameIndex labels_;
    std::vector<std::size_t> label_entries_; // by index in labels_: index into scenario.timeline

    // By index in scenario.timeline.
    std::vector<const Entries*> included_;
    std::vector<std::size_t> before_;
    std::vector<Moment> moments_;
    bool is_cyclic_ = false;
};

} // namespace

void build_timeline(Building& b)
{
    TimelineBuilder(b).build();
}

} // namespace itstorm
