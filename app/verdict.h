// SPDX-License-Identifier: Apache-2.0
// Judges expectations by the numbers of this variant and of others.
#pragma once
#include "scenario.h"
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace itstorm {

struct Number {
    double value = 0;
    std::string unit, text;
    bool is_share = false;   // shown in percent
    bool is_partial = false; // the run or window was cut short
};

using Numbers = std::map<std::string, Number>; // by statistic

// What was measured over a run, or over one of its windows.
struct Measured {
    Numbers numbers;
    std::string incomplete; // why it is shorter than the scenario asks for; empty: it is complete
};

struct VariantNumbers {
    Measured run;
    std::map<std::string, Measured> windows;
    std::map<std::string, bool>
        within; // by id of the expectation, once it is decided: was it met in time?
    std::set<std::string> labels; // labels that happened
};

enum class Outcome { Passed, Failed, Undecided };

struct Verdict {
    std::string id;
    Outcome outcome = Outcome::Failed;
    std::string text;            // for people: what was expected and what was measured
    std::optional<double> value; // the number, so far if undecided; nothing: it never occurred
    std::string unit;

    bool passed() const { return outcome == Outcome::Passed; }
};

struct Judgement {
    std::vector<Verdict> verdicts;
    std::vector<std::string> skipped; // ids that need a variant that was not run
};

// An expectation about a run or window that was cut short is undecided: it neither passed nor
// failed. `others`: by name; may contain this variant.
Judgement judge(const Scenario& scenario, const VariantNumbers& own,
                const std::map<std::string, VariantNumbers>& others);

// "starves: 3 % (x <= 2 %); late: ...", for those that did not pass.
std::string unmet_text(const std::vector<Verdict>& verdicts);

// The number a row asks for, or its ratio to what it is relative to; none: it never occurred, or
// that variant was not run.
std::optional<Number> look_up(const TableRow& row, const VariantNumbers& own,
                              const std::map<std::string, VariantNumbers>& others);

// For people.
std::string number_text(const Number& number);

// "dom2.progress in during / fair/during"
std::string title(const TableRow& row);

// "fair/during"; the whole run is `run`.
std::string reference_text(const Reference& to);
Reference read_reference(const std::string& text); // which reference_text() has made

} // namespace itstorm
