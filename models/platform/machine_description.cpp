// SPDX-License-Identifier: Apache-2.0
// See machine_description.h.
#include "machine_description.h"
#include "address_map.h"
#include "arch/pci_config.h"

namespace itstorm {

MachineDescription::MachineDescription(const SocConfig& config)
{
    for (const ItsInstance& its : config.its)
        its_.push_back({ AddressMap::its(its_.size()), its.cmdq_bytes,
                         static_cast<std::uint8_t>(its.config.device_bits),
                         static_cast<std::uint8_t>(its.config.event_bits),
                         static_cast<std::uint8_t>(its.config.icid_bits) });
    for (const FunctionConfig& f : config.functions)
        pci_.push_back({ f.name.c_str(), f.device_id, f.bdf, static_cast<std::uint16_t>(f.vectors),
                         static_cast<std::uint8_t>(f.its), static_cast<std::uint16_t>(f.intx_spi),
                         f.bar0, f.bar2, DEVICE_BAR_BYTES });
    for (const DomainConfig& d : config.domains) {
        devices_.emplace_back();
        for (const unsigned device : d.devices)
            devices_.back().push_back(&pci_[device]);
    }
    for (std::size_t n = 0; n < config.domains.size(); n++) {
        const DomainConfig& d = config.domains[n];
        domains_.push_back({ d.name.c_str(), d.program.c_str(), static_cast<std::uint16_t>(d.vcpus),
                             d.ram_bytes, devices_[n].data(),
                             static_cast<std::uint16_t>(d.devices.size()), d.pins.data(),
                             d.privileged });
    }
    machine_ = { static_cast<std::uint16_t>(config.pes),
                 static_cast<std::uint16_t>(its_.size()),
                 static_cast<std::uint16_t>(pci_.size()),
                 static_cast<std::uint16_t>(domains_.size()),
                 static_cast<std::uint16_t>(config.redistributor.list_registers),
                 static_cast<std::uint16_t>(config.lpi_id_bits),
                 AddressMap::gicd,
                 AddressMap::gicr,
                 AddressMap::ecam,
                 PCI_ECAM_BYTES,
                 AddressMap::ram,
                 config.ram_bytes,
                 its_.data(),
                 pci_.data(),
                 domains_.data() };
}

} // namespace itstorm
