// SPDX-License-Identifier: Apache-2.0
// Section trace.vcd: which signals, from when, until when.
#include "building.h"
#include "quantity.h"
#include "signal_choice.h"

namespace itstorm {

namespace {

const std::string p = "trace.vcd.";

class WaveformBuilder {
public:
    WaveformBuilder(Building& b, const NameIndex& labels) : b_(b), labels_(labels) {}

    void build()
    {
        VcdRequest& vcd = b_.scenario.vcd;
        vcd.from = moment("from");
        vcd.to = moment("to");
        build_condition(vcd);
        refuse_both("from", "when");
        refuse_both("to", "lasts");
        refuse_empty(vcd);
        const Entry* before = find("before");
        if (before && !vcd.from)
            b_.errors.error(before->node->key_origin, "'before' goes with 'from' or 'when'");
        choose();
    }

private:
    const Entry* find(const std::string& key) const { return b_.root.find(p + key); }

    // A label, or a time: a time begins with a digit, a label never does.
    std::optional<Trigger> moment(const std::string& key)
    {
        const Entry* entry = find(key);
        if (!entry || !entry->value)
            return std::nullopt;
        const std::string& text = entry->value->text;
        const bool is_time = !text.empty() && text[0] >= '0' && text[0] <= '9';
        return is_time ? time(*entry, text) : label(*entry, text);
    }

    std::optional<Trigger> time(const Entry& entry, const std::string& text)
    {
        const Quantity quantity = parse_quantity(text, Dimension::Duration);
        if (!quantity.error.empty())
            b_.errors.error(entry.node->origin, quantity.error);
        Trigger trigger;
        trigger.delay_ps = quantity.number;
        return trigger;
    }

    std::optional<Trigger> label(const Entry& entry, const std::string& text)
    {
        if (!labels_.find(text))
            b_.errors.error(entry.node->origin, [&] {
                return "undefined label " + quoted(text) + did_you_mean(text, labels_.names());
            });
        Trigger trigger;
        trigger.kind = Trigger::Kind::After;
        trigger.label = text;
        return trigger;
    }

    void build_condition(VcdRequest& vcd)
    {
        constexpr std::uint64_t rate_over_ps = 100'000'000;
        const Entry* when = find("when");
        if (!when || !when->value)
            return;
        vcd.from.emplace();
        vcd.from->kind = Trigger::Kind::When;
        vcd.from->condition = live_condition(b_, *when, rate_over_ps);
    }

    void refuse_both(const std::string& one, const std::string& other)
    {
        if (const Entry* entry = find(other); entry && find(one))
            b_.errors.error(entry->node->key_origin,
                            "'" + other + "' takes the place of '" + one + "': give one of them");
    }

    // Of two times; labels are compared where their order is known (load_timeline.cpp).
    void refuse_empty(const VcdRequest& vcd)
    {
        const auto is_time = [](const std::optional<Trigger>& moment) {
            return moment && moment->kind == Trigger::Kind::At;
        };
        if (is_time(vcd.to) && (is_time(vcd.from) || !vcd.from) &&
            vcd.to->delay_ps <= (vcd.from ? vcd.from->delay_ps : 0))
            b_.errors.error(find("to")->node->origin,
                            "the waveform has no length: it ends where it begins, or before");
    }

    void choose()
    {
        const Entry* signals = find("signals");
        if (!signals || !signals->value || !b_.errors.empty())
            return;
        const VcdShape shape = vcd_shape(b_.scenario.soc, b_.tables.probes);
        const SignalChoice choice = choose_signals(b_.scenario.vcd.signals, shape);
        if (!choice.error.empty())
            b_.errors.error(signals->node->origin, choice.error);
    }

    Building& b_;
    const NameIndex& labels_;
};

} // namespace

void build_waveform(Building& b, const NameIndex& labels)
{
    WaveformBuilder(b, labels).build();
}

} // namespace itstorm
