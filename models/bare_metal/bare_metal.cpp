// SPDX-License-Identifier: Apache-2.0
// BareMetal: see bare_metal.h.
#include "bare_metal.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/its_regs.h"
#include "common/access.h"
#include "common/simulated_time.h"

namespace itstorm {

// The levels of the interrupt lines from a CPU interface, where a Soc has a PE.
struct BareMetal::Lines : IrqLinesIf {
    bool physical = false, virtual_ = false;

    void irq(bool level) override { physical = level; }
    void virq(bool level) override { virtual_ = level; }
};

BareMetal::BareMetal(sc_core::sc_module_name name, const SocConfig& wanted)
    : sc_module(name), config(complete(wanted)), ledger{ config.lost_booking },
      clock_(config.gic_hz), software_("software"),
      memory("memory", AddressMap::ram, config.ram_bytes), bus("bus"),
      redistributors("gicr", clock_, config.redistributor, ledger),
      its(config.its.at(0).name.c_str(), clock_, config.its.at(0).config, ledger),
      devices_("devices", ledger)
{
    bus.map(memory.socket, AddressMap::ram, config.ram_bytes);
    bus.map(redistributors.distributor, AddressMap::gicd, GICD_FRAME_BYTES);
    bus.map(redistributors.frames, AddressMap::gicr,
            static_cast<std::uint64_t>(config.pes) * GICR_STRIDE);
    bus.map(its.socket, AddressMap::gits, GITS_FRAME_BYTES);
    redistributors.memory.bind(bus.initiators);
    its.memory.bind(bus.initiators);
    its.redistributors.bind(redistributors);
    software_.bind(bus.initiators);
    devices_.bus.bind(bus.initiators);
    for (unsigned pe = 0; pe < config.pes; pe++) {
        lines_.push_back(std::make_unique<Lines>());
        redistributors.lines(pe).bind(*lines_.back());
    }
}

BareMetal::~BareMetal() = default;

bool BareMetal::read(std::uint64_t pa, unsigned bytes, std::uint64_t& value)
{
    value = 0;
    return bytes >= 1 && bytes <= 8 && bus_read(software_, pa, &value, bytes);
}

bool BareMetal::write(std::uint64_t pa, unsigned bytes, std::uint64_t value)
{
    return bytes >= 1 && bytes <= 8 && bus_write(software_, pa, &value, bytes);
}

bool BareMetal::irq(unsigned pe) const
{
    return lines_.at(pe)->physical;
}

bool BareMetal::virq(unsigned pe) const
{
    return lines_.at(pe)->virtual_;
}

void BareMetal::send(std::uint32_t device_id, std::uint32_t event, unsigned bytes)
{
    devices_.send(AddressMap::gits + GITS_TRANSLATER, device_id, event, bytes);
}

void BareMetal::run(sc_core::sc_time duration)
{
    sc_core::sc_start(duration);
}

// No clock ticks, so an idle machine has no event left.
void BareMetal::run_until_idle(sc_core::sc_time limit)
{
    if (!sim::is_idle())
        sc_core::sc_start(limit, sc_core::SC_EXIT_ON_STARVATION);
}

std::uint64_t BareMetal::msis_in_flight() const
{
    return devices_.waiting() + its.msis_in_flight() + redistributors.lpis_in_flight();
}

std::uint64_t BareMetal::commands_in_ring() const
{
    return its.commands_in_ring();
}

} // namespace itstorm
