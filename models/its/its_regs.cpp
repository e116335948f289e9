// ItsRegs: see its_regs.h.
#include "its_regs.h"
#include "arch/its_regs.h"

namespace itstorm {
namespace {

// GITS_IIDR: implementer 0 (no JEP106 code: this is no vendor's part), product 'I', revision 1.
// GITS_PIDR2: ArchRev 3.
constexpr std::uint64_t iidr = 0x49001000;
constexpr std::uint64_t pidr2 = 0x3b;

constexpr std::uint64_t cbaser_writable =
    bits_mask(GITS_CBASER_VALID) | bits_mask(GITS_CBASER_INNER_CACHE) |
    bits_mask(GITS_CBASER_OUTER_CACHE) | bits_mask(51, 16) | bits_mask(GITS_CBASER_SHAREABILITY) |
    bits_mask(GITS_CBASER_PAGES);

// Indirect is RAZ/WI: flat tables only. Type and Entry_Size are fixed.
constexpr std::uint64_t baser_writable =
    bits_mask(GITS_BASER_VALID) | bits_mask(GITS_BASER_INNER_CACHE) |
    bits_mask(GITS_BASER_OUTER_CACHE) | bits_mask(GITS_BASER_ADDRESS) |
    bits_mask(GITS_BASER_SHAREABILITY) | bits_mask(GITS_BASER_PAGE_SIZE) |
    bits_mask(GITS_BASER_PAGES);

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
    return value;
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
    const std::uint64_t cwriter = GITS_CQ_OFFSET_MASK | GITS_CWRITER_RETRY;
    // clang-format off
    return {
    // offset       bytes name            reset          writable           on read          on write
    { GITS_CTLR,    4, "GITS_CTLR",    0,             GITS_CTLR_ENABLED, &R::read_ctlr,   &R::ctlr_written },
    { GITS_IIDR,    4, "GITS_IIDR",    iidr,          0,                 nullptr,         nullptr },
    { GITS_TYPER,   8, "GITS_TYPER",   typer(config), 0,                 nullptr,         nullptr },
    { GITS_CBASER,  8, "GITS_CBASER",  0,             cbaser_writable,   nullptr,         &R::cbaser_written },
    { GITS_CWRITER, 8, "GITS_CWRITER", 0,             cwriter,           nullptr,         &R::cwriter_written },
    { GITS_CREADR,  8, "GITS_CREADR",  0,             0,                 &R::read_creadr, nullptr },
    { GITS_BASER0,  8, "GITS_BASER0",  devices,       baser_writable,    nullptr,         &R::devices_written },
    { GITS_BASER1,  8, "GITS_BASER1",  collections,   baser_writable,    nullptr,         &R::collections_written },
    { GITS_PIDR2,   4, "GITS_PIDR2",   pidr2,         0,                 nullptr,         nullptr },
    };
    // clang-format on
}

ItsRegs::ItsRegs(const ItsConfig& config, CommandRing& ring, ItsTables& tables, TableWalk& walk,
                 const CommandEngine& engine, const Translator& translator, const Intake& intake)
    : ring_(ring), tables_(tables), walk_(walk), engine_(engine), translator_(translator),
      intake_(intake), regs_(*this, table(config))
{
}

std::uint64_t ItsRegs::read(std::uint32_t offset, unsigned bytes)
{
    std::uint64_t value = 0;
    regs_.read(offset, bytes, value);
    return value;
}

void ItsRegs::write(std::uint32_t offset, unsigned bytes, std::uint64_t value)
{
    regs_.write(offset, bytes, value);
}

bool ItsRegs::enabled() const
{
    return (regs_.get(GITS_CTLR) & GITS_CTLR_ENABLED) != 0;
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
// inside finish.
void ItsRegs::ctlr_written(std::uint64_t before, std::uint64_t value)
{
    const bool enable = (value & GITS_CTLR_ENABLED) != 0;
    const bool was_enabled = (before & GITS_CTLR_ENABLED) != 0;
    if (enable && !was_enabled && !idle())
        regs_.set(GITS_CTLR, before);
    else if (enable != was_enabled)
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
    tables_.set_devices(value);
    walk_.drop_all();
}

void ItsRegs::collections_written(std::uint64_t before, std::uint64_t value)
{
    if (!writable())
        return regs_.set(GITS_BASER1, before);
    tables_.set_collections(value);
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

} // namespace itstorm
