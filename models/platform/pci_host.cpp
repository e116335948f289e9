// SPDX-License-Identifier: Apache-2.0
// PciHost: see pci_host.h.
#include "pci_host.h"
#include "arch/pci_config.h"
#include <cstring>

namespace itstorm {

PciHost::PciHost(sc_core::sc_module_name name)
    : sc_module(name), ecam("ecam"), functions("functions")
{
    ecam.register_b_transport(this, &PciHost::b_transport);
}

void PciHost::b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
{
    const std::uint64_t address = trans.get_address();
    const auto port = ports_.find(pci_ecam_bdf(address));
    if (port == ports_.end()) {
        if (trans.is_read())
            std::memset(trans.get_data_ptr(), 0xff, trans.get_data_length());
        return trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }
    trans.set_address(address % PCI_ECAM_FUNCTION_BYTES);
    functions[port->second]->b_transport(trans, delay);
    trans.set_address(address);
}

} // namespace itstorm
