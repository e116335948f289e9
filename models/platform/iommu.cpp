// SPDX-License-Identifier: Apache-2.0
// Iommu: see iommu.h.
#include "iommu.h"
#include <itstorm/types.h>

namespace itstorm {

Iommu::Iommu(sc_core::sc_module_name name, const std::vector<Stage2>& stage2, Ledger& ledger)
    : sc_module(name), links("links"), bus("bus"), stage2_(stage2), ledger_(ledger)
{
    links.register_b_transport(this, &Iommu::b_transport);
}

bool Iommu::attach(std::uint32_t device_id, std::uint16_t domain)
{
    if (domain == SIM_NO_DOMAIN)
        domain_of_.erase(device_id);
    else if (domain_of_.size() < most_devices || domain_of_.count(device_id) != 0)
        domain_of_[device_id] = domain;
    else
        return false;
    return true;
}

void Iommu::drop(const MsiTag& tag, Drop cause)
{
    ledger_.drop(cause);
    blocked(MsiBlockedFact{ tag, cause });
}

// The physical address, by the stage 2 of the domain that owns the requester; nothing: the access
// is blocked, and `cause` says why.
std::optional<std::uint64_t>
Iommu::translate(std::uint32_t device_id, const tlm::tlm_generic_payload& trans, Drop& cause) const
{
    const auto domain = domain_of_.find(device_id);
    cause = Drop::IommuBlocked;
    if (domain == domain_of_.end())
        return std::nullopt;
    cause = Drop::IommuFault;
    const auto target =
        stage2_[domain->second].translate(trans.get_address(), trans.get_data_length());
    return target ? std::optional(target->pa) : std::nullopt;
}

void Iommu::b_transport(int, tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
{
    if (auto* msi = trans.get_extension<MsiExtension>())
        return message(*msi, trans, delay);
    const auto* dma = trans.get_extension<DmaExtension>();
    Drop cause;
    const auto pa = dma ? translate(dma->device_id, trans, cause) : std::nullopt;
    if (!pa)
        return trans.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
    pass_on(trans, *pa, delay);
}

void Iommu::pass_on(tlm::tlm_generic_payload& trans, std::uint64_t pa, sc_core::sc_time& delay)
{
    const std::uint64_t ipa = trans.get_address();
    trans.set_address(pa);
    bus->b_transport(trans, delay);
    trans.set_address(ipa);
}

// A message is a posted write, so the function always gets TLM_OK_RESPONSE.
void Iommu::message(MsiExtension& msi, tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
{
    const MsiTag tag = msi.tag; // a copy: the sender may reuse the payload during b_transport
    Drop cause;
    msi.taken = false;
    trans.set_response_status(tlm::TLM_OK_RESPONSE);
    const auto pa = translate(tag.device_id, trans, cause);
    if (!pa)
        return drop(tag, cause);
    pass_on(trans, *pa, delay);
    if (!msi.taken)
        drop(tag, trans.is_response_ok() ? Drop::NotDoorbell : Drop::BusError);
    trans.set_response_status(tlm::TLM_OK_RESPONSE);
}

} // namespace itstorm
