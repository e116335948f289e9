// Distributor: see distributor.h. Source: reference "GICD_CTLR", "GICD_TYPER".
#include "distributor.h"
#include "arch/gicd_regs.h"

namespace itstorm {

namespace {

// One Security state (DS), affinity routing always on; both read as one and ignore writes.
constexpr std::uint64_t ctlr_fixed = GICD_CTLR_DS | GICD_CTLR_ARE;
constexpr std::uint64_t ctlr_writable = GICD_CTLR_ENABLE_GRP0 | GICD_CTLR_ENABLE_GRP1;

std::uint64_t typer(const RedistributorConfig& config)
{
    return bits_put(0, GICD_TYPER_IT_LINES, 0) | bits_put(0, GICD_TYPER_LPIS, 1) |
           bits_put(0, GICD_TYPER_IDBITS, config.lpi_id_bits - 1) |
           bits_put(0, GICD_TYPER_NO1N, 1) | bits_put(0, GICD_TYPER_RSS, 1);
}

} // namespace

// clang-format off
Distributor::Distributor(const RedistributorConfig& config, std::function<void(bool)> group1_changed)
    : group1_changed_(std::move(group1_changed)),
      file_(*this, {
          // offset   bytes  name          reset          writable       on read  on write
          { GICD_CTLR,  4, "GICD_CTLR",  ctlr_fixed,    ctlr_writable, nullptr, &Distributor::write_ctlr },
          { GICD_TYPER, 4, "GICD_TYPER", typer(config), 0,             nullptr, nullptr },
          { GICD_IIDR,  4, "GICD_IIDR",  0x43b,         0,             nullptr, nullptr },
          { GICD_PIDR2, 4, "GICD_PIDR2", 0x3b,          0,             nullptr, nullptr },
      })
{
}
// clang-format on

void Distributor::write_ctlr(std::uint64_t before, std::uint64_t value)
{
    if (((before ^ value) & GICD_CTLR_ENABLE_GRP1) != 0)
        group1_changed_((value & GICD_CTLR_ENABLE_GRP1) != 0);
}

} // namespace itstorm
