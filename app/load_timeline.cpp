// timeline, measure and trace: labels, the order they must have, and what each action needs.
#include "building.h"
#include "comparison.h"
#include <algorithm>
#include <map>

namespace itstorm {

namespace {

const std::string p = "timeline[].";

class TimelineBuilder {
public:
    explicit TimelineBuilder(Building& b) : b_(b), soc_(b.scenario.soc) {}

    void build()
    {
        decode_elements();
        for (const Entries& entries : elements_) {
            TimelineEntry entry;
            check_keys(entries);
            build_trigger(entries, entry);
            build_action(entries, entry);
            if (!b_.is_included(entries.find(p + "only")))
                continue;
            claim_label(entries, entry);
            b_.scenario.timeline.push_back(entry);
            included_.push_back(&entries);
        }
        for (const Entries* entries : included_)
            if (const Entry* after = entries->find(p + "after"))
                check_label(*after);
        find_cycles();
        build_measures();
        build_trace();
    }

private:
    // Moment of an entry as far as it is known before the run: so long after the entry `root` (or
    // time zero, npos).
    struct Moment {
        std::size_t root;
        std::uint64_t offset_ps;
    };
    static constexpr std::size_t npos = static_cast<std::size_t>(-1);

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
            trigger.condition = live_condition(b_, *when);
    }

    void build_action(const Entries& entries, TimelineEntry& entry)
    {
        const Value* action = entries.value(p + "do");
        if (!action)
            return;
        entry.action = static_cast<Action>(action->number);
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
        }
    }

    template <class List>
    unsigned index_of(const Entry* name, const List& list, const char* what)
    {
        if (!name)
            return 0;
        std::vector<std::string> known;
        for (const auto& item : list)
            known.push_back(item.name);
        const auto found = std::find(known.begin(), known.end(), name->value->text);
        if (found == known.end())
            b_.errors.error(name->node->origin, std::string("unknown ") + what + " '" +
                                                    name->value->text + "'" +
                                                    did_you_mean(name->value->text, known));
        return found == known.end() ? 0 : static_cast<unsigned>(found - known.begin());
    }

    unsigned device(const Entries& entries)
    {
        return index_of(needed(b_, entries, "device"), soc_.functions, "device");
    }

    void build_order(const Entries& entries, TimelineEntry& entry)
    {
        const Entry* domain = needed(b_, entries, "domain");
        const Entry* order = needed(b_, entries, "order");
        entry.domain = index_of(domain, soc_.domains, "domain");
        if (domain && order)
            orders_.build(entries, entry);
    }

    void claim_label(const Entries& entries, TimelineEntry& entry)
    {
        const Entry* label = entries.find(p + "label");
        if (!label || !label->value)
            return;
        entry.label = label->value->text;
        const auto [first, is_new] = labels_.emplace(entry.label, b_.scenario.timeline.size());
        if (!is_new)
            b_.errors.error(label->node->origin,
                            "duplicate label '" + entry.label + "', first given in line " +
                                std::to_string(label_origin(first->second).line));
    }

    const Origin& label_origin(std::size_t i) const
    {
        return included_[i]->find(p + "label")->node->origin;
    }

    bool check_label(const Entry& name)
    {
        if (!name.value)
            return false;
        if (labels_.count(name.value->text) != 0)
            return true;
        b_.errors.error(name.node->origin, "undefined label '" + name.value->text + "'" +
                                               did_you_mean(name.value->text, label_names()));
        return false;
    }

    std::vector<std::string> label_names() const
    {
        std::vector<std::string> names;
        for (const auto& [name, index] : labels_)
            names.push_back(name);
        return names;
    }

    // The entry that this one comes after; npos: none, or undefined.
    std::size_t before(std::size_t i) const
    {
        const Trigger& trigger = b_.scenario.timeline[i].trigger;
        const auto found = labels_.find(trigger.label);
        return trigger.kind == Trigger::Kind::After && found != labels_.end() ? found->second
                                                                              : npos;
    }

    // Each cycle is reported once, at the entry that stands first in the file.
    void find_cycles()
    {
        for (std::size_t i = 0; i < included_.size(); ++i) {
            std::string path = b_.scenario.timeline[i].label;
            std::size_t at = before(i), steps = 0;
            bool is_first = true;
            for (; at != npos && at != i && steps <= included_.size(); at = before(at), ++steps) {
                path += " after " + b_.scenario.timeline[at].label;
                is_first = is_first && at > i;
            }
            if (at != i)
                continue;
            is_cyclic_ = true;
            if (is_first)
                b_.errors.error(included_[i]->find(p + "after")->node->origin,
                                "cyclic labels: " + path + " after " +
                                    b_.scenario.timeline[i].label);
        }
    }

    Moment moment(const std::string& label) const
    {
        std::size_t at = labels_.at(label);
        std::uint64_t offset = 0;
        for (; before(at) != npos; at = before(at))
            offset += b_.scenario.timeline[at].trigger.delay_ps;
        const Trigger& trigger = b_.scenario.timeline[at].trigger;
        if (trigger.kind == Trigger::Kind::At)
            return { npos, offset + trigger.delay_ps };
        return { at, offset };
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
                                        : "duplicate window '" + measure.name + "'");
            }
            build_window(entries, "measure[].", measure.from, measure.to,
                         "window '" + measure.name + "'");
            b_.scenario.measures.push_back(measure);
        }
    }

    void build_window(const Entries& entries, const std::string& prefix, std::string& from,
                      std::string& to, const std::string& what)
    {
        const Entry* begin = entries.find(prefix + "from");
        const Entry* end = entries.find(prefix + "to");
        if (begin && check_label(*begin))
            from = begin->value->text;
        if (end && check_label(*end))
            to = end->value->text;
        if (to.empty() || is_cyclic_)
            return;
        const Moment a = from.empty() ? Moment{ npos, 0 } : moment(from), z = moment(to);
        if (a.root == z.root && z.offset_ps <= a.offset_ps)
            b_.errors.error(
                end->node->origin,
                what + (z.offset_ps < a.offset_ps ? " ends before it starts" : " has no length") +
                    ": '" + to + "' is not after '" + (from.empty() ? "time zero" : from) + "'");
    }

    void build_trace()
    {
        build_window(b_.root, "trace.vcd.", b_.scenario.vcd.from, b_.scenario.vcd.to, "trace.vcd");
    }

    Building& b_;
    SocConfig& soc_;
    std::vector<Entries> elements_;
    Orders orders_{ b_ };
    Traffic traffic_{ b_ };
    std::vector<const Entries*> included_;      // beside scenario.timeline
    std::map<std::string, std::size_t> labels_; // index into scenario.timeline
    bool is_cyclic_ = false;
};

} // namespace

const Entry* needed(Building& b, const Entries& entries, const std::string& key)
{
    const Entry* entry = entries.find(p + key);
    if (!entry)
        b.errors.error(entries.origin,
                       "'" + key + "' is missing (" + entries.value(p + "do")->text + " needs it)");
    return entry && entry->value ? entry : nullptr;
}

void build_timeline(Building& b)
{
    TimelineBuilder(b).build();
}

} // namespace itstorm
