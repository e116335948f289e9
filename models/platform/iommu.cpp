// Iommu: see iommu.h.
#include "iommu.h"
#include <itstorm/types.h>

namespace itstorm {

Iommu::Iommu(sc_core::sc_module_name name, const std::vector<Stage2>& stage2, Ledger& ledger)
    : sc_module(name), links("links"), bus("bus"), stage2_(stage2), ledger_(ledger)
{
    links.register_b_transport(this, &Iommu::b_transport);
}

void Iommu::attach(std::uint32_t device_id, std::uint16_t domain)
{
    if (domain == SIM_NO_DOMAIN)
        domain_of_.erase(device_id);
    else
        domain_of_[device_id] = domain;
}

void Iommu::drop(const MsiTag& tag, Drop cause)
{
    ledger_.drop(cause);
    blocked(MsiBlockedFact{ tag, cause });
}

void Iommu::b_transport(int, tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
{
    const auto* msi = trans.get_extension<MsiExtension>();
    if (msi == nullptr) { // only MSIs come from functions so far
        trans.set_response_status(tlm::TLM_GENERIC_ERROR_RESPONSE);
        return;
    }
    const MsiTag tag = msi->tag;
    trans.set_response_status(tlm::TLM_OK_RESPONSE); // posted: the function never learns
    const auto domain = domain_of_.find(tag.device_id);
    if (domain == domain_of_.end())
        return drop(tag, Drop::IommuBlocked);
    const std::uint64_t ipa = trans.get_address();
    const auto target = stage2_[domain->second].translate(ipa, trans.get_data_length());
    if (!target)
        return drop(tag, Drop::IommuFault);
    trans.set_address(target->pa);
    bus->b_transport(trans, delay);
    trans.set_address(ipa);
    if (!trans.is_response_ok()) {
        drop(tag, Drop::BusError);
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }
}

} // namespace itstorm
