// SPDX-License-Identifier: Apache-2.0
// What a hypervisor is told of its machine (sim_machine), made from a SocConfig: the one that runs,
// or one that is only asked whether it can work.
#pragma once
#include "soc_config.h"
#include <itstorm/types.h>

namespace itstorm {

// What sim_machine points into.
class MachineDescription {
public:
    explicit MachineDescription(const SocConfig& config); // complete(); it must outlive this
    MachineDescription(const MachineDescription&) = delete;
    const sim_machine& get() const { return machine_; }

private:
    sim_machine machine_{};
    std::vector<sim_its_info> its_;
    std::vector<sim_pci_info> pci_;
    std::vector<std::vector<const sim_pci_info*>> devices_;
    std::vector<sim_domain_info> domains_;
};

} // namespace itstorm
