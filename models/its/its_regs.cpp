// SPDX-License-Identifier: Apache-2.0
// ItsRegs: see its_regs.h.
#include "its_regs.h"

namespace itstorm {
namespace {

// GITS_IIDR: implementer 0 (no JEP106 code: this is no vendor's part), product 'I', revision 1.
// GITS_PIDR: ArchRev 3 in PIDR2; a frame of 64 KiB in PIDR4; part number 'I'; the designer is
// Arm's, who defined the block.
constexpr std::uint64_t iidr = 0x49001000;
constexpr std::uint64_t pidr0 = 0x49, pidr1 = 0xb0, pidr2 = 0x3b, pidr4 = 0x44;

constexpr std::uint64_t cbaser_writable =
    bits_mask(GITS_CBASER_VALID) | bits_mask(GITS_CBASER_INNER_CACHE) |
    bits_mask(GITS_CBASER_OUTER_CACHE) | bits_mask(51, 16) | bits_mask(GITS_CBASER_SHAREABILITY) |
    bits_mask(GITS_CBASER_PAGES);

// Type and Entry_Size are fixed. Indirect is RAZ/WI where tables are flat only.
constexpr std::uint64_t baser_writable =
    bits_mask(GITS_BASER_VALID) | bits_mask(GITS_BASER_INNER_CACHE) |
    bits_mask(GITS_BASER_OUTER_CACHE) | bits_mask(GITS_BASER_ADDRESS) |
    bits_mask(GITS_BASER_SHAREABILITY) | bits_mask(GITS_BASER_PAGE_SIZE) |
    bits_mask(GITS_BASER_PAGES);

// Choice: Page_Size 3, which is reserved and acts as 64 KiB, reads back as that.
std::uint64_t baser_kept(std::uint64_t written)
{
    const std::uint64_t page_size = bits_get(written, GITS_BASER_PAGE_SIZE);
    return bits_put(written, GITS_BASER_PAGE_SIZE, page_size == 3 ? 2 : page_size);
}

std::uint64_t typer(const ItsConfig& config)
{
    // PTA=0 and HCC=0: RDbase is a processor number, collections live in memory.
    std::uint64_t value = bits_put(0, GITS_TYPER_PHYSICAL, 1);
    value = bits_put(value, GITS_TYPER_ITT_ENTRY, ITS_ITE_BYTES - 1);
    value = bits_put(value, GITS_TYPER_ID_BITS, config.event_bits - 1);
    value = bits_put(value, GITS_TYPER_DEVBITS, config.device_bits - 1);
    if (config.icid_bits != 16) { // CIL=0 means 16 bits
        value = bits_put(value, GITS_TYPER_CIL, 1);
        value = bits_put(value, GITS_TYPER_CIDBITS, config.icid_bits - 1);
    }
    value = bits_put(value, GITS_TYPER_UMSI, config.umsi);
    return bits_put(value, GITS_TYPER_INV, config.inv);
}

constexpr std::uint64_t baser_reset(gits_baser_type type, unsigned entry_bytes)
{
    return bits_put(bits_put(0, GITS_BASER_TYPE, type), GITS_BASER_ENTRY_BYTES, entry_bytes - 1);
}

} // namespace

std::vector<Reg<ItsRegs>> ItsRegs::table(const ItsConfig& config)
{
    using R = ItsRegs;
    const std::uint64_t devices = baser_reset(GITS_TABLE_DEVICES, ITS_DTE_BYTES);
    const std::uint64_t collections = baser_reset(GITS_TABLE_COLLECTIONS, ITS_CTE_BYTES);
    const std::uint64_t collections_writable = baser_writable;
    const std::uint64_t devices_writable =
        baser_writable | (config.indirect ? bits_mask(GITS_BASER_INDIRECT) : 0);
    const std::uint64_t cwriter = GITS_CQ_OFFSET_MASK | GITS_CWRITER_RETRY;
    const std::uint64_t statusr = config.umsi ? bits_mask(5, 0) : 0;
    // clang-format off
    return {
    // offset          bytes name             reset          writable              on read             on write
    { GITS_CTLR,       4, "GITS_CTLR",       0,             GITS_CTLR_ENABLED,    &R::read_ctlr,       &R::ctlr_written },
    { GITS_IIDR,       4, "GITS_IIDR",       iidr,          0,                    nullptr,             nullptr },
    { GITS_TYPER,      8, "GITS_TYPER",      typer(config), 0,                    nullptr,             nullptr },
    { GITS_STATUSR,    4, "GITS_STATUSR",    0,             statusr,              &R::read_statusr,    &R::statusr_written },
    { GITS_UMSIR,      8, "GITS_UMSIR",      0,             0,                    &R::read_umsir,      nullptr },
    { GITS_CBASER,     8, "GITS_CBASER",     0,             cbaser_writable,      nullptr,             &R::cbaser_written },
    { GITS_CWRITER,    8, "GITS_CWRITER",    0,             cwriter,              nullptr,             &R::cwriter_written },
    { GITS_CREADR,     8, "GITS_CREADR",     0,             0,                    &R::read_creadr,     nullptr },
    { GITS_BASER0,     8, "GITS_BASER0",     devices,       devices_writable,     nullptr,             &R::devices_written },
    { GITS_BASER1,     8, "GITS_BASER1",     collections,   collections_writable, nullptr,             &R::collections_written },
    { GITS_PIDR4,      4, "GITS_PIDR4",      pidr4,         0,                    nullptr,             nullptr },
    { GITS_PIDR5,      4, "GITS_PIDR5",      0,             0,                    nullptr,             nullptr },
    { GITS_PIDR6,      4, "GITS_PIDR6",      0,             0,                    nullptr,             nullptr },
    { GITS_PIDR7,      4, "GITS_PIDR7",      0,             0,                    nullptr,             nullptr },
    { GITS_PIDR0,      4, "GITS_PIDR0",      pidr0,         0,                    nullptr,             nullptr },
    { GITS_PIDR1,      4, "GITS_PIDR1",      pidr1,         0,                    nullptr,             nullptr },
    { GITS_PIDR2,      4, "GITS_PIDR2",      pidr2,         0,                    nullptr,             nullptr },
    { GITS_PIDR3,      4, "GITS_PIDR3",      0,             0,                    nullptr,             nullptr },
    { GITS_CIDR0,      4, "GITS_CIDR0",      0x0d,          0,                    nullptr,             nullptr },
    { GITS_CIDR1,      4, "GITS_CIDR1",      0xf0,          0,                    nullptr,             nullptr },
    { GITS_CIDR2,      4, "GITS_CIDR2",      0x05,          0,                    nullptr,             nullptr },
    { GITS_CIDR3,      4, "GITS_CIDR3",      0xb1,          0,                    nullptr,             nullptr },
    { GITS_TRANSLATER, 4, "GITS_TRANSLATER", 0,             0,                    &R::read_translater, nullptr },
    };
    // clang-format on
}

ItsRegs::ItsRegs(const ItsConfig& config, ItsStatus& status, CommandRing& ring, ItsTables& tables,
                 TableWalk& walk, const CommandEngine& engine, const Translator& translator,
                 const Intake& intake)
    : status_(status), ring_(ring), tables_(tables), walk_(walk), engine_(engine),
      translator_(translator), intake_(intake), disabling_invalidates_(config.inv),
      regs_(*this, table(config)), ctlr_(regs_.stored(GITS_CTLR))
{
}

std::uint64_t ItsRegs::read(std::uint32_t offset, unsigned bytes)
{
    std::uint64_t value = 0;
    if (!regs_.read(offset, bytes, value))
        status_.misuse(GITS_STATUSR_RRD);
    return value;
}

void ItsRegs::write(std::uint32_t offset, unsigned bytes, std::uint64_t value)
{
    if (!regs_.write(offset, bytes, value))
        status_.misuse(GITS_STATUSR_WRD);
    else if (regs_.read_only(offset, bytes))
        status_.misuse(GITS_STATUSR_WROD);
}

bool ItsRegs::idle() const
{
    return !engine_.busy() && intake_.waiting() == 0 && translator_.in_lanes() == 0;
}

bool ItsRegs::writable() const
{
    return !enabled() && idle();
}

// Choice: Quiescent reads 0 while enabled, as GICv4.1 defines it; after Enabled 1->0 it reads 1
// once everything is done.
std::uint64_t ItsRegs::read_ctlr(std::uint64_t stored)
{
    return writable() ? stored | GITS_CTLR_QUIESCENT : stored;
}

// Choice: setting Enabled while Quiescent=0 is ignored. Clearing it lets the command and the MSIs
// inside finish. What TYPER.INV promises happens when Enabled is set again: nothing looks into the
// caches between that and Quiescent.
void ItsRegs::ctlr_written(std::uint64_t before, std::uint64_t value)
{
    const bool enable = (value & GITS_CTLR_ENABLED) != 0;
    const bool was_enabled = (before & GITS_CTLR_ENABLED) != 0;
    if (enable && !was_enabled && !idle())
        return regs_.set(GITS_CTLR, before);
    if (enable == was_enabled)
        return;
    if (enable && disabling_invalidates_)
        walk_.drop_all();
    ring_.set_enabled(enable);
}

// Choice (P-BASEREN): CBASER and BASERs ignore writes while Enabled=1 or Quiescent=0.
void ItsRegs::cbaser_written(std::uint64_t before, std::uint64_t value)
{
    if (writable())
        ring_.set_cbaser(value);
    else
        regs_.set(GITS_CBASER, before);
}

void ItsRegs::devices_written(std::uint64_t before, std::uint64_t value)
{
    if (!writable())
        return regs_.set(GITS_BASER0, before);
    regs_.set(GITS_BASER0, baser_kept(value));
    tables_.set_devices(baser_kept(value));
    walk_.drop_all();
}

void ItsRegs::collections_written(std::uint64_t before, std::uint64_t value)
{
    if (!writable())
        return regs_.set(GITS_BASER1, before);
    regs_.set(GITS_BASER1, baser_kept(value));
    tables_.set_collections(baser_kept(value));
    walk_.drop_all();
}

void ItsRegs::cwriter_written(std::uint64_t, std::uint64_t value)
{
    regs_.set(GITS_CWRITER, value & GITS_CQ_OFFSET_MASK); // Retry reads 0
    ring_.set_cwriter(value);
}

std::uint64_t ItsRegs::read_creadr(std::uint64_t)
{
    return ring_.creadr();
}

std::uint64_t ItsRegs::read_statusr(std::uint64_t)
{
    return status_.statusr();
}

void ItsRegs::statusr_written(std::uint64_t before, std::uint64_t value)
{
    regs_.set(GITS_STATUSR, before); // what is kept is in status_
    status_.clear(value);
}

std::uint64_t ItsRegs::read_umsir(std::uint64_t)
{
    return status_.umsir();
}

std::uint64_t ItsRegs::read_translater(std::uint64_t)
{
    status_.misuse(GITS_STATUSR_RWOD);
    return 0;
}

} // namespace itstorm
