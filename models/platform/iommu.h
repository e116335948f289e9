// SPDX-License-Identifier: Apache-2.0
// The IOMMU between the links and the bus: every access of a function goes through the stage 2 of
// the domain to which the function is attached. It takes no time (Choice: translations are assumed
// cached; docs/timing.md names no figure). A blocked MSI is booked as dropped, and the device gets
// no answer; blocked DMA is answered with an error, which only the requester of a read sees.
#pragma once
#include "common/ledger.h"
#include "common/probe.h"
#include "device_traffic/device_facts.h"
#include "stage2.h"
#include <map>
#include <optional>
#include <systemc>
#include <tlm_utils/multi_passthrough_target_socket.h>
#include <tlm_utils/simple_initiator_socket.h>
#include <vector>

namespace itstorm {

class Iommu : public sc_core::sc_module {
public:
    Iommu(sc_core::sc_module_name name, const std::vector<Stage2>& stage2, Ledger& ledger);

    // Bound to nothing in a machine without functions.
    tlm_utils::multi_passthrough_target_socket<Iommu, 32, tlm::tlm_base_protocol_types, 0,
                                               sc_core::SC_ZERO_OR_MORE_BOUND>
        links;
    tlm_utils::simple_initiator_socket<Iommu> bus;
    Probe<MsiBlockedFact> blocked;

    static constexpr std::size_t most_devices = 65536; // attached at a time
    // Accesses of the device use the stage 2 of `domain` from now on; SIM_NO_DOMAIN: they are
    // blocked. False: too many devices are attached.
    bool attach(std::uint32_t device_id, std::uint16_t domain);

private:
    void b_transport(int from, tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    std::optional<std::uint64_t>
    translate(std::uint32_t device_id, const tlm::tlm_generic_payload& trans, Drop& cause) const;
    void pass_on(tlm::tlm_generic_payload& trans, std::uint64_t pa, sc_core::sc_time& delay);
    void message(MsiExtension& msi, tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    void drop(const MsiTag& tag, Drop cause);

    const std::vector<Stage2>& stage2_; // by domain
    std::map<std::uint32_t, std::uint16_t> domain_of_;
    Ledger& ledger_;
};

} // namespace itstorm
