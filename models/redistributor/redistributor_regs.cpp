// RedistributorRegs: see redistributor_regs.h. Source: reference "RD_base map", "SGI_base map".
#include "redistributor_regs.h"
#include "arch/gicr_regs.h"
#include <algorithm>

namespace itstorm {

namespace {

constexpr std::uint64_t all = 0xffffffff, none = 0;
constexpr std::uint64_t iidr = 0x43b, pidr2 = 0x3b; // GICv3
constexpr std::uint64_t waker_asleep = GICR_WAKER_PROCESSOR_SLEEP | GICR_WAKER_CHILDREN_ASLEEP;
constexpr std::uint64_t table_attributes = bits_mask(GICR_PROPBASER_OUTER_CACHE) |
                                           bits_mask(GICR_PROPBASER_SHAREABILITY) |
                                           bits_mask(GICR_PROPBASER_INNER_CACHE);
constexpr std::uint64_t propbaser =
    table_attributes | bits_mask(GICR_PROPBASER_ADDRESS) | bits_mask(GICR_PROPBASER_IDBITS);
constexpr std::uint64_t pendbaser =
    table_attributes | bits_mask(GICR_PENDBASER_ADDRESS) | bits_mask(GICR_PENDBASER_PTZ);

std::uint64_t typer(const Redistributor& redistributor, const RedistributorConfig& config)
{
    const unsigned target = redistributor.target();
    const std::uint64_t affinity = target; // Aff0 [7:0], Aff1 [15:8]
    return bits_put(0, GICR_TYPER_PLPIS, 1) |
           bits_put(0, GICR_TYPER_LAST, target + 1 == config.targets) |
           bits_put(0, GICR_TYPER_PROCESSOR_NUMBER, target) |
           bits_put(0, GICR_TYPER_AFFINITY, affinity);
}

} // namespace

using Regs = RedistributorRegs;

// clang-format off
std::vector<Reg<Regs>> Regs::table(const Redistributor& redistributor, const RedistributorConfig& config)
{
    return {
        // offset        bytes  name              reset                          writable                on read                 on write
        { GICR_CTLR,       4, "GICR_CTLR",       GICR_CTLR_CES,                 GICR_CTLR_ENABLE_LPIS,  nullptr,                &Regs::write_ctlr },
        { GICR_IIDR,       4, "GICR_IIDR",       iidr,                          none,                   nullptr,                nullptr },
        { GICR_TYPER,      8, "GICR_TYPER",      typer(redistributor, config),  none,                   nullptr,                nullptr },
        { GICR_WAKER,      4, "GICR_WAKER",      waker_asleep,                  GICR_WAKER_PROCESSOR_SLEEP, &Regs::read_waker,  &Regs::write_waker },
        { GICR_PROPBASER,  8, "GICR_PROPBASER",  0,                             propbaser,              nullptr,                &Regs::write_propbaser },
        { GICR_PENDBASER,  8, "GICR_PENDBASER",  0,                             pendbaser,              &Regs::read_pendbaser,  &Regs::write_pendbaser },
        { GICR_SYNCR,      4, "GICR_SYNCR",      0,                             none,                   nullptr,                nullptr },
        { GICR_PIDR2,      4, "GICR_PIDR2",      pidr2,                         none,                   nullptr,                nullptr },
        { GICR_IGROUPR0,   4, "GICR_IGROUPR0",   0,                             all,                    &Regs::read_group,      &Regs::write_group },
        { GICR_ISENABLER0, 4, "GICR_ISENABLER0", 0,                             all,                    &Regs::read_enabled,    &Regs::set_enabled },
        { GICR_ICENABLER0, 4, "GICR_ICENABLER0", 0,                             all,                    &Regs::read_enabled,    &Regs::clear_enabled },
        { GICR_ISPENDR0,   4, "GICR_ISPENDR0",   0,                             all,                    &Regs::read_pending,    &Regs::set_pending },
        { GICR_ICPENDR0,   4, "GICR_ICPENDR0",   0,                             all,                    &Regs::read_pending,    &Regs::clear_pending },
        { GICR_ISACTIVER0, 4, "GICR_ISACTIVER0", 0,                             all,                    &Regs::read_active,     &Regs::set_active },
        { GICR_ICACTIVER0, 4, "GICR_ICACTIVER0", 0,                             all,                    &Regs::read_active,     &Regs::clear_active },
        { GICR_ICFGR0,     4, "GICR_ICFGR0",     0,                             none,                   &Regs::read_sgi_config, nullptr },
        { GICR_ICFGR1,     4, "GICR_ICFGR1",     0,                             all,                    &Regs::read_ppi_config, &Regs::write_ppi_config },
    };
}
// clang-format on

Regs::RedistributorRegs(Redistributor& redistributor, const RedistributorConfig& config)
    : redistributor_(redistributor), private_(redistributor.private_interrupts()),
      lpi_id_bits_(config.lpi_id_bits), file_(*this, table(redistributor, config))
{
}

// IPRIORITYR0-7 are the only registers that take bytes; Choice: 16-bit accesses are ignored.
bool Regs::is_priority(std::uint32_t offset, unsigned bytes) const
{
    return offset >= GICR_IPRIORITYR0 && offset < GICR_IPRIORITYR0 + INTID_SPI_FIRST &&
           (bytes == 1 || bytes == 4) && offset % bytes == 0;
}

void Regs::read(std::uint32_t offset, unsigned bytes, std::uint64_t& value)
{
    if (!is_priority(offset, bytes)) {
        file_.read(offset, bytes, value);
        return;
    }
    value = 0;
    for (unsigned n = 0; n < bytes; ++n)
        value |= static_cast<std::uint64_t>(private_.priority[offset - GICR_IPRIORITYR0 + n])
                 << 8 * n;
}

void Regs::write(std::uint32_t offset, unsigned bytes, std::uint64_t value)
{
    if (!is_priority(offset, bytes)) {
        file_.write(offset, bytes, value);
        return;
    }
    for (unsigned n = 0; n < bytes; ++n)
        sgi_ppi_set_priority(&private_, offset - GICR_IPRIORITYR0 + n,
                             static_cast<std::uint8_t>(value >> 8 * n));
    redistributor_.reconsider();
}

// ---- LPIs ----

void Regs::write_ctlr(std::uint64_t before, std::uint64_t value)
{
    const bool was = (before & GICR_CTLR_ENABLE_LPIS) != 0,
               is = (value & GICR_CTLR_ENABLE_LPIS) != 0;
    if (!was && is)
        enable_lpis();
    else if (was && !is)
        redistributor_.lpis().disable();
}

void Regs::enable_lpis()
{
    const std::uint64_t prop = file_.get(GICR_PROPBASER), pend = file_.get(GICR_PENDBASER);
    LpiTables tables;
    tables.config = bits_get(prop, GICR_PROPBASER_ADDRESS) << 12;
    tables.pending = bits_get(pend, GICR_PENDBASER_ADDRESS) << 16;
    tables.id_bits =
        std::min(static_cast<unsigned>(bits_get(prop, GICR_PROPBASER_IDBITS)) + 1, lpi_id_bits_);
    tables.pending_is_zero = bits_get(pend, GICR_PENDBASER_PTZ) != 0;
    redistributor_.lpis().enable(tables);
    // Choice: PTZ speaks of the table as it was handed over; once used it is spent.
    file_.set(GICR_PENDBASER, bits_put(pend, GICR_PENDBASER_PTZ, 0));
}

// Choice: writes to the table registers are ignored while LPIs are enabled.
void Regs::write_propbaser(std::uint64_t before, std::uint64_t)
{
    if (redistributor_.lpis().enabled())
        file_.set(GICR_PROPBASER, before);
}

void Regs::write_pendbaser(std::uint64_t before, std::uint64_t)
{
    if (redistributor_.lpis().enabled())
        file_.set(GICR_PENDBASER, before);
}

std::uint64_t Regs::read_pendbaser(std::uint64_t stored)
{
    return bits_put(stored, GICR_PENDBASER_PTZ, 0);
}

// ---- power ----

std::uint64_t Regs::read_waker(std::uint64_t)
{
    return redistributor_.asleep() ? waker_asleep : 0;
}

void Regs::write_waker(std::uint64_t, std::uint64_t value)
{
    redistributor_.sleep((value & GICR_WAKER_PROCESSOR_SLEEP) != 0);
}

// ---- private interrupts ----

std::uint64_t Regs::read_group(std::uint64_t)
{
    return private_.group1;
}

std::uint64_t Regs::read_enabled(std::uint64_t)
{
    return private_.enabled;
}

std::uint64_t Regs::read_pending(std::uint64_t)
{
    return sgi_ppi_pending(&private_);
}

std::uint64_t Regs::read_active(std::uint64_t)
{
    return private_.active;
}

std::uint64_t Regs::read_sgi_config(std::uint64_t)
{
    return sgi_ppi_config(&private_, 0);
}

std::uint64_t Regs::read_ppi_config(std::uint64_t)
{
    return sgi_ppi_config(&private_, 1);
}

void Regs::write_group(std::uint64_t, std::uint64_t value)
{
    private_.group1 = static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Regs::set_enabled(std::uint64_t, std::uint64_t value)
{
    private_.enabled |= static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Regs::clear_enabled(std::uint64_t, std::uint64_t value)
{
    private_.enabled &= ~static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Regs::set_pending(std::uint64_t, std::uint64_t value)
{
    private_.latched |= static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Regs::clear_pending(std::uint64_t, std::uint64_t value)
{
    private_.latched &= ~static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Regs::set_active(std::uint64_t, std::uint64_t value)
{
    private_.active |= static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Regs::clear_active(std::uint64_t, std::uint64_t value)
{
    private_.active &= ~static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Regs::write_ppi_config(std::uint64_t, std::uint64_t value)
{
    sgi_ppi_set_config(&private_, static_cast<std::uint32_t>(value));
    redistributor_.reconsider();
}

} // namespace itstorm
