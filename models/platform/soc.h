// The whole machine: the one file that knows all blocks. Builds them from a SocConfig and binds
// them; no behaviour.
#pragma once
#include "address_map.h"
#include "common/bus.h"
#include "device_traffic/pci_function.h"
#include "its/its.h"
#include "machine.h"
#include "pci_host.h"
#include "pe.h"
#include "redistributor/redistributors.h"
#include "root_port.h"

namespace itstorm {

// What sim_machine points into.
class MachineDescription {
public:
    explicit MachineDescription(const SocConfig& config);
    const sim_machine& get() const { return machine_; }

private:
    sim_machine machine_{};
    std::vector<sim_its_info> its_;
    std::vector<sim_pci_info> pci_;
    std::vector<std::vector<const sim_pci_info*>> devices_;
    std::vector<sim_domain_info> domains_;
};

class Soc : public sc_core::sc_module {
public:
    Soc(sc_core::sc_module_name name, const SocConfig& config, const HypervisorObject& object,
        std::vector<guest_program> programs);

    std::uint64_t msis_in_flight() const; // by walking every block
    std::uint64_t commands_in_ring() const;

    const SocConfig config;
    Ledger ledger;
    FaultPlan fault;

private:
    const Clock gic_clock_, pe_clock_;
    const PeCosts costs_;
    const MachineDescription description_;

public:
    Memory memory;
    Bus bus;
    Machine machine;
    Iommu iommu;
    PciHost pci;
    Redistributors redistributors;
    std::vector<std::unique_ptr<Its>> its;
    std::vector<std::unique_ptr<PciFunction>> functions;
    std::vector<std::unique_ptr<RootPort>> ports; // each behind its function's link
    std::vector<std::unique_ptr<Pe>> pes;
};

} // namespace itstorm
