// SPDX-License-Identifier: Apache-2.0
// `software.weights: calibrated` in a run: each basic block takes the time that the table of its
// object says. What is wrong with the table is told in the log.
#pragma once
#include "platform/block_weights.h"
#include "platform/machine.h"

namespace itstorm {

class BlockWeighing {
public:
    // Throws ObjectError if no loaded object has a table: every block would take the constant.
    BlockWeighing(Machine& machine, const std::string& hypervisor);
    BlockWeighing(const BlockWeighing&) = delete;
    BlockWeighing& operator=(const BlockWeighing&) = delete;

    void finish(); // logs which functions have no weight, so that their blocks took the constant

private:
    Machine& machine_;
    BlockWeights weights_;
};

} // namespace itstorm
