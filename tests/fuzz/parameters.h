// SPDX-License-Identifier: Apache-2.0
// Everything that a scenario can set, read from the output of `itstorm params`, so that a new knob
// is drawn without a change here.
#pragma once
#include "dice.h"
#include <string>
#include <vector>

namespace itstorm {

struct Parameter {
    enum class Kind {
        Count,
        Fraction, // a number that need not be whole
        Duration, // bounds in ps
        Bytes,
        Rate,
        Frequency,
        Choice,
        Set,
        Link,
        Other, // names, lists, texts: written by the code that draws the scenario
    };

    std::string path;  // "platform.its[].command_queue"
    std::string owner; // program whose knob it is, or "program.order" whose argument; "": the
                       // language's or the hypervisor's
    std::vector<std::string> only; // kinds of device, or actions, that it belongs to; empty: all
    Kind kind = Kind::Other;
    std::string smallest_unit; // of a duration: "ps" or "ns"
    std::vector<std::string> choices;
    std::uint64_t min = 0, max = UINT64_MAX;
};

class Parameters {
public:
    explicit Parameters(const std::string& printed);

    // The parameters of one level ("platform.", "timing.", "platform.pci[].") that belong to
    // `owner`; empty: to the language or the hypervisor.
    std::vector<Parameter> below(const std::string& prefix, const std::string& owner = "") const;
    std::vector<std::string> orders_of(const std::string& program) const;

    const std::vector<Parameter>& all() const { return all_; }
    const std::vector<std::string>& programs() const { return programs_; }

private:
    void read_heading(const std::string& line);

    std::vector<Parameter> all_;
    std::vector<std::string> programs_;
    std::vector<std::string> orders_; // "flood.inv"
    std::string owner_;
};

// A value that the parameter allows, as a scenario writes it. `longest_ps`: bound of durations,
// whose own limit may be hours.
std::string draw(const Parameter& parameter, Dice& dice, std::uint64_t longest_ps);
std::string duration_text(std::uint64_t ps);

} // namespace itstorm
