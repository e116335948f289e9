// SPDX-License-Identifier: Apache-2.0
// What a plan's points are: see plan.h.
#include "sweep/plan.h"

namespace itstorm {

namespace {

bool is_variant(const Knob& knob)
{
    return knob.path == "variant";
}

} // namespace

std::vector<std::string> Plan::paths() const
{
    std::vector<std::string> all;
    for (const Axis& axis : axes)
        for (const Knob& knob : axis.knobs)
            all.push_back(knob.path);
    return all;
}

std::vector<const Node*> Plan::values(std::size_t configuration) const
{
    std::vector<std::size_t> places(axes.size());
    std::uint64_t rest = combinations.at(configuration);
    for (std::size_t n = axes.size(); n-- > 0; rest /= axes[n].length())
        places[n] = rest % axes[n].length();
    std::vector<const Node*> all;
    for (std::size_t n = 0; n < axes.size(); ++n)
        for (const Knob& knob : axes[n].knobs)
            all.push_back(&knob.values[places[n]]);
    return all;
}

std::vector<Override> Plan::changes(std::size_t configuration) const
{
    const auto chosen = values(configuration);
    std::vector<Override> all;
    std::size_t n = 0;
    for (const Axis& axis : axes)
        for (const Knob& knob : axis.knobs) {
            const Node& value = *chosen[n++];
            if (!is_variant(knob))
                all.push_back({ knob.path, value });
        }
    return all;
}

std::string Plan::variant(std::size_t configuration) const
{
    const auto chosen = values(configuration);
    std::size_t n = 0;
    for (const Axis& axis : axes)
        for (const Knob& knob : axis.knobs) {
            const Node& value = *chosen[n++];
            if (is_variant(knob))
                return value.text;
        }
    return "";
}

std::string Plan::text(std::size_t configuration) const
{
    const auto names = paths();
    const auto chosen = values(configuration);
    std::string all;
    for (std::size_t n = 0; n < names.size(); ++n)
        all += (n == 0 ? "" : " ") + names[n] + "=" + value_text(*chosen[n]);
    return all;
}

std::string value_text(const Node& value)
{
    if (value.kind != Node::Kind::List)
        return value.text;
    std::string all;
    for (const Node& child : value.children)
        all += (all.empty() ? "" : ", ") + value_text(child);
    return "[" + all + "]";
}

// SplitMix64's finaliser over both numbers, cut to 53 bits, which every reader of a table holds
// exactly.
std::uint64_t seed_of(std::uint64_t scenario_seed, std::size_t repetition)
{
    if (repetition == 0)
        return scenario_seed;
    std::uint64_t z = scenario_seed * 0xd1342543de82ef95ull + repetition * 0x9e3779b97f4a7c15ull;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return (z ^ (z >> 31)) >> 11;
}

} // namespace itstorm
