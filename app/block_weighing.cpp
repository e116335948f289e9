// SPDX-License-Identifier: Apache-2.0
// BlockWeighing: see block_weighing.h.
#include "block_weighing.h"
#include "platform/elf_object.h"
#include "platform/symbols.h"
#include <sstream>

namespace itstorm {

BlockWeighing::BlockWeighing(Machine& machine, const std::string& hypervisor)
    : machine_(machine), weights_(machine.costs.ps(Cost::Block))
{
    if (weights_.rows() == 0)
        throw ObjectError("software.weights: calibrated: no object that is loaded has a table (" +
                          base_name(hypervisor) + " is built without WEIGHTS)");
    machine.weights = &weights_;
    for (const std::string& object : weights_.stale())
        machine.log.add(LogLevel::Warning, "weights",
                        object + " is built from other sources than its table is made for "
                                 "(make calibrate)");
}

void BlockWeighing::finish()
{
    const BlockWeights::Unweighted all = weights_.unweighted();
    if (all.functions.empty())
        return;
    std::ostringstream text;
    text << all.blocks << " of " << all.of << " blocks took the constant, of functions without a "
         << "weight:";
    for (const std::string& function : all.functions)
        text << ' ' << function;
    machine_.log.add(LogLevel::Info, "weights", text.str());
}

} // namespace itstorm
