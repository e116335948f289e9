// SPDX-License-Identifier: Apache-2.0
// Horizontal bars that are divided into parts: a PE's time into states, a vLPI's latency into hops.
#pragma once
#include "report/html.h"
#include <vector>

namespace itstorm {

struct Stack {
    std::string name;
    std::vector<double> parts; // beside Stacks::parts
};

struct Stacks {
    std::string title;
    std::vector<std::string> parts; // their names
    std::string css_class;          // of part n: css_class + n
    std::string unit;               // of the parts
    bool is_share;                  // they are parts of a whole
    std::vector<Stack> all;
};

std::string part_text(double part, const Stacks& stacks); // "12 %", "300 ns"

void write_stacks(Html& html, const Stacks& stacks);

} // namespace itstorm
