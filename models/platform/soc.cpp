// Soc: wiring only.
#include "soc.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/its_regs.h"
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

namespace {

std::string numbered(const char* prefix, std::size_t n)
{
    return prefix + std::to_string(n);
}

} // namespace

Soc::Soc(sc_core::sc_module_name name, const SocConfig& wanted, const HypervisorObject& object,
         std::vector<guest_program> programs)
    : sc_module(name), config(complete(wanted)), fault(config.fault), gic_clock_(config.gic_hz),
      pe_clock_(config.pe_hz), costs_(config.pe, gic_clock_, pe_clock_), description_(config),
      memory("memory", AddressMap::ram, config.ram_bytes), bus("bus"),
      machine(config, description_.get(), object, std::move(programs), memory, costs_),
      iommu("iommu", machine.stage2, ledger), pci("pci"),
      redistributors("gicr", gic_clock_, config.redistributor, ledger, fault)
{
    machine.iommu = &iommu;
    bus.map(memory.socket, AddressMap::ram, config.ram_bytes);
    bus.map(redistributors.distributor, AddressMap::gicd, GICD_FRAME_BYTES);
    bus.map(redistributors.frames, AddressMap::gicr,
            static_cast<std::uint64_t>(config.pes) * GICR_STRIDE);
    redistributors.memory.bind(bus.initiators);
    for (const ItsInstance& instance : config.its) {
        its.push_back(std::make_unique<Its>(instance.name.c_str(), gic_clock_, instance.config,
                                            ledger, fault));
        bus.map(its.back()->socket, AddressMap::its(its.size() - 1), GITS_FRAME_BYTES);
        its.back()->memory.bind(bus.initiators);
        its.back()->redistributors.bind(redistributors);
    }
    iommu.bus.bind(bus.initiators);
    bus.map(pci.ecam, AddressMap::ecam, PCI_ECAM_BYTES);

    for (std::size_t n = 0; n < config.functions.size(); n++) {
        functions.push_back(std::make_unique<PciFunction>(
            config.functions[n].name.c_str(), static_cast<unsigned>(n), config.functions[n],
            config.seed, ledger, fault));
        ports.push_back(
            std::make_unique<RootPort>(numbered("port", n).c_str(), config.functions[n], ledger));
        functions.back()->upstream.bind(ports.back()->link);
        functions.back()->intx.bind(redistributors);
        ports.back()->memory_system.bind(iommu.links);
        bus.map(functions.back()->bar0, AddressMap::bar0(n), DEVICE_BAR_BYTES);
        bus.map(functions.back()->bar2, AddressMap::bar2(n), DEVICE_BAR_BYTES);
        pci.add(functions.back()->configuration, config.functions[n].bdf);
    }
    for (unsigned n = 0; n < config.pes; n++) {
        pes.push_back(std::make_unique<Pe>(numbered("pe", n).c_str(), n, machine));
        pes.back()->bus.bind(bus.initiators);
        pes.back()->connect(redistributors.cpu_interface(n), redistributors.ppi(n));
        redistributors.lines(n).bind(pes.back()->lines);
    }
}

std::uint64_t Soc::msis_in_flight() const
{
    std::uint64_t sum = redistributors.lpis_in_flight();
    for (const auto& one : its)
        sum += one->msis_in_flight();
    for (const auto& function : functions)
        sum += function->in_flight();
    return sum;
}

std::uint64_t Soc::commands_in_ring() const
{
    std::uint64_t sum = 0;
    for (const auto& one : its)
        sum += one->commands_in_ring();
    return sum;
}

} // namespace itstorm
