// SPDX-License-Identifier: Apache-2.0
// The machine of a random scenario. It is drawn first, since all other parts must fit it.
#pragma once
#include "document.h"
#include "parameters.h"

namespace itstorm {

struct DrawnFunction {
    std::string name, kind;
    std::uint64_t vectors;
    bool has_link; // false: `link: off`
};

struct DrawnDomain {
    std::string name, program;
    std::uint64_t vcpus;
    std::uint64_t devices;
};

struct DrawnMachine {
    std::uint64_t pes = 1;
    std::vector<std::string> its;
    std::vector<DrawnFunction> functions;
    std::vector<DrawnDomain> domains;
};

// Shared by the code that draws the parts of a scenario.
struct Drawing {
    const Parameters& parameters;
    Dice dice;
    double knobs;             // share of the keys that are set
    std::uint64_t longest_ps; // of durations

    // Draws some of the keys below `prefix`: those of `owner`, those for all kinds and those for
    // `kind`, except `but`.
    void draw_keys(Document& into, const std::string& prefix, const std::string& owner,
                   const std::string& kind, const std::vector<std::string>& but);
};

// Writes platform, timing, hypervisor and domains.
DrawnMachine draw_machine(Drawing& drawing, Document& scenario);

} // namespace itstorm
