// SPDX-License-Identifier: Apache-2.0
// BenchSoftware: see bench_boot.h.
#include "bench_boot.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/icc_regs.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "arch/lpi_table.h"
#include <cstring>

namespace itstorm {

namespace {

// Offsets in RAM. Pending tables lie behind: 64 KiB for each PE and 16 INTID bits, more for more.
constexpr std::uint64_t ring = AddressMap::ram, device_table = ring + 0x10'0000,
                        collection_table = ring + 0x20'0000;
constexpr std::uint64_t config_table = ring + 0x40'0000, pending_tables = ring + 0x80'0000;
constexpr std::uint64_t page_64k = 2ull << 8;

std::uint64_t pending_stride(unsigned id_bits)
{
    return (lpi_pending_table_bytes(id_bits) + 0xffff) & ~0xffffull;
}

} // namespace

bool BenchSoftware::boot()
{
    const SocConfig& config = gic_.config;
    if (config.lpi_id_bits > 22 ||
        gic_.ram(pending_tables, config.pes * pending_stride(config.lpi_id_bits)) == nullptr)
        return false;
    gic_.write(AddressMap::gicd + GICD_CTLR, 4, GICD_CTLR_ARE | GICD_CTLR_ENABLE_GRP1);
    for (unsigned pe = 0; pe < config.pes; pe++)
        boot_pe(pe);
    boot_its();
    map_collections();
    gic_.run_until_idle(sc_core::sc_time(1, sc_core::SC_SEC));
    return true;
}

void BenchSoftware::boot_pe(unsigned pe)
{
    const std::uint64_t gicr = AddressMap::gicr + pe * static_cast<std::uint64_t>(GICR_STRIDE);
    const unsigned id_bits = gic_.config.lpi_id_bits;
    gic_.write(gicr + GICR_WAKER, 4, 0);
    gic_.write(gicr + GICR_IGROUPR0, 4, 0xffffffff);
    gic_.write(gicr + GICR_PROPBASER, 8,
               config_table | bits_put(0, GICR_PROPBASER_IDBITS, id_bits - 1));
    gic_.write(gicr + GICR_PENDBASER, 8,
               (pending_tables + pe * pending_stride(id_bits)) |
                   bits_put(0, GICR_PENDBASER_PTZ, 1));
    gic_.write(gicr + GICR_CTLR, 4, GICR_CTLR_ENABLE_LPIS);
    CpuInterfaceIf& cpu = gic_.cpu_interface(pe);
    cpu.write(ICC_PMR_EL1, 0xff);
    cpu.write(ICC_BPR1_EL1, 0);
    cpu.write(ICC_CTLR_EL1, 0);
    cpu.write(ICC_IGRPEN1_EL1, 1);
}

void BenchSoftware::boot_its()
{
    const std::uint64_t pages = gic_.config.its[0].cmdq_bytes / ITS_RING_PAGE_BYTES;
    const std::uint64_t gits = AddressMap::gits;
    gic_.write(gits + GITS_BASER0, 8, bit(63) | device_table | page_64k | 7);
    gic_.write(gits + GITS_BASER1, 8, bit(63) | collection_table | page_64k);
    gic_.write(gits + GITS_CBASER, 8, bit(63) | ring | (pages - 1));
    gic_.write(gits + GITS_CWRITER, 8, 0);
    gic_.write(gits + GITS_CTLR, 4, GITS_CTLR_ENABLED);
}

void BenchSoftware::map_collections()
{
    for (unsigned pe = 0; pe < gic_.config.pes; pe++) {
        const its_cmd mapc = its_cmd_mapc(static_cast<std::uint16_t>(pe), pe, true);
        if (post(&mapc.dw, 1) == 0) { // a ring smaller than the number of PEs
            gic_.run_until_idle(sc_core::sc_time(1, sc_core::SC_SEC));
            post(&mapc.dw, 1);
        }
    }
}

void BenchSoftware::configure_lpi(std::uint32_t intid, std::uint8_t priority, bool enabled)
{
    if (lpi_in_range(intid, gic_.config.lpi_id_bits))
        *gic_.ram(lpi_config_address(config_table, intid), 1) = lpi_config(priority, enabled);
}

// CBASER and CWRITER say where the ring is and how far it is written, so a bench that boots by
// itself may use this, too.
std::size_t BenchSoftware::post(const std::uint64_t (*commands)[4], std::size_t count)
{
    std::uint64_t cbaser = 0, creadr = 0, cwriter = 0;
    gic_.read(AddressMap::gits + GITS_CBASER, 8, cbaser);
    gic_.read(AddressMap::gits + GITS_CREADR, 8, creadr);
    gic_.read(AddressMap::gits + GITS_CWRITER, 8, cwriter);
    const std::uint32_t bytes = gits_cbaser_bytes(cbaser);
    auto at = static_cast<std::uint32_t>(cwriter & GITS_CQ_OFFSET_MASK);
    const auto read = static_cast<std::uint32_t>(creadr & GITS_CQ_OFFSET_MASK);
    std::size_t written = 0;
    for (; written < count && !its_ring_full(read, at, bytes); written++) {
        std::uint8_t* slot = gic_.ram(gits_cbaser_address(cbaser) + at, ITS_CMD_BYTES);
        if (slot == nullptr)
            break;
        std::memcpy(slot, commands[written], ITS_CMD_BYTES);
        at = its_ring_next(at, bytes);
    }
    if (written != 0)
        gic_.write(AddressMap::gits + GITS_CWRITER, 8, at);
    return written;
}

} // namespace itstorm
