// SPDX-License-Identifier: Apache-2.0
// PeCosts: see pe_costs.h.
#include "pe_costs.h"

namespace itstorm {

const char* cost_name(Cost cost)
{
    switch (cost) {
    case Cost::Block: return "block";
    case Cost::IrqEntry: return "irq_entry";
    case Cost::Exit: return "exit";
    case Cost::Entry: return "entry";
    case Cost::VirqEntry: return "virq_entry";
    case Cost::IarRead: return "iar_read";
    case Cost::EoirWrite: return "eoir_write";
    case Cost::IchAccess: return "ich_access";
    case Cost::Sysreg: return "sysreg";
    case Cost::RamAccess: return "ram_access";
    case Cost::MmioRead: return "mmio_read";
    case Cost::MmioWrite: return "mmio_write";
    case Cost::LockAccess: return "lock_access";
    case Cost::Cycle: return "cycle";
    case Cost::Count: break;
    }
    return "?";
}

namespace {

// Whether the access leaves the core, and therefore takes its own time inside a span with a
// constant. A guest's accesses to its virtual CPU interface stay in the core.
bool leaves_core(Cost cost, bool is_guest)
{
    switch (cost) {
    case Cost::IarRead:
    case Cost::EoirWrite: return !is_guest;
    case Cost::IrqEntry:
    case Cost::MmioRead:
    case Cost::Cycle: return true;
    default: return false;
    }
}

CostCounts without_core(const CostCounts& prices, bool is_guest)
{
    CostCounts left = prices;
    for (std::size_t n = 0; n < left.size(); n++)
        if (!leaves_core(static_cast<Cost>(n), is_guest))
            left[n] = 0;
    return left;
}

} // namespace

PeCosts::PeCosts(const PeConfig& config, const Clock& gic_clock, const Clock& pe_clock,
                 const SoftwareConfig& software)
    : settle_ps(pe_clock.cycles(config.settle_cycles).value()),
      settle_masked_ps(pe_clock.cycles(config.settle_masked_cycles).value()),
      mmio_arrive_ps(gic_clock.cycles(config.mmio_arrive).value()), pe_clock_(pe_clock),
      software_(software)
{
    const auto set = [this](Cost cost, const Clock& clock, std::uint64_t cycles) {
        ps_[static_cast<std::size_t>(cost)] = clock.cycles(cycles).value();
    };
    ps_[static_cast<std::size_t>(Cost::Block)] =
        (pe_clock.cycles(config.block_cycles_milli).value() + 500) / 1000;
    set(Cost::IrqEntry, gic_clock, config.irq_entry);
    set(Cost::Exit, pe_clock, config.exit);
    set(Cost::Entry, pe_clock, config.entry);
    set(Cost::VirqEntry, pe_clock, config.virq_entry);
    set(Cost::IarRead, pe_clock, config.iar_read);
    set(Cost::EoirWrite, pe_clock, config.eoir_write);
    set(Cost::IchAccess, pe_clock, config.ich_access);
    set(Cost::Sysreg, pe_clock, config.sysreg);
    set(Cost::RamAccess, pe_clock, config.ram_access);
    set(Cost::MmioRead, gic_clock, config.mmio_read);
    set(Cost::MmioWrite, pe_clock, config.mmio_write);
    set(Cost::LockAccess, pe_clock, config.lock_access);
    set(Cost::Cycle, pe_clock, 1);
    for (const bool is_guest : { false, true })
        in_span_[is_guest] = without_core(ps_, is_guest);
}

} // namespace itstorm
