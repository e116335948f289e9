// SPDX-License-Identifier: Apache-2.0
// Rig: see rig.h.
#include "rig.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/lpi_table.h"
#include "common/simulated_time.h"
#include <cstring>
#include <stdexcept>

namespace itstorm {

namespace {

constexpr std::uint64_t ram = AddressMap::ram;
constexpr std::uint64_t device_table = ram + 0x0010'0000, collection_table = ram + 0x0020'0000;
constexpr std::uint64_t ring = ram + 0x0030'0000, itt = ram + 0x0050'0000;
constexpr std::uint64_t config_table = ram + 0x0080'0000, pending_table = ram + 0x0100'0000;
constexpr std::uint64_t page_64k = 2ull << 8;

SocConfig machine(const RigConfig& config)
{
    SocConfig soc = config.soc;
    soc.its.at(0).config = config.its;
    return soc;
}

} // namespace

RigConfig::RigConfig()
{
    its.command_prefetch = 0; // without prefetch the ITS is one server, not a pipe of two stages
    soc.pes = 1;
    soc.ram_bytes = 64ull << 20;
}

void set_inv_cycles(RigConfig& config, std::uint32_t fetch, std::uint32_t decode,
                    std::uint32_t message)
{
    config.its.command_fetch = fetch;
    config.its.command_decode = decode;
    config.its.redistributor_message = message;
}

Rig::Rig(const RigConfig& wanted)
    : config(wanted), ring_bytes(config.ring_bytes), gic("gic", machine(config)), its(gic.its)
{
    gic.memory.accesses.attach([this](const MemoryAccessFact& fact) {
        const std::uint64_t bytes = std::uint64_t{ ITS_ITE_BYTES } << config.events_log2;
        itt_reads_ += !fact.is_write && fact.pa >= itt && fact.pa < itt + bytes;
    });
    its.probes.command.attach([this](const CommandFact& fact) {
        service_ += fact.service;
        if (!keep_completions)
            return;
        completions_.push_back(sim::now());
        completed.notify();
    });
}

void Rig::write(std::uint64_t pa, std::uint64_t value, unsigned bytes)
{
    if (!gic.write(pa, bytes, value))
        throw std::runtime_error("a bus error in the bring-up");
}

void Rig::boot()
{
    const std::uint64_t events = 1ull << config.events_log2;
    gic.run(sc_core::SC_ZERO_TIME);
    write(AddressMap::gicd + GICD_CTLR, GICD_CTLR_ARE | GICD_CTLR_ENABLE_GRP1, 4);
    write(AddressMap::gicr + GICR_WAKER, 0, 4);
    write(AddressMap::gicr + GICR_PROPBASER, config_table | (gic.config.lpi_id_bits - 1));
    write(AddressMap::gicr + GICR_PENDBASER, pending_table | bits_put(0, GICR_PENDBASER_PTZ, 1));
    write(AddressMap::gicr + GICR_CTLR, GICR_CTLR_ENABLE_LPIS, 4);
    write(AddressMap::gits + GITS_BASER0, bit(63) | device_table | page_64k | 7);
    write(AddressMap::gits + GITS_BASER1, bit(63) | collection_table | page_64k);
    write(AddressMap::gits + GITS_CBASER, bit(63) | ring | (ring_bytes / ITS_RING_PAGE_BYTES - 1));
    write(AddressMap::gits + GITS_CWRITER, 0);
    write(AddressMap::gits + GITS_CTLR, GITS_CTLR_ENABLED, 4);
    for (std::uint64_t event = 0; event < events; event++)
        *gic.ram(lpi_config_address(config_table, lpi(static_cast<std::uint32_t>(event))), 1) =
            lpi_config(0xa0, true);

    play(2, [&](std::uint64_t n) {
        return n == 0 ? its_cmd_mapc(0, 0, true)
                      : its_cmd_mapd(device, config.events_log2, itt, true);
    });
    play(events, [&](std::uint64_t n) {
        const auto event = static_cast<std::uint32_t>(n);
        return its_cmd_mapti(device, event, lpi(event), 0);
    });
    play(events, [&](std::uint64_t n) { return inv(static_cast<std::uint32_t>(n)); });
    restart();
}

std::uint32_t Rig::outstanding()
{
    std::uint64_t creadr = 0;
    if (!gic.read(AddressMap::gits + GITS_CREADR, 8, creadr))
        throw std::runtime_error("a bus error at CREADR");
    if ((creadr & GITS_CREADR_STALLED) != 0)
        throw std::runtime_error("a command in error");
    return its_ring_used(static_cast<std::uint32_t>(creadr), cwriter_, ring_bytes);
}

std::uint64_t Rig::ring_pa() const
{
    return ring;
}

void Rig::put(const its_cmd& command)
{
    std::memcpy(gic.ram(ring + cwriter_, ITS_CMD_BYTES), &command, ITS_CMD_BYTES);
    cwriter_ = its_ring_next(cwriter_, ring_bytes);
}

void Rig::announce()
{
    write(AddressMap::gits + GITS_CWRITER, cwriter_);
}

void Rig::play(std::uint64_t count, const std::function<its_cmd(std::uint64_t)>& next)
{
    const sc_core::sc_time long_enough(1, sc_core::SC_SEC);
    for (std::uint64_t n = 0; n < count;) {
        for (; n < count && !full(); n++)
            put(next(n));
        announce();
        gic.run_until_idle(long_enough);
        if (outstanding() != 0)
            throw std::runtime_error("commands that do not end");
    }
}

sc_core::sc_time Rig::inv_time() const
{
    const ItsConfig& c = config.its;
    return cycles(c.command_fetch) + cycles(c.command_decode) + cycles(c.redistributor_message);
}

void Rig::restart()
{
    itt_reads_ = 0;
    service_ = sc_core::SC_ZERO_TIME;
    completions_.clear();
}

} // namespace itstorm
