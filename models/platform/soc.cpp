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
    iommu.bus.bind(bus.initiators);
    bus.map(pci.ecam, AddressMap::ecam, PCI_ECAM_BYTES);

    its.resize(config.its.size());
    its_doubles.resize(config.its_doubles ? its.size() : 0);
    functions.resize(config.functions.size());
    ports.resize(functions.size());
    pes.resize(config.pes);
    void (Soc::*const parts[])() = { &Soc::build_its, &Soc::build_functions, &Soc::build_pes };
    in_order(std::size(parts), [&](std::size_t n) { (this->*parts[n])(); });
}

// Calls build(n) for each n below `count`, in the opposite order if the self-test asks for that: no
// result may depend on the order in which modules are constructed.
template <class Build>
void Soc::in_order(std::size_t count, Build build)
{
    for (std::size_t n = 0; n < count; n++)
        build(config.is_built_backwards ? count - 1 - n : n);
}

void Soc::build_its()
{
    in_order(its.size(), [this](std::size_t n) {
        const ItsInstance& instance = config.its[n];
        its[n] = std::make_unique<Its>(instance.name.c_str(), gic_clock_, instance.config, ledger,
                                       static_cast<unsigned>(n));
        its[n]->redistributors.bind(redistributors);
        connect(n);
    });
}

void Soc::connect(std::size_t n)
{
    if (its_doubles.empty()) {
        bus.map(its[n]->socket, AddressMap::its(n), GITS_FRAME_BYTES);
        its[n]->memory.bind(bus.initiators);
        return;
    }
    its_doubles[n] =
        std::make_unique<ItsDouble>(numbered("its_double", n).c_str(), static_cast<unsigned>(n));
    ItsDouble& between = *its_doubles[n];
    bus.map(between.from_bus, AddressMap::its(n), GITS_FRAME_BYTES);
    between.to_its.bind(its[n]->socket);
    its[n]->memory.bind(between.from_its);
    between.to_bus.bind(bus.initiators);
}

void Soc::build_functions()
{
    in_order(functions.size(), [this](std::size_t n) {
        const FunctionConfig& wanted = config.functions[n];
        functions[n] = std::make_unique<PciFunction>(wanted.name.c_str(), static_cast<unsigned>(n),
                                                     wanted, config.seed, ledger);
        ports[n] = std::make_unique<RootPort>(numbered("port", n).c_str(), wanted, ledger);
        functions[n]->upstream.bind(ports[n]->link);
        functions[n]->intx.bind(redistributors);
        ports[n]->memory_system.bind(iommu.links);
        bus.map(functions[n]->bar0, AddressMap::bar0(n), DEVICE_BAR_BYTES);
        bus.map(functions[n]->bar2, AddressMap::bar2(n), DEVICE_BAR_BYTES);
        pci.add(functions[n]->configuration, wanted.bdf);
    });
}

void Soc::build_pes()
{
    in_order(pes.size(), [this](std::size_t at) {
        const auto n = static_cast<unsigned>(at);
        pes[n] = std::make_unique<Pe>(numbered("pe", n).c_str(), n, machine);
        pes[n]->bus.bind(bus.initiators);
        pes[n]->connect(redistributors.cpu_interface(n), redistributors.ppi(n));
        redistributors.lines(n).bind(pes[n]->lines);
    });
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
