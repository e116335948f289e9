// SPDX-License-Identifier: Apache-2.0
// Fixture: see fixture.h.
#include "fixture.h"
#include "arch/gicd_regs.h"
#include "arch/intid.h"
#include "load.h"
#include "observe/ledger_check.h"
#include <cstring>

namespace itstorm {

namespace {

constexpr std::uint64_t page_64k = 2ull << 8;

sc_core::sc_time long_enough()
{
    return sc_core::sc_time(1, sc_core::SC_SEC);
}

bool is_within(std::uint64_t pa, std::uint64_t base, std::uint64_t bytes)
{
    return pa >= base && pa < base + bytes;
}

} // namespace

SocConfig f1_config()
{
    SocConfig config;
    config.pes = 4;
    config.ram_bytes = 64ull << 20;
    return config;
}

SocConfig f1_config(const std::string& profile)
{
    LoadRequest request;
    request.overrides = { "platform.pes=4", "platform.ram=64MiB", "platform.profile=" + profile };
    const Loaded loaded = load_text("scenario: 1\nname: f1\n", request, {});
    EXPECT_TRUE(loaded.errors.empty());
    return loaded.variants.at(0).scenario.soc;
}

ItsConfig& its_of(SocConfig& config)
{
    return config.its.at(0).config;
}

Fixture::Fixture(const SocConfig& config) : Fixture(Bare{}, config)
{
    boot_pes();
    boot_its();
    map();
}

Fixture::Fixture(Bare, const SocConfig& config)
    : gic("gic", config), high("high_ram", high_ram, 0x1'0000)
{
    gic.bus.map(high.socket, high_ram, high.bytes());
    listen();
    gic.run(sc_core::SC_ZERO_TIME);
}

Fixture::~Fixture()
{
    if (books_close) {
        EXPECT_EQ(check_ledger(gic.ledger, gic.msis_in_flight(), gic.commands_in_ring()), "");
    }
}

void Fixture::listen()
{
    gic.its.probes.command.attach([this](const CommandFact& fact) { commands.push_back(fact); });
    gic.its.probes.msi_dropped.attach(
        [this](const MsiDroppedFact& fact) { drops.push_back(fact); });
    gic.memory.accesses.attach([this](const MemoryAccessFact& fact) {
        if (fact.is_write)
            return;
        unsigned& kind = is_within(fact.pa, ring_base, ring_bytes)        ? reads_.ring
                         : is_within(fact.pa, device_table, 0x8'0000)     ? reads_.device_table
                         : is_within(fact.pa, collection_table, 0x1'0000) ? reads_.collection_table
                         : is_within(fact.pa, itt_a, 0x2'0000)            ? reads_.itt
                         : is_within(fact.pa, config_table, 0x1'0000)     ? reads_.config
                                                                          : reads_.other;
        ++kind;
    });
}

// ---- set-up ----

void Fixture::boot_pes()
{
    gicd_write(GICD_CTLR, GICD_CTLR_ARE | GICD_CTLR_ENABLE_GRP1 | GICD_CTLR_ENABLE_GRP0);
    for (unsigned pe = 0; pe < gic.config.pes; pe++) {
        gicr_write(pe, GICR_WAKER, 0);
        gicr_write(pe, GICR_IGROUPR0, 0xffffffff);
        for (std::uint32_t intid = 0; intid < INTID_SPI_FIRST; intid += 4)
            gicr_write(pe, GICR_IPRIORITYR0 + intid, 0xa0a0a0a0);
        gicr_write(pe, GICR_ISENABLER0, 0xffffffff);
        gicr_write(pe, GICR_PROPBASER, config_table | bits_put(0, GICR_PROPBASER_IDBITS, 15), 8);
        gicr_write(pe, GICR_PENDBASER,
                   (pending_tables + pe * 0x10000ull) | bits_put(0, GICR_PENDBASER_PTZ, 1), 8);
        gicr_write(pe, GICR_CTLR, GICR_CTLR_ENABLE_LPIS);
        msr(pe, ICC_PMR_EL1, 0xff);
        msr(pe, ICC_BPR1_EL1, 0);
        msr(pe, ICC_CTLR_EL1, 0);
        msr(pe, ICC_IGRPEN1_EL1, 1);
    }
    settle();
}

void Fixture::boot_its()
{
    its_write(GITS_BASER0, bit(63) | device_table | page_64k | 7);
    its_write(GITS_BASER1, bit(63) | collection_table | page_64k);
    its_write(GITS_CBASER, bit(63) | ring_base | (ring_bytes / ITS_RING_PAGE_BYTES - 1));
    its_write(GITS_CWRITER, 0);
    enable_its();
}

void Fixture::map()
{
    send({ its_cmd_mapc(0, 0, true), its_cmd_mapc(1, 1, true), its_cmd_mapd(5, 5, itt_a, true),
           its_cmd_mapti(5, 3, 8195, 1), its_cmd_mapti(5, 4, 8196, 0), its_cmd_sync(0),
           its_cmd_sync(1) });
    set_config(8195, 0xa3);
    set_config(8196, 0x83);
    send({ its_cmd_invall(0), its_cmd_invall(1), its_cmd_sync(0), its_cmd_sync(1) });
    ASSERT_TRUE(drained()) << "fixture";
    reads_ = {};
}

void Fixture::map_event(std::uint32_t event, std::uint32_t lpi, std::uint16_t icid,
                        std::uint8_t config)
{
    set_config(lpi, config);
    send({ its_cmd_mapti(5, event, lpi, icid), its_cmd_invall(icid), its_cmd_sync(icid) });
}

// ---- registers ----

std::uint64_t Fixture::its(std::uint32_t offset, unsigned bytes)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(gic.read(AddressMap::gits + offset, bytes, value))
        << "bus error at GITS + " << offset;
    return value;
}

void Fixture::its_write(std::uint32_t offset, std::uint64_t value, unsigned bytes)
{
    EXPECT_TRUE(gic.write(AddressMap::gits + offset, bytes, value))
        << "bus error at GITS + " << offset;
}

std::uint64_t Fixture::gicr(unsigned pe, std::uint32_t offset, unsigned bytes)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(gic.read(AddressMap::gicr + pe * static_cast<std::uint64_t>(GICR_STRIDE) + offset,
                         bytes, value));
    return value;
}

void Fixture::gicr_write(unsigned pe, std::uint32_t offset, std::uint64_t value, unsigned bytes)
{
    EXPECT_TRUE(gic.write(AddressMap::gicr + pe * static_cast<std::uint64_t>(GICR_STRIDE) + offset,
                          bytes, value));
}

std::uint64_t Fixture::gicd(std::uint32_t offset, unsigned bytes)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(gic.read(AddressMap::gicd + offset, bytes, value));
    return value;
}

void Fixture::gicd_write(std::uint32_t offset, std::uint64_t value, unsigned bytes)
{
    EXPECT_TRUE(gic.write(AddressMap::gicd + offset, bytes, value));
}

std::uint64_t Fixture::mrs(unsigned pe, std::uint16_t sysreg)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(gic.cpu_interface(pe).read(sysreg, value)) << "no such register";
    return value;
}

void Fixture::msr(unsigned pe, std::uint16_t sysreg, std::uint64_t value)
{
    EXPECT_TRUE(gic.cpu_interface(pe).write(sysreg, value)) << "no such register";
}

std::uint64_t Fixture::mrs_virtual(unsigned pe, std::uint16_t sysreg)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(gic.cpu_interface(pe).read_virtual(sysreg, value)) << "trapped";
    return value;
}

void Fixture::msr_virtual(unsigned pe, std::uint16_t sysreg, std::uint64_t value)
{
    EXPECT_TRUE(gic.cpu_interface(pe).write_virtual(sysreg, value)) << "trapped";
}

void Fixture::enable_its()
{
    its_write(GITS_CTLR, GITS_CTLR_ENABLED, 4);
    settle();
}

void Fixture::disable_its()
{
    its_write(GITS_CTLR, 0, 4);
    settle();
    EXPECT_TRUE(quiescent());
}

// ---- memory ----

std::uint64_t Fixture::peek(std::uint64_t pa, unsigned bytes)
{
    std::uint64_t value = 0;
    std::memcpy(&value, gic.ram(pa, bytes), bytes);
    return value;
}

void Fixture::poke(std::uint64_t pa, std::uint64_t value, unsigned bytes)
{
    std::memcpy(gic.ram(pa, bytes), &value, bytes);
}

// ---- commands ----

void Fixture::put(const its_cmd& cmd)
{
    std::memcpy(gic.ram(ring_base + cwriter, ITS_CMD_BYTES), &cmd, ITS_CMD_BYTES);
    cwriter = its_ring_next(cwriter, ring_bytes);
}

void Fixture::announce()
{
    its_write(GITS_CWRITER, cwriter);
}

void Fixture::retry()
{
    its_write(GITS_CWRITER, cwriter | GITS_CWRITER_RETRY);
}

void Fixture::send(const std::vector<its_cmd>& list)
{
    for (const its_cmd& cmd : list)
        put(cmd);
    announce();
    settle();
}

std::uint32_t Fixture::error()
{
    std::uint32_t last = 0;
    for (; errors_seen_ < commands.size(); errors_seen_++)
        if (commands[errors_seen_].error != ITS_OK)
            last = commands[errors_seen_].error;
    return last;
}

// ---- messages and interrupts ----

void Fixture::settle()
{
    gic.run_until_idle(long_enough());
}

void Fixture::msi(std::uint32_t device, std::uint32_t event, unsigned bytes)
{
    gic.send(device, event, bytes);
    settle();
}

std::uint32_t Fixture::acknowledge(unsigned pe)
{
    const auto intid = static_cast<std::uint32_t>(mrs(pe, ICC_IAR1_EL1));
    settle();
    return intid;
}

void Fixture::eoi(unsigned pe, std::uint32_t intid)
{
    msr(pe, ICC_EOIR1_EL1, intid);
    settle();
}

bool Fixture::pending(unsigned pe, std::uint32_t intid)
{
    return gic.redistributors.lpi_pending(pe, intid);
}

void Fixture::set_up_spi(std::uint32_t intid, unsigned pe)
{
    const std::uint32_t group = GIC_IGROUPR + intid / 32 * 4, config = GIC_ICFGR + intid / 16 * 4;
    gicd_write(group, gicd(group) | bit(intid % 32));
    gicd_write(config, gicd(config) | bit(intid % 16 * 2 + 1));
    gicd_write(GIC_IPRIORITYR + intid, 0xa0, 1);
    gicd_write(GICD_IROUTER + 8 * intid, pe, 8);
    gicd_write(GIC_ISENABLER + intid / 32 * 4, bit(intid % 32));
}

void Fixture::make_level(std::uint32_t intid)
{
    const std::uint32_t config = GIC_ICFGR + intid / 16 * 4;
    gicd_write(config, gicd(config) & ~bit(intid % 16 * 2 + 1));
}

bool Fixture::spi_bit(std::uint32_t array, std::uint32_t intid)
{
    return (gicd(array + intid / 32 * 4) & bit(intid % 32)) != 0;
}

testing::AssertionResult Fixture::gets(unsigned pe, std::uint32_t intid)
{
    if (!gic.irq(pe))
        return testing::AssertionFailure() << "the IRQ of PE" << pe << " is not asserted";
    const std::uint32_t got = acknowledge(pe);
    if (got != intid)
        return testing::AssertionFailure()
               << "PE" << pe << " gets " << got << " instead of " << intid;
    return testing::AssertionSuccess();
}

testing::AssertionResult Fixture::nothing()
{
    for (unsigned pe = 0; pe < gic.config.pes; pe++) {
        if (gic.irq(pe))
            return testing::AssertionFailure() << "the IRQ of PE" << pe << " is asserted";
        if (const std::uint32_t got = acknowledge(pe); got != INTID_NONE)
            return testing::AssertionFailure() << "PE" << pe << " gets " << got;
    }
    return testing::AssertionSuccess();
}

Fixture::Reads Fixture::reads()
{
    const Reads since = reads_;
    reads_ = {};
    return since;
}

} // namespace itstorm
