// SPDX-License-Identifier: Apache-2.0
// expect and table: comparisons of statistics that must exist, with limits in their units.
#include "building.h"
#include "comparison.h"
#include <algorithm>
#include <cmath>
#include <set>

namespace itstorm {

namespace {

const char* const comparison_shape =
    "is written \"statistic op quantity\", op one of <, <=, ==, !=, >= and >";

class ExpectBuilder {
public:
    explicit ExpectBuilder(Building& b) : b_(b)
    {
        for (const Measure& measure : b.scenario.measures)
            windows_.add(measure.name);
        for (const TimelineEntry& entry : b.scenario.timeline)
            if (!entry.label.empty())
                labels_.add(entry.label);
    }

    void build()
    {
        for (const Entries& entries : b_.elements("expect"))
            build_expect(entries);
        for (const Entries& entries : b_.elements("table"))
            build_row(entries);
    }

private:
    void build_expect(const Entries& entries)
    {
        const std::string p = "expect[].";
        Expect expect;
        claim_id(entries.find(p + "id"), expect);
        const Entry* at_end = entries.find(p + "at_end");
        const Entry* within = entries.find(p + "within");
        if ((at_end != nullptr) == (within != nullptr))
            b_.errors.error(entries.origin, "an expectation has one of 'at_end' and 'within'");
        else if (at_end)
            build_at_end(entries, *at_end, expect);
        else
            build_within(entries, *within, expect);
        if (b_.is_included(entries.find(p + "only")))
            b_.scenario.expects.push_back(expect);
    }

    void claim_id(const Entry* id, Expect& expect)
    {
        if (!id || !id->value)
            return;
        expect.id = id->value->text;
        if (!ids_.insert(expect.id).second)
            b_.errors.error(id->node->origin, "duplicate id " + quoted(expect.id));
    }

    void refuse_keys(const Entries& entries, std::initializer_list<const char*> keys,
                     const std::string& with)
    {
        for (const char* key : keys)
            if (const Entry* entry = entries.find(std::string("expect[].") + key))
                b_.errors.error(entry->node->key_origin,
                                std::string("'") + key + "' does not go with '" + with + "'");
    }

    void build_at_end(const Entries& entries, const Entry& at_end, Expect& expect)
    {
        const std::string p = "expect[].";
        refuse_keys(entries, { "of", "until" }, "at_end");
        expect.window = window(entries.find(p + "in"));
        expect.relative = reference(entries.find(p + "relative_to"), expect.relative_to);
        if (!at_end.value)
            return;
        expect.text = at_end.value->text;
        const auto comparison = parse_comparison(expect.text);
        if (!comparison) {
            b_.errors.error(at_end.node->origin, "'at_end' " + std::string(comparison_shape));
            return;
        }
        expect.stat = comparison->stat;
        expect.op = comparison->op;
        StatUse use = statistic(at_end, expect.stat, !expect.window.empty());
        if (!use.stat)
            return;
        if (expect.relative) {
            check_comparable(*entries.find(p + "relative_to"), *use.stat, expect.window,
                             expect.relative_to.window);
            use.scale = Scale::Factor;
        }
        expect.is_share = use.scale == Scale::Factor;
        std::string error;
        expect.value = parse_limit(comparison->quantity, use.scale, use.unit, error);
        if (!error.empty())
            b_.errors.error(at_end.node->origin,
                            "the limit of " + quoted(expect.stat) + ": " + error);
    }

    void build_within(const Entries& entries, const Entry& within, Expect& expect)
    {
        const std::string p = "expect[].";
        refuse_keys(entries, { "in", "relative_to" }, "within");
        expect.kind = Expect::Kind::Within;
        if (within.value)
            expect.within_ps = within.value->number;
        const Entry* of = entries.find(p + "of");
        const Entry* until = entries.find(p + "until");
        if (!of || !until)
            b_.errors.error(entries.origin, std::string("'") + (of ? "until" : "of") +
                                                "' is missing ('within' needs it)");
        if (of && of->value) {
            expect.of = of->value->text;
            require(labels_, expect.of, of->node->origin, "undefined label");
        }
        if (until && until->value) {
            expect.text = until->value->text;
            expect.until = live_condition(b_, *until);
        }
    }

    void build_row(const Entries& entries)
    {
        const std::string p = "table[].";
        TableRow row;
        row.window = window(entries.find(p + "in"));
        row.relative = reference(entries.find(p + "relative_to"), row.relative_to);
        const Entry* stat = entries.find(p + "stat");
        if (!stat || !stat->value)
            return;
        row.stat = stat->value->text;
        const StatUse use = statistic(*stat, row.stat, !row.window.empty());
        if (use.stat && row.relative)
            check_comparable(*entries.find(p + "relative_to"), *use.stat, row.window,
                             row.relative_to.window);
        row.is_share = row.relative || use.scale == Scale::Factor;
        row.unit = row.relative ? "1" : unit_of(use);
        b_.scenario.table.push_back(row);
    }

    StatUse statistic(const Entry& entry, const std::string& name, bool in_window)
    {
        std::string error;
        const StatUse use = find_result(b_.stats(), name, in_window, error);
        if (!use.stat)
            b_.errors.error(entry.node->origin, error);
        return use;
    }

    // The window that the entry names; empty: the whole run.
    std::string window(const Entry* entry)
    {
        if (!entry || !entry->value)
            return "";
        return window(entry->value->text, entry->node->origin);
    }

    std::string window(const std::string& name, const Origin& origin)
    {
        if (name == "run")
            return "";
        require(windows_, name, origin, "unknown window");
        return name;
    }

    void require(const NameIndex& known, const std::string& name, const Origin& origin,
                 const char* complaint)
    {
        if (!known.has(name))
            b_.errors.error(origin, [&] {
                return complaint + (" " + quoted(name)) + did_you_mean(name, known.names());
            });
    }

    // Reads "window" or "variant/window". False: it is neither, which `errors` says.
    bool reference(const Entry* entry, Reference& to)
    {
        if (!entry || !entry->value)
            return false;
        const std::string& text = entry->value->text;
        const std::size_t slash = text.find('/');
        if (slash != std::string::npos) {
            to.variant = text.substr(0, slash);
            require(b_.variants, to.variant, entry->node->origin, "unknown variant");
        }
        to.window =
            window(slash == std::string::npos ? text : text.substr(slash + 1), entry->node->origin);
        return true;
    }

    void check_comparable(const Entry& entry, const StatInfo& stat, const std::string& window,
                          const std::string& other)
    {
        if (stat.kind == StatKind::Counter && window.empty() != other.empty())
            b_.errors.error(entry.node->origin,
                            "'" + stat.name +
                                "' is a count over the whole run and a rate in a window; "
                                "compare window with window");
    }

    Building& b_;
    NameIndex windows_, labels_;
    std::set<std::string> ids_;
};

bool belongs(const Node& element, const std::string& variant)
{
    const Node* only = element.child("only");
    return !only || std::any_of(only->children.begin(), only->children.end(),
                                [&](const Node& name) { return name.text == variant; });
}

bool needs_other_variant(const Node& element)
{
    const Node* reference = element.child("relative_to");
    return reference && reference->text.find('/') != std::string::npos;
}

template <class Predicate>
void erase_if(std::vector<Node>& nodes, Predicate predicate)
{
    nodes.erase(std::remove_if(nodes.begin(), nodes.end(), predicate), nodes.end());
}

} // namespace

Condition live_condition(Building& b, const Entry& entry, std::uint64_t rate_over_ps)
{
    Condition condition;
    const auto comparison = parse_comparison(entry.value->text);
    if (!comparison) {
        b.errors.error(entry.node->origin, "'" + entry.node->key + "' " + comparison_shape);
        return condition;
    }
    std::string error;
    condition.stat = comparison->stat;
    condition.op = comparison->op;
    StatUse use = find_live(b.stats(), condition.stat, error);
    const bool is_rate = comparison->quantity.find("/s") != std::string::npos;
    if (use.stat && is_rate && rate_over_ps != no_rates && use.stat->kind == StatKind::Counter) {
        use.scale = Scale::Rate;
        condition.rate_over_ps = rate_over_ps;
    }
    if (use.stat) {
        const double value = parse_limit(comparison->quantity, use.scale, use.unit, error);
        if (error.empty() && (value < 0 || value != std::floor(value)))
            error = quoted(comparison->quantity) + " is not a whole number";
        condition.value = static_cast<std::uint64_t>(value);
    }
    if (!error.empty())
        b.errors.error(entry.node->origin, error);
    return condition;
}

void build_expect(Building& b)
{
    ExpectBuilder(b).build();
}

void prune(Node& root, const std::string& variant)
{
    erase_if(root.children, [](const Node& n) { return n.key == "variants"; });
    for (const char* list : { "timeline", "expect", "table" })
        if (Node* node = root.child(list)) {
            erase_if(node->children,
                     [&](const Node& n) { return !belongs(n, variant) || needs_other_variant(n); });
            for (Node& element : node->children)
                erase_if(element.children, [](const Node& n) { return n.key == "only"; });
        }
}

} // namespace itstorm
