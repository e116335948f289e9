// SPDX-License-Identifier: Apache-2.0
// `software.weights: calibrated` in a run: weighs the blocks of a machine, and says in its log what
// people should know about the table.
#pragma once
#include "platform/block_weights.h"
#include "platform/machine.h"

namespace itstorm {

class BlockWeighing {
public:
    // Throws ObjectError if no object that is loaded has a table: the numbers would be those of the
    // constant.
    BlockWeighing(Machine& machine, const std::string& hypervisor);
    BlockWeighing(const BlockWeighing&) = delete;
    BlockWeighing& operator=(const BlockWeighing&) = delete;

    void finish(); // which functions took the constant

private:
    Machine& machine_;
    BlockWeights weights_;
};

} // namespace itstorm
