// SPDX-License-Identifier: Apache-2.0
// The section `sweep` of a scenario: which values each axis has, which of their combinations are
// points, and how often each is repeated. A point is a configuration (a value for each knob) with a
// repetition; points are numbered from 0 in the order of the file, the last axis fastest, the
// repetitions of a configuration beside each other.
#pragma once
#include "overrides.h"
#include <cstdint>
#include <string>
#include <vector>

namespace itstorm {

struct Knob {
    std::string path;
    Origin origin;            // of the path
    std::vector<Node> values; // each with its place in the file
};

// One knob, or several that move in step and have equally many values.
struct Axis {
    std::vector<Knob> knobs;

    std::size_t length() const { return knobs.front().values.size(); }
};

class Plan {
public:
    static constexpr std::size_t points_most = 10'000'000;

    std::vector<Axis> axes;
    std::vector<std::uint64_t>
        combinations; // those that are not excluded, by their place in the product of the axes
    std::uint64_t repetitions = 1;

    std::size_t configurations() const { return combinations.size(); }
    std::size_t points() const { return combinations.size() * repetitions; }
    std::size_t configuration_of(std::size_t point) const { return point / repetitions; }
    std::size_t repetition_of(std::size_t point) const { return point % repetitions; }

    std::vector<std::string> paths() const; // of all knobs, in the order of the file
    std::vector<const Node*> values(std::size_t configuration) const; // in the order of paths()

    // What a configuration changes in the scenario.
    std::vector<Override> changes(std::size_t configuration) const;
    std::string
    variant(std::size_t configuration) const; // the axis `variant`; empty: there is none

    std::string text(std::size_t configuration) const; // "a=1 b=2", for people
};

// Reads the section; `errors` says what is wrong with it. `variants`: names of those of the
// scenario. Null: there are no axes, and the scenario itself is the only configuration.
Plan read_plan(const Node& sweep, const std::vector<std::string>& variants, Diagnostics& errors);

// A value as it stands in results: "4KiB", "[0, 1]".
std::string value_text(const Node& value);

// The seed of a repetition. The first repetition has the scenario's own seed, so that it equals a
// run of `itstorm run`. The seeds of the others depend on that seed and on the repetition, not on
// the point, so that points are compared under the same random numbers.
std::uint64_t seed_of(std::uint64_t scenario_seed, std::size_t repetition);

} // namespace itstorm
