// SPDX-License-Identifier: Apache-2.0
// RedistributorRegs: see redistributor_regs.h. Source: Arm IHI 0069, Redistributor register
// map, RD_base frame.
#include "redistributor_regs.h"
#include "arch/gicr_regs.h"
#include <algorithm>

namespace itstorm {

namespace {

constexpr std::uint64_t none = 0, all = ~0ull;
constexpr std::uint64_t iidr = 0x43b; // Arm
constexpr std::uint64_t waker_asleep = GICR_WAKER_PROCESSOR_SLEEP | GICR_WAKER_CHILDREN_ASLEEP;
constexpr std::uint64_t table_attributes = bits_mask(GICR_PROPBASER_OUTER_CACHE) |
                                           bits_mask(GICR_PROPBASER_SHAREABILITY) |
                                           bits_mask(GICR_PROPBASER_INNER_CACHE);
constexpr std::uint64_t propbaser =
    table_attributes | bits_mask(GICR_PROPBASER_ADDRESS) | bits_mask(GICR_PROPBASER_IDBITS);
constexpr std::uint64_t pendbaser =
    table_attributes | bits_mask(GICR_PENDBASER_ADDRESS) | bits_mask(GICR_PENDBASER_PTZ);

std::uint64_t constant_ctlr(const RedistributorConfig& config)
{
    return GICR_CTLR_IR | (config.lpis_can_be_disabled ? GICR_CTLR_CES : 0);
}

std::uint64_t typer(const Redistributor& redistributor, const RedistributorConfig& config)
{
    const unsigned target = redistributor.target();
    const std::uint64_t affinity = target; // Aff0 [7:0], Aff1 [15:8]
    return bits_put(0, GICR_TYPER_PLPIS, 1) |
           bits_put(0, GICR_TYPER_DIRECT_LPI, config.direct_lpi) |
           bits_put(0, GICR_TYPER_LAST, target + 1 == config.targets) |
           bits_put(0, GICR_TYPER_PROCESSOR_NUMBER, target) |
           bits_put(0, GICR_TYPER_AFFINITY, affinity);
}

} // namespace

using Regs = RedistributorRegs;

// clang-format off
std::vector<Reg<Regs>> Regs::table(const Redistributor& redistributor, const RedistributorConfig& config)
{
    std::vector<Reg<Regs>> rows{
        // offset        bytes  name              reset                          writable                on read                 on write
        { GICR_CTLR,       4, "GICR_CTLR",       constant_ctlr(config),         GICR_CTLR_ENABLE_LPIS,  &Regs::read_ctlr,       &Regs::write_ctlr },
        { GICR_IIDR,       4, "GICR_IIDR",       iidr,                          none,                   nullptr,                nullptr },
        { GICR_TYPER,      8, "GICR_TYPER",      typer(redistributor, config),  none,                   nullptr,                nullptr },
        { GICR_WAKER,      4, "GICR_WAKER",      waker_asleep,                  GICR_WAKER_PROCESSOR_SLEEP, &Regs::read_waker,  &Regs::write_waker },
        { GICR_PROPBASER,  8, "GICR_PROPBASER",  0,                             propbaser,              nullptr,                &Regs::write_propbaser },
        { GICR_PENDBASER,  8, "GICR_PENDBASER",  0,                             pendbaser,              &Regs::read_pendbaser,  &Regs::write_pendbaser },
        { GICR_INVLPIR,    8, "GICR_INVLPIR",    0,                             all,                    &Regs::read_nothing,    &Regs::write_invlpir },
        { GICR_INVALLR,    8, "GICR_INVALLR",    0,                             all,                    &Regs::read_nothing,    &Regs::write_invallr },
        { GICR_SYNCR,      4, "GICR_SYNCR",      0,                             none,                   &Regs::read_syncr,      nullptr },
        { GICR_PIDR4,      4, "GICR_PIDR4",      0x44,                          none,                   nullptr,                nullptr },
        { GICR_PIDR0,      4, "GICR_PIDR0",      0x93,                          none,                   nullptr,                nullptr },
        { GICR_PIDR1,      4, "GICR_PIDR1",      0xb4,                          none,                   nullptr,                nullptr },
        { GICR_PIDR2,      4, "GICR_PIDR2",      0x3b,                          none,                   nullptr,                nullptr },
        { GICR_CIDR0,      4, "GICR_CIDR0",      0x0d,                          none,                   nullptr,                nullptr },
        { GICR_CIDR1,      4, "GICR_CIDR1",      0xf0,                          none,                   nullptr,                nullptr },
        { GICR_CIDR2,      4, "GICR_CIDR2",      0x05,                          none,                   nullptr,                nullptr },
        { GICR_CIDR3,      4, "GICR_CIDR3",      0xb1,                          none,                   nullptr,                nullptr },
    };
    if (config.direct_lpi) {
        rows.push_back({ GICR_SETLPIR, 8, "GICR_SETLPIR", 0, all, &Regs::read_nothing, &Regs::write_setlpir });
        rows.push_back({ GICR_CLRLPIR, 8, "GICR_CLRLPIR", 0, all, &Regs::read_nothing, &Regs::write_clrlpir });
    }
    return rows;
}
// clang-format on

Regs::RedistributorRegs(Redistributor& redistributor, const RedistributorConfig& config)
    : redistributor_(redistributor), lpi_id_bits_(config.lpi_id_bits),
      file_(*this, table(redistributor, config))
{
}

void Regs::read(std::uint32_t offset, unsigned bytes, std::uint64_t& value)
{
    file_.read(offset, bytes, value);
}

// A direct register acts when it is written: by 64 bits, or by the lower 32, which are
// zero-extended. The upper half alone names no INTID and does nothing.
void Regs::write(std::uint32_t offset, unsigned bytes, std::uint64_t value)
{
    const std::uint32_t reg = offset & ~7u;
    const bool acts =
        reg == GICR_SETLPIR || reg == GICR_CLRLPIR || reg == GICR_INVLPIR || reg == GICR_INVALLR;
    if (!acts)
        file_.write(offset, bytes, value);
    else if (offset == reg && (bytes == 4 || bytes == 8))
        file_.write(reg, 8, value);
}

std::uint64_t Regs::read_nothing(std::uint64_t)
{
    return 0;
}

// ---- LPIs ----

std::uint64_t Regs::read_ctlr(std::uint64_t stored)
{
    const bool pending = redistributor_.lpis().writing_back() || redistributor_.withdrawing();
    return stored | (pending ? GICR_CTLR_RWP : 0);
}

// Choice: EnableLPIs cannot be set while RWP says that its clearing is not done yet. Where CES is
// 0 it cannot be cleared: software that takes over (kexec) finds LPIs on, with the old tables.
void Regs::write_ctlr(std::uint64_t before, std::uint64_t value)
{
    const bool was = (before & GICR_CTLR_ENABLE_LPIS) != 0,
               is = (value & GICR_CTLR_ENABLE_LPIS) != 0;
    const bool too_early = !was && is && redistributor_.lpis().writing_back();
    const bool sticks = was && !is && (before & GICR_CTLR_CES) == 0;
    if (too_early || sticks)
        file_.set(GICR_CTLR, before);
    else if (!was && is)
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
    // Choice: PTZ describes the table as software handed it over, so it holds for one EnableLPIs.
    file_.set(GICR_PENDBASER, bits_put(pend, GICR_PENDBASER_PTZ, 0));
}

// Choice: writes to the table registers are ignored while LPIs are enabled, or being disabled.
bool Regs::tables_in_use() const
{
    return redistributor_.lpis().enabled() || redistributor_.lpis().writing_back();
}

void Regs::write_propbaser(std::uint64_t before, std::uint64_t)
{
    if (tables_in_use())
        file_.set(GICR_PROPBASER, before);
}

void Regs::write_pendbaser(std::uint64_t before, std::uint64_t)
{
    if (tables_in_use())
        file_.set(GICR_PENDBASER, before);
}

std::uint64_t Regs::read_pendbaser(std::uint64_t stored)
{
    return bits_put(stored, GICR_PENDBASER_PTZ, 0);
}

// ---- direct registers ----

// Choice: INVLPIR and INVALLR with V=1 name a vPE, and there is none: no effect.
void Regs::write_invlpir(std::uint64_t, std::uint64_t value)
{
    if (bits_get(value, GICR_INV_V) == 0)
        redistributor_.lpis().invalidate(static_cast<std::uint32_t>(value));
}

void Regs::write_invallr(std::uint64_t, std::uint64_t value)
{
    if (bits_get(value, GICR_INV_V) == 0)
        redistributor_.lpis().invalidate_all_later();
}

void Regs::write_setlpir(std::uint64_t, std::uint64_t value)
{
    redistributor_.lpis().set(static_cast<std::uint32_t>(value));
}

void Regs::write_clrlpir(std::uint64_t, std::uint64_t value)
{
    redistributor_.lpis().clear(static_cast<std::uint32_t>(value));
}

std::uint64_t Regs::read_syncr(std::uint64_t)
{
    return redistributor_.lpis().busy() ? GICR_SYNCR_BUSY : 0;
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

} // namespace itstorm
