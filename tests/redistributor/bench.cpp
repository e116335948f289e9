// SPDX-License-Identifier: Apache-2.0
// Bench: see bench.h.
#include "bench.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/lpi_table.h"
#include "common/access.h"
#include <gtest/gtest.h>
#include <sysc/kernel/sc_spawn.h>

namespace itstorm {

namespace {
const Clock clock_1ghz(1'000'000'000);
}

RedistributorConfig Bench::config_for(unsigned targets)
{
    RedistributorConfig config;
    config.targets = targets;
    return config;
}

Bench::Bench(const RedistributorConfig& wanted, LostBooking lost, sc_core::sc_module_name name)
    : sc_module(name), ledger{ lost }, ram("ram", 0, 64u << 20),
      gic("gic", clock_1ghz, wanted, ledger), gicr("gicr"), gicd("gicd"), config(wanted),
      property_read(cycles(wanted.property_read)),
      presentation(cycles(wanted.arbitration + wanted.stream))
{
    gicr.bind(gic.frames);
    gicd.bind(gic.distributor);
    gic.memory.bind(ram.socket);
    for (unsigned pe = 0; pe < config.targets; ++pe) {
        lines.push_back(std::make_unique<Lines>());
        gic.lines(pe).bind(*lines.back());
    }
}

void Bench::run_software(std::function<void()> software)
{
    add_thread([this, software] {
        write_gicd(GICD_CTLR, 3);
        for (unsigned pe = 0; pe < config.targets; ++pe)
            bring_up(pe);
        software();
    });
    run();
}

void Bench::add_thread(std::function<void()> software)
{
    ++unfinished_;
    sc_core::sc_spawn([this, software] {
        software();
        --unfinished_;
    });
}

void Bench::run()
{
    sc_core::sc_start();
    EXPECT_EQ(unfinished_, 0u) << "a thread waits for ever";
}

void Bench::bring_up(unsigned pe)
{
    write_gicr(pe, GICR_WAKER, 0);
    lpis_on(pe, true);
    write_gicr(pe, GICR_IGROUPR0, 0xffffffff);
    for (std::uint32_t n = 0; n < 32; n += 4)
        write_gicr(pe, GICR_IPRIORITYR0 + n, 0xa0a0a0a0);
    write_gicr(pe, GICR_ISENABLER0, 0xffffffff);
    msr(pe, ICC_PMR_EL1, 0xff);
    msr(pe, ICC_IGRPEN1_EL1, 1);
    config_byte(8195) = 0xa3;
    config_byte(8196) = 0x83;
}

std::uint64_t Bench::read_gicr(unsigned pe, std::uint32_t reg, unsigned bytes)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(bus_read(gicr, static_cast<std::uint64_t>(pe) * GICR_STRIDE + reg, &value, bytes));
    return value;
}

void Bench::write_gicr(unsigned pe, std::uint32_t reg, std::uint64_t value, unsigned bytes)
{
    EXPECT_TRUE(bus_write(gicr, static_cast<std::uint64_t>(pe) * GICR_STRIDE + reg, &value, bytes));
}

std::uint64_t Bench::read_gicd(std::uint32_t reg, unsigned bytes)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(bus_read(gicd, reg, &value, bytes));
    return value;
}

void Bench::write_gicd(std::uint32_t reg, std::uint64_t value, unsigned bytes)
{
    EXPECT_TRUE(bus_write(gicd, reg, &value, bytes));
}

void Bench::bring_up_spi(unsigned intid, unsigned pe)
{
    const std::uint32_t group = GIC_IGROUPR + intid / 32 * 4, config = GIC_ICFGR + intid / 16 * 4;
    write_gicd(group, read_gicd(group) | 1ull << intid % 32);
    write_gicd(config, read_gicd(config) | 2ull << intid % 16 * 2);
    write_gicd(GIC_IPRIORITYR + intid, 0xa0, 1);
    write_gicd(GICD_IROUTER + 8 * intid, pe, 8);
    write_spi_bit(GIC_ISENABLER, intid);
}

void Bench::make_level(unsigned intid)
{
    const std::uint32_t config = GIC_ICFGR + intid / 16 * 4;
    write_gicd(config, read_gicd(config) & ~(2ull << intid % 16 * 2));
}

bool Bench::spi_bit(std::uint32_t array, unsigned intid)
{
    return (read_gicd(array + intid / 32 * 4) >> intid % 32 & 1) != 0;
}

void Bench::write_spi_bit(std::uint32_t array, unsigned intid)
{
    write_gicd(array + intid / 32 * 4, 1ull << intid % 32);
}

void Bench::pulse(unsigned intid)
{
    gic.spi(intid, true);
    gic.spi(intid, false);
}

std::uint64_t Bench::mrs(unsigned pe, std::uint16_t sysreg)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(gic.cpu_interface(pe).read(sysreg, value));
    return value;
}

void Bench::msr(unsigned pe, std::uint16_t sysreg, std::uint64_t value)
{
    EXPECT_TRUE(gic.cpu_interface(pe).write(sysreg, value));
}

std::uint64_t Bench::mrs_virtual(unsigned pe, std::uint16_t sysreg)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(gic.cpu_interface(pe).read_virtual(sysreg, value));
    return value;
}

void Bench::msr_virtual(unsigned pe, std::uint16_t sysreg, std::uint64_t value)
{
    EXPECT_TRUE(gic.cpu_interface(pe).write_virtual(sysreg, value));
}

std::uint8_t& Bench::config_byte(std::uint32_t intid)
{
    return *ram.at(lpi_config_address(config_table, intid), 1);
}

bool Bench::memory_bit(unsigned pe, std::uint32_t intid)
{
    return (*ram.at(lpi_pending_address(pending_table(pe), intid), 1) >> lpi_pending_bit(intid) &
            1) != 0;
}

void Bench::set_memory_bit(unsigned pe, std::uint32_t intid)
{
    *ram.at(lpi_pending_address(pending_table(pe), intid), 1) |=
        static_cast<std::uint8_t>(1u << lpi_pending_bit(intid));
}

void Bench::set(unsigned pe, std::uint32_t intid)
{
    ++ledger.msis_sent;
    EXPECT_EQ(gic.set_lpi(pe, intid, ledger.msis_sent), LpiAnswer::Taken);
}

void Bench::lpis_off(unsigned pe)
{
    write_gicr(pe, GICR_CTLR, 0);
    while ((read_gicr(pe, GICR_CTLR) & GICR_CTLR_RWP) != 0)
        sc_core::wait(cycles(1));
}

void Bench::lpis_on(unsigned pe, bool pending_is_zero)
{
    write_gicr(pe, GICR_PROPBASER, config_table | (config.lpi_id_bits - 1), 8);
    write_gicr(pe, GICR_PENDBASER, pending_table(pe) | (pending_is_zero ? 1ull << 62 : 0), 8);
    write_gicr(pe, GICR_CTLR, 1);
}

bool Bench::ledger_balances() const
{
    return ledger.msis_sent == ledger.acknowledged + ledger.merged_in_redistributor +
                                   ledger.cleared + gic.lpis_in_flight();
}

void at_reset(const std::function<void(Bench&)>& software, const RedistributorConfig& config)
{
    Bench b(config);
    b.add_thread([&] { software(b); });
    b.run();
}

void Bench::settle()
{
    sc_core::wait(sc_core::sc_time(100, sc_core::SC_US));
}

} // namespace itstorm
