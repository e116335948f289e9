// SPDX-License-Identifier: Apache-2.0
// MachineDescription: see machine_description.h.
#include "machine_description.h"
#include "address_map.h"
#include "arch/pci_config.h"

namespace itstorm {

namespace {

sim_pci_info describe(const FunctionConfig& function)
{
    sim_pci_info info{};
    info.name = function.name.c_str();
    info.device_id = function.device_id;
    info.bdf = function.bdf;
    info.vectors = static_cast<std::uint16_t>(function.vectors);
    info.its = static_cast<std::uint8_t>(function.its);
    info.intx = static_cast<std::uint16_t>(function.intx_spi);
    info.bar0 = function.bar0;
    info.bar2 = function.bar2;
    info.bar_bytes = DEVICE_BAR_BYTES;
    return info;
}

sim_domain_info describe(const DomainConfig& domain, const sim_pci_info* const* devices)
{
    sim_domain_info info{};
    info.name = domain.name.c_str();
    info.program = domain.program.c_str();
    info.vcpus = static_cast<std::uint16_t>(domain.vcpus);
    info.ram_bytes = domain.ram_bytes;
    info.devices = devices;
    info.device_count = static_cast<std::uint16_t>(domain.devices.size());
    info.pins = domain.pins.data();
    info.privileged = domain.privileged;
    return info;
}

} // namespace

MachineDescription::MachineDescription(const SocConfig& config)
{
    for (const ItsInstance& its : config.its)
        its_.push_back({ AddressMap::its(its_.size()), its.cmdq_bytes,
                         static_cast<std::uint8_t>(its.config.device_bits),
                         static_cast<std::uint8_t>(its.config.event_bits),
                         static_cast<std::uint8_t>(its.config.icid_bits) });
    for (const FunctionConfig& function : config.functions)
        pci_.push_back(describe(function));
    for (const DomainConfig& domain : config.domains) {
        devices_.emplace_back();
        for (const unsigned device : domain.devices)
            devices_.back().push_back(&pci_[device]);
    }
    for (std::size_t n = 0; n < config.domains.size(); n++)
        domains_.push_back(describe(config.domains[n], devices_[n].data()));
    machine_.pe_count = static_cast<std::uint16_t>(config.pes);
    machine_.its_count = static_cast<std::uint16_t>(its_.size());
    machine_.pci_count = static_cast<std::uint16_t>(pci_.size());
    machine_.domain_count = static_cast<std::uint16_t>(domains_.size());
    machine_.list_registers = static_cast<std::uint16_t>(config.redistributor.list_registers);
    machine_.lpi_id_bits = static_cast<std::uint16_t>(config.lpi_id_bits);
    machine_.gicd_base = AddressMap::gicd;
    machine_.gicr_base = AddressMap::gicr;
    machine_.ecam_base = AddressMap::ecam;
    machine_.ecam_bytes = PCI_ECAM_BYTES;
    machine_.ram_base = AddressMap::ram;
    machine_.ram_bytes = config.ram_bytes;
    machine_.its = its_.data();
    machine_.pci = pci_.data();
    machine_.domains = domains_.data();
}

} // namespace itstorm
