// SPDX-License-Identifier: Apache-2.0
// The description of a machine for a hypervisor (sim_machine), made from a SocConfig: for the
// machine that runs, or for hv_needs, which is asked before there is one.
#pragma once
#include "soc_config.h"
#include <itstorm/types.h>

namespace itstorm {

// Owns the tables to which sim_machine points.
class MachineDescription {
public:
    // `config`: as complete() returns it; must outlive the description, which points to its names.
    explicit MachineDescription(const SocConfig& config);
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
