// SPDX-License-Identifier: Apache-2.0
// read_plan(), declared in plan.h: reads and checks the section `sweep`.
#include "fields.h"
#include "sweep/plan.h"
#include "sweep/range.h"
#include "sweep/varied.h"
#include <algorithm>
#include <unordered_set>

namespace itstorm {

namespace {

const FieldTable& rows()
{
    static const FieldTable table(scenario_rows());
    return table;
}

class PlanReader {
public:
    PlanReader(const std::vector<std::string>& variants, Diagnostics& errors)
        : variants_(variants), errors_(errors)
    {
    }

    Plan read(Node sweep)
    {
        if (sweep.kind == Node::Kind::Null) {
            plan_.combinations = { 0 };
            return std::move(plan_);
        }
        const Entries entries = decode_map(sweep, "sweep.", rows(), Profile::Server, errors_);
        if (const Value* repetitions = entries.value("sweep.repetitions"))
            plan_.repetitions = repetitions->number;
        if (const Entry* axes = entries.find("sweep.axes"))
            for (const Node& element : elements_of(*axes->node))
                read_axis(element);
        if (!errors_.empty())
            return std::move(plan_);
        const Entry* exclude = entries.find("sweep.exclude");
        if (check_size(sweep.origin))
            enumerate(exclude ? read_exclusions(*exclude->node) : Exclusions());
        if (errors_.empty() && plan_.combinations.empty())
            errors_.error(exclude->node->key_origin, "nothing is left: every point is excluded");
        return std::move(plan_);
    }

private:
    // For each axis and each of its places: whether the exclusion means it.
    using Exclusion = std::vector<std::vector<bool>>;
    using Exclusions = std::vector<Exclusion>;

    // The elements; none if it is no list, which has been complained about.
    static std::vector<Node> elements_of(const Node& list)
    {
        return list.kind == Node::Kind::List ? list.children : std::vector<Node>();
    }

    void read_axis(const Node& element)
    {
        if (element.kind != Node::Kind::Map || element.children.empty())
            return errors_.error(element.origin, "an axis is a map { path: values }");
        Axis axis;
        for (const Node& child : element.children)
            read_knob(child, axis);
        if (axis.knobs.empty())
            return;
        for (const Knob& knob : axis.knobs)
            if (knob.values.size() != axis.length())
                errors_.error(knob.origin, "moves in step with " + quoted(axis.knobs[0].path) +
                                               ", which has " + std::to_string(axis.length()) +
                                               " values, but has " +
                                               std::to_string(knob.values.size()));
        check_twice(axis);
        plan_.axes.push_back(std::move(axis));
    }

    void read_knob(const Node& child, Axis& axis)
    {
        Knob knob{ child.key, child.key_origin, {} };
        const std::string trouble = cannot_vary(knob.path);
        if (!trouble.empty())
            return errors_.error(knob.origin, trouble + ": it cannot be an axis");
        if (find_knob(knob.path) || std::any_of(axis.knobs.begin(), axis.knobs.end(),
                                                [&](const Knob& k) { return k.path == knob.path; }))
            return errors_.error(knob.origin, quoted(knob.path) + " is an axis already");
        if (child.kind == Node::Kind::Map)
            read_range(child, knob);
        else if (child.kind == Node::Kind::List && !child.children.empty())
            knob.values = child.children;
        else
            return errors_.error(
                child.origin, "the values of " + quoted(knob.path) +
                                  " are a list, [a, b], or a range, { from: a, to: b, points: n }");
        check_values(knob);
        if (!knob.values.empty())
            axis.knobs.push_back(std::move(knob));
    }

    void read_range(Node range, Knob& knob)
    {
        const std::size_t before = errors_.count();
        const Entries entries =
            decode_map(range, "sweep.axes[].", rows(), Profile::Server, errors_);
        if (errors_.count() != before)
            return;
        const Entry* from = entries.find("sweep.axes[].from");
        for (const std::string& text : range_values(entries, errors_))
            knob.values.push_back(make_scalar(text, from->node->origin));
    }

    void check_values(const Knob& knob)
    {
        for (std::size_t n = 0; n < knob.values.size(); ++n) {
            const Node& value = knob.values[n];
            if (value.kind == Node::Kind::Map || value.kind == Node::Kind::Null)
                errors_.error(value.origin,
                              "a value of " + quoted(knob.path) + " is a single value or a list");
            else if (knob.path == "variant")
                check_variant(value);
        }
    }

    // Complains about a value that an axis has twice. Where knobs move in step a single knob may
    // repeat a value.
    void check_twice(const Axis& axis)
    {
        if (axis.knobs.size() != 1)
            return;
        std::unordered_set<std::string> texts;
        for (const Node& value : axis.knobs[0].values)
            if (!texts.insert(value_text(value)).second)
                errors_.error(value.origin, quoted(axis.knobs[0].path) + " has the value " +
                                                quoted(value_text(value)) + " twice");
    }

    void check_variant(const Node& value)
    {
        if (std::find(variants_.begin(), variants_.end(), value.text) == variants_.end())
            errors_.error(value.origin, "unknown variant " + quoted(value.text) +
                                            did_you_mean(value.text, variants_));
    }

    bool check_size(const Origin& at)
    {
        double points = static_cast<double>(plan_.repetitions);
        for (const Axis& axis : plan_.axes)
            points *= static_cast<double>(axis.length());
        if (points <= static_cast<double>(Plan::points_most))
            return true;
        errors_.error(at,
                      "the sweep has more than " + std::to_string(Plan::points_most) + " points");
        return false;
    }

    const Knob* find_knob(const std::string& path, std::size_t* axis = nullptr) const
    {
        for (std::size_t n = 0; n < plan_.axes.size(); ++n)
            for (const Knob& knob : plan_.axes[n].knobs)
                if (knob.path == path) {
                    if (axis)
                        *axis = n;
                    return &knob;
                }
        return nullptr;
    }

    Exclusions read_exclusions(const Node& list)
    {
        Exclusions all;
        for (const Node& element : elements_of(list)) {
            if (element.kind != Node::Kind::Map || element.children.empty()) {
                errors_.error(element.origin, "what is excluded is a map { path: value }");
                continue;
            }
            Exclusion exclusion;
            for (const Axis& axis : plan_.axes)
                exclusion.emplace_back(axis.length(), true);
            for (const Node& member : element.children)
                narrow(member, exclusion);
            all.push_back(std::move(exclusion));
        }
        return all;
    }

    // Narrows the exclusion to the places at which the knob has one of the values.
    void narrow(const Node& member, Exclusion& exclusion)
    {
        std::size_t axis = 0;
        const Knob* knob = find_knob(member.key, &axis);
        if (!knob)
            return errors_.error(member.key_origin, quoted(member.key) + " is no axis" +
                                                        did_you_mean(member.key, plan_.paths()));
        std::vector<std::string> known;
        for (const Node& value : knob->values)
            known.push_back(value_text(value));
        const bool is_one =
            std::find(known.begin(), known.end(), value_text(member)) != known.end();
        std::vector<std::string> meant;
        for (const Node& one : is_one || member.kind != Node::Kind::List
                                   ? std::vector<Node>{ member }
                                   : member.children) {
            meant.push_back(value_text(one));
            if (std::find(known.begin(), known.end(), meant.back()) == known.end())
                errors_.error(one.origin, quoted(meant.back()) + " is no value of " +
                                              quoted(knob->path) +
                                              did_you_mean(meant.back(), known));
        }
        for (std::size_t n = 0; n < known.size(); ++n)
            if (std::find(meant.begin(), meant.end(), known[n]) == meant.end())
                exclusion[axis][n] = false;
    }

    void enumerate(const Exclusions& exclusions)
    {
        std::uint64_t product = 1;
        for (const Axis& axis : plan_.axes)
            product *= axis.length();
        for (std::uint64_t n = 0; n < product; ++n)
            if (std::none_of(exclusions.begin(), exclusions.end(),
                             [&](const Exclusion& e) { return is_excluded(e, n); }))
                plan_.combinations.push_back(n);
    }

    bool is_excluded(const Exclusion& exclusion, std::uint64_t combination) const
    {
        for (std::size_t n = plan_.axes.size(); n-- > 0;) {
            const std::size_t length = plan_.axes[n].length();
            if (!exclusion[n][combination % length])
                return false;
            combination /= length;
        }
        return true;
    }

    const std::vector<std::string>& variants_;
    Diagnostics& errors_;
    Plan plan_;
};

} // namespace

Plan read_plan(const Node& sweep, const std::vector<std::string>& variants, Diagnostics& errors)
{
    Diagnostics own;
    Plan plan = PlanReader(variants, own).read(sweep);
    errors.add(own);
    return plan;
}

} // namespace itstorm
