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

// Addresses of tables. The pending tables follow each other from pending_tables on: 64 KiB for each
// PE with up to 19 INTID bits, 512 KiB with 22.
constexpr std::uint64_t ring = AddressMap::ram, device_table = ring + 0x10'0000,
                        collection_table = ring + 0x20'0000;
constexpr std::uint64_t config_table = ring + 0x40'0000, pending_tables = ring + 0x80'0000;
constexpr std::uint64_t pending_alignment = 0x1'0000; // of GICR_PENDBASER
constexpr unsigned id_bits_most = 22;                 // the configuration table has 4 MiB
constexpr unsigned device_table_pages = 8;            // of 64 KiB; the collection table has one
constexpr unsigned page_size_64k = 2;                 // of GITS_BASER
constexpr std::uint64_t every_priority = 0xff, all_private = 0xffffffff;

std::uint64_t pending_stride(unsigned id_bits)
{
    return (lpi_pending_table_bytes(id_bits) + pending_alignment - 1) & ~(pending_alignment - 1);
}

std::uint64_t baser_of(std::uint64_t table, unsigned pages)
{
    return bits_put(0, GITS_BASER_VALID, 1) | table |
           bits_put(0, GITS_BASER_PAGE_SIZE, page_size_64k) |
           bits_put(0, GITS_BASER_PAGES, pages - 1);
}

sc_core::sc_time boot_time_most()
{
    return { 1, sc_core::SC_SEC };
}

} // namespace

bool BenchSoftware::boot()
{
    const SocConfig& config = gic_.config;
    if (config.lpi_id_bits > id_bits_most ||
        gic_.ram(pending_tables, config.pes * pending_stride(config.lpi_id_bits)) == nullptr)
        return false;
    gic_.write(AddressMap::gicd + GICD_CTLR, 4, GICD_CTLR_ARE | GICD_CTLR_ENABLE_GRP1);
    for (unsigned pe = 0; pe < config.pes; pe++)
        boot_pe(pe);
    boot_its();
    map_collections();
    gic_.run_until_idle(boot_time_most());
    return true;
}

void BenchSoftware::boot_pe(unsigned pe)
{
    const std::uint64_t gicr = AddressMap::gicr + pe * static_cast<std::uint64_t>(GICR_STRIDE);
    const unsigned id_bits = gic_.config.lpi_id_bits;
    gic_.write(gicr + GICR_WAKER, 4, 0);
    gic_.write(gicr + GICR_IGROUPR0, 4, all_private);
    gic_.write(gicr + GICR_PROPBASER, 8,
               config_table | bits_put(0, GICR_PROPBASER_IDBITS, id_bits - 1));
    gic_.write(gicr + GICR_PENDBASER, 8,
               (pending_tables + pe * pending_stride(id_bits)) |
                   bits_put(0, GICR_PENDBASER_PTZ, 1));
    gic_.write(gicr + GICR_CTLR, 4, GICR_CTLR_ENABLE_LPIS);
    CpuInterfaceIf& cpu = gic_.cpu_interface(pe);
    cpu.write(ICC_PMR_EL1, every_priority);
    cpu.write(ICC_BPR1_EL1, 0);
    cpu.write(ICC_CTLR_EL1, 0);
    cpu.write(ICC_IGRPEN1_EL1, 1);
}

void BenchSoftware::boot_its()
{
    const std::uint64_t pages = gic_.config.its[0].cmdq_bytes / ITS_RING_PAGE_BYTES;
    const std::uint64_t gits = AddressMap::gits;
    gic_.write(gits + GITS_BASER0, 8, baser_of(device_table, device_table_pages));
    gic_.write(gits + GITS_BASER1, 8, baser_of(collection_table, 1));
    gic_.write(gits + GITS_CBASER, 8,
               bits_put(0, GITS_CBASER_VALID, 1) | ring |
                   bits_put(0, GITS_CBASER_PAGES, pages - 1));
    gic_.write(gits + GITS_CWRITER, 8, 0);
    gic_.write(gits + GITS_CTLR, 4, GITS_CTLR_ENABLED);
}

void BenchSoftware::map_collections()
{
    for (unsigned pe = 0; pe < gic_.config.pes; pe++) {
        const its_cmd mapc = its_cmd_mapc(static_cast<std::uint16_t>(pe), pe, true);
        if (post(&mapc.dw, 1) == 0) { // full: the ring has fewer slots than there are PEs
            gic_.run_until_idle(boot_time_most());
            post(&mapc.dw, 1);
        }
    }
}

void BenchSoftware::configure_lpi(std::uint32_t intid, std::uint8_t priority, bool enabled)
{
    if (lpi_in_range(intid, gic_.config.lpi_id_bits))
        *gic_.ram(lpi_config_address(config_table, intid), 1) = lpi_config(priority, enabled);
}

// Reads from CBASER and CWRITER where the ring is and how far it is written, so that a bench that
// boots by register accesses can use it as well.
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
