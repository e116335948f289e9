// Expectations against numbers, of this variant and of others.
#pragma once
#include "scenario.h"
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace itstorm {

struct Number {
    double value = 0;
    std::string unit, text;
    bool is_share = false; // shown in percent
};

using Numbers = std::map<std::string, Number>; // by statistic

struct VariantNumbers {
    Numbers run;
    std::map<std::string, Numbers> windows;
};

struct Verdict {
    std::string id;
    bool passed = false;
    std::string text;            // for people: what was expected and what came
    std::optional<double> value; // what came; none: it never occurred
    std::string unit;
};

struct Judgement {
    std::vector<Verdict> verdicts;
    std::vector<std::string> skipped; // ids that need a variant that was not run
};

// `within`: by id of the expectation. `others`: by name, may contain the own variant.
Judgement judge(const Scenario& scenario, const VariantNumbers& own,
                const std::map<std::string, bool>& within,
                const std::map<std::string, VariantNumbers>& others);

// The number a row asks for, or its ratio to the reference; none: it never occurred, or that
// variant was not run.
std::optional<Number> look_up(const TableRow& row, const VariantNumbers& own,
                              const std::map<std::string, VariantNumbers>& others);

// For people.
std::string number_text(const Number& number);

// "dom2.progress in during / fair/during"
std::string title(const TableRow& row);

} // namespace itstorm
