// SPDX-License-Identifier: Apache-2.0
// Draws statistics of the machine of a random scenario, and comparisons with them.
#pragma once
#include "drawn_machine.h"

namespace itstorm {

class StatisticDrawer {
public:
    StatisticDrawer(Dice& dice, const DrawnMachine& machine) : dice_(dice), machine_(machine) {}

    std::string name();                     // as `at_end` and `table` take it
    std::string counter();                  // a counter, which any two windows can be compared by
    std::string live_condition();           // for `when` and `until`
    std::string comparison(bool in_window); // for `at_end`

private:
    struct Row;
    std::string instance(const Row& row);
    const Row& pick();

    Dice& dice_;
    const DrawnMachine& machine_;
};

} // namespace itstorm
