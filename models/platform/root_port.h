// SPDX-License-Identifier: Apache-2.0
// The root port of a function's link. With Source Validation of Access Control Services it blocks
// requests whose Requester ID does not belong to the function behind it; every other request passes
// unchanged, in no time. Source: PCI Express Base Specification, "ACS Source Validation".
//
// Choice: there is one port per function, so exactly one Requester ID is valid. DeviceIDs are
// compared in place of Requester IDs, since the `msi-map` gives each function a DeviceID of its
// own.
#pragma once
#include "common/ledger.h"
#include "common/probe.h"
#include "device_traffic/device_config.h"
#include "device_traffic/device_facts.h"
#include <systemc>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

namespace itstorm {

class RootPort : public sc_core::sc_module {
public:
    RootPort(sc_core::sc_module_name name, const FunctionConfig& behind, Ledger& ledger);

    tlm_utils::simple_target_socket<RootPort> link;
    tlm_utils::simple_initiator_socket<RootPort> memory_system;
    Probe<MsiBlockedFact> blocked;

private:
    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    bool is_forged(const MsiExtension* msi, const tlm::tlm_generic_payload& trans) const;

    const bool validates_;
    const std::uint32_t device_id_;
    Ledger& ledger_;
};

} // namespace itstorm
