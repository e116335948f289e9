// SPDX-License-Identifier: Apache-2.0
// Soc: wiring only.
#include "soc.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/its_regs.h"
#include "arch/pci_config.h"

namespace itstorm {

namespace {

std::string numbered(const char* prefix, std::size_t n)
{
    return prefix + std::to_string(n);
}

} // namespace

Soc::Soc(sc_core::sc_module_name name, const SocConfig& wanted, const HypervisorObject& object,
         std::vector<GuestObject> guest_objects)
    : sc_module(name), config(complete(wanted)), ledger{ config.lost_booking },
      gic_clock_(config.gic_hz), pe_clock_(config.pe_hz),
      costs_(config.pe, gic_clock_, pe_clock_, config.software), description_(config),
      memory("memory", AddressMap::ram, config.ram_bytes), bus("bus"),
      machine(config, description_.get(), object, std::move(guest_objects), memory, costs_),
      iommu("iommu", machine.stage2, ledger), pci("pci"),
      redistributors("gicr", gic_clock_, config.redistributor, ledger)
{
    machine.iommu = &iommu;
    bus.map(memory.socket, AddressMap::ram, config.ram_bytes);
    bus.map(redistributors.distributor, AddressMap::gicd, GICD_FRAME_BYTES);
    bus.map(redistributors.frames, AddressMap::gicr,
            static_cast<std::uint64_t>(config.pes) * GICR_STRIDE);
    redistributors.memory.bind(bus.initiators);
    for (const ItsInstance& instance : config.its) {
        its.push_back(std::make_unique<Its>(instance.name.c_str(), gic_clock_, instance.config,
                                            ledger, static_cast<unsigned>(its.size())));
        connect(*its.back(), AddressMap::its(its.size() - 1));
        its.back()->redistributors.bind(redistributors);
    }
    iommu.bus.bind(bus.initiators);
    bus.map(pci.ecam, AddressMap::ecam, PCI_ECAM_BYTES);

    for (std::size_t n = 0; n < config.functions.size(); n++) {
        functions.push_back(std::make_unique<PciFunction>(
            config.functions[n].name.c_str(), static_cast<unsigned>(n), config.functions[n],
            config.seed, ledger));
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

void Soc::connect(Its& its, std::uint64_t base)
{
    if (!config.its_doubles) {
        bus.map(its.socket, base, GITS_FRAME_BYTES);
        its.memory.bind(bus.initiators);
        return;
    }
    its_doubles.push_back(
        std::make_unique<ItsDouble>(numbered("its_double", its_doubles.size()).c_str(),
                                    static_cast<unsigned>(its_doubles.size())));
    ItsDouble& between = *its_doubles.back();
    bus.map(between.from_bus, base, GITS_FRAME_BYTES);
    between.to_its.bind(its.socket);
    its.memory.bind(between.from_its);
    between.to_bus.bind(bus.initiators);
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
