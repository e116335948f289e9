// SPDX-License-Identifier: Apache-2.0
// Distributor: see distributor.h. Source: Arm IHI 0069, Distributor register map; GICD_CTLR,
// GICD_TYPER, GICD_IROUTER<n>.
#include "distributor.h"
#include "arch/gicd_regs.h"

namespace itstorm {

namespace {

constexpr std::uint64_t none = 0;
constexpr std::uint64_t router_bits =
    bits_mask(GICD_IROUTER_AFF2) | bits_mask(GICD_IROUTER_AFF1) | bits_mask(GICD_IROUTER_AFF0);

bool one_state(const RedistributorConfig& config)
{
    return config.security_states == 1;
}

// ARE and, in one Security state, DS read as one and ignore writes.
std::uint64_t ctlr_fixed(const RedistributorConfig& config)
{
    return one_state(config) ? GICD_CTLR_DS | GICD_CTLR_ARE : GICD_CTLR_ARE;
}

std::uint64_t ctlr_writable(const RedistributorConfig& config)
{
    return one_state(config) ? GICD_CTLR_ENABLE_GRP0 | GICD_CTLR_ENABLE_GRP1
                             : GICD_CTLR_ENABLE_GRP1;
}

// Choice: no 1-of-N (No1N=1, IROUTER mode RES0), no extended SPIs, Aff3 is zero (A3V=0); SPIs can
// be messages (MBIS=1).
std::uint64_t typer(const RedistributorConfig& config)
{
    return bits_put(0, GICD_TYPER_IT_LINES, (config.spis + 31) / 32) |
           bits_put(0, GICD_TYPER_SECURITY, !one_state(config)) | bits_put(0, GICD_TYPER_MBIS, 1) |
           bits_put(0, GICD_TYPER_LPIS, 1) |
           bits_put(0, GICD_TYPER_IDBITS, config.lpi_id_bits - 1) |
           bits_put(0, GICD_TYPER_NO1N, 1) | bits_put(0, GICD_TYPER_RSS, 1);
}

} // namespace

// clang-format off
std::vector<Reg<Distributor>> Distributor::table(const RedistributorConfig& config)
{
    constexpr std::uint64_t intid = bits_mask(GICD_SPI_INTID);
    return {
        // offset         bytes  name               reset               writable               on read                   on write
        { GICD_CTLR,       4, "GICD_CTLR",        ctlr_fixed(config), ctlr_writable(config), &Distributor::read_ctlr,  &Distributor::write_ctlr },
        { GICD_TYPER,      4, "GICD_TYPER",       typer(config),      none,                  nullptr,                  nullptr },
        { GICD_IIDR,       4, "GICD_IIDR",        0x43b,              none,                  nullptr,                  nullptr },
        { GICD_SETSPI_NSR, 4, "GICD_SETSPI_NSR",  0,                  intid,                 &Distributor::write_only, &Distributor::set_spi },
        { GICD_CLRSPI_NSR, 4, "GICD_CLRSPI_NSR",  0,                  intid,                 &Distributor::write_only, &Distributor::clear_spi },
        { GICD_PIDR4,      4, "GICD_PIDR4",       0x44,               none,                  nullptr,                  nullptr },
        { GICD_PIDR0,      4, "GICD_PIDR0",       0x92,               none,                  nullptr,                  nullptr },
        { GICD_PIDR1,      4, "GICD_PIDR1",       0xb4,               none,                  nullptr,                  nullptr },
        { GICD_PIDR2,      4, "GICD_PIDR2",       0x3b,               none,                  nullptr,                  nullptr },
        { GICD_CIDR0,      4, "GICD_CIDR0",       0x0d,               none,                  nullptr,                  nullptr },
        { GICD_CIDR1,      4, "GICD_CIDR1",       0xf0,               none,                  nullptr,                  nullptr },
        { GICD_CIDR2,      4, "GICD_CIDR2",       0x05,               none,                  nullptr,                  nullptr },
        { GICD_CIDR3,      4, "GICD_CIDR3",       0xb1,               none,                  nullptr,                  nullptr },
    };
}
// clang-format on

Distributor::Distributor(SpiRouter& spis, const RedistributorConfig& config)
    : spis_(spis), interrupts_(spis, config), file_(*this, table(config))
{
}

void Distributor::read(std::uint32_t offset, unsigned bytes, std::uint64_t& value)
{
    if (is_router(offset, bytes))
        value = read_router(offset, bytes);
    else if (!interrupts_.read(offset, bytes, value))
        file_.read(offset, bytes, value);
}

void Distributor::write(std::uint32_t offset, unsigned bytes, std::uint64_t value)
{
    if (is_router(offset, bytes))
        write_router(offset, value);
    else if (!interrupts_.write(offset, bytes, value))
        file_.write(offset, bytes, value);
}

// ---- control ----

std::uint64_t Distributor::read_ctlr(std::uint64_t stored)
{
    return spis_.withdrawing() ? stored | GICD_CTLR_RWP : stored;
}

// The bits are those of a set of groups.
void Distributor::write_ctlr(std::uint64_t before, std::uint64_t value)
{
    constexpr std::uint64_t groups = GICD_CTLR_ENABLE_GRP0 | GICD_CTLR_ENABLE_GRP1;
    if (((before ^ value) & groups) != 0)
        spis_.forward(static_cast<unsigned>(value & groups));
}

// ---- messages ----

std::uint64_t Distributor::write_only(std::uint64_t)
{
    return 0;
}

void Distributor::set_spi(std::uint64_t, std::uint64_t value)
{
    spis_.message(static_cast<std::uint32_t>(bits_get(value, GICD_SPI_INTID)), true);
}

void Distributor::clear_spi(std::uint64_t, std::uint64_t value)
{
    spis_.message(static_cast<std::uint32_t>(bits_get(value, GICD_SPI_INTID)), false);
}

// ---- routing: one 64-bit register for each SPI, or two halves ----

bool Distributor::is_router(std::uint32_t offset, unsigned bytes) const
{
    return offset >= GICD_IROUTER && spis_.has((offset - GICD_IROUTER) / 8) &&
           (bytes == 4 || bytes == 8) && offset % bytes == 0;
}

std::uint64_t Distributor::read_router(std::uint32_t offset, unsigned bytes) const
{
    const std::uint64_t router = spis_.router((offset - GICD_IROUTER) / 8);
    return bytes == 8 ? router : static_cast<std::uint32_t>(router >> offset % 8 * 8);
}

void Distributor::write_router(std::uint32_t offset, std::uint64_t value)
{
    if (offset % 8 == 0) // the upper half has Aff3 alone, which is zero
        spis_.route((offset - GICD_IROUTER) / 8, value & router_bits);
}

} // namespace itstorm
