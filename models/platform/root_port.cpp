// SPDX-License-Identifier: Apache-2.0
// RootPort: see root_port.h.
#include "root_port.h"

namespace itstorm {

RootPort::RootPort(sc_core::sc_module_name name, const FunctionConfig& behind, Ledger& ledger)
    : sc_module(name), link("link"), memory_system("memory_system"), validates_(behind.acs),
      device_id_(behind.device_id), ledger_(ledger)
{
    link.register_b_transport(this, &RootPort::b_transport);
}

bool RootPort::is_forged(const MsiExtension* msi, const tlm::tlm_generic_payload& trans) const
{
    if (!validates_)
        return false;
    if (msi)
        return msi->tag.device_id != device_id_;
    const auto* dma = trans.get_extension<DmaExtension>();
    return dma && dma->device_id != device_id_;
}

// A message is a posted write, so its sender always gets TLM_OK_RESPONSE.
void RootPort::b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
{
    const auto* msi = trans.get_extension<MsiExtension>();
    if (!is_forged(msi, trans))
        return memory_system->b_transport(trans, delay);
    trans.set_response_status(msi ? tlm::TLM_OK_RESPONSE : tlm::TLM_ADDRESS_ERROR_RESPONSE);
    if (!msi)
        return;
    ledger_.drop(Drop::ForgedId);
    blocked(MsiBlockedFact{ msi->tag, Drop::ForgedId });
}

} // namespace itstorm
