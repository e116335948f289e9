// SPDX-License-Identifier: Apache-2.0
// The whole machine: builds all blocks from a SocConfig and binds them. The only file that knows
// every block; it has no behaviour.
#pragma once
#include "address_map.h"
#include "common/bus.h"
#include "device_traffic/pci_function.h"
#include "its/its.h"
#include "its_double.h"
#include "machine.h"
#include "machine_description.h"
#include "pci_host.h"
#include "pe.h"
#include "redistributor/redistributors.h"
#include "root_port.h"

namespace itstorm {

class Soc : public sc_core::sc_module {
public:
    Soc(sc_core::sc_module_name name, const SocConfig& config, const HypervisorObject& object,
        std::vector<GuestObject> guest_objects);

    std::uint64_t msis_in_flight() const; // the sum over all blocks, for the ledger
    std::uint64_t commands_in_ring() const;

    const SocConfig config;
    Ledger ledger;

private:
    template <class Build>
    void in_order(std::size_t count, Build build);
    void build_its();
    void connect(std::size_t its);
    void build_functions();
    void build_pes();

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
    std::vector<std::unique_ptr<ItsDouble>> its_doubles; // one for each of `its`, or none at all
    std::vector<std::unique_ptr<PciFunction>> functions;
    std::vector<std::unique_ptr<RootPort>> ports; // by function, at the end of its link
    std::vector<std::unique_ptr<Pe>> pes;
};

} // namespace itstorm
