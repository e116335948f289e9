// SPDX-License-Identifier: Apache-2.0
// itstorm/bench.h as a C program uses it: settings and errors in them, commands, messages,
// interrupts, statistics, the ledger.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/ich_regs.h"
#include "arch/intid.h"
#include "arch/its_cmd.h"
#include "arch/sysreg.h"
#include "observe/gic_observers.h"
#include <array>
#include <gtest/gtest.h>
#include <itstorm/bench.h>
#include <string>
#include <vector>

namespace {

constexpr std::uint64_t second = 1'000'000'000'000;
constexpr std::uint32_t device = 8, first_lpi = 8192;

std::string refusal(std::vector<const char*> settings)
{
    std::array<char, 500> error{};
    itstorm_bench* bench =
        itstorm_bench_open(settings.data(), settings.size(), error.data(), error.size());
    EXPECT_EQ(bench, nullptr);
    return error.data();
}

// Four PEs, a ring of 128 slots; device 8 with 32 events, event e is LPI 8192 + e on PE e mod 4.
struct Booted {
    explicit Booted(std::vector<const char*> settings = { "platform.pes=4",
                                                          "its0.command_queue=4KiB" })
        : bench(itstorm_bench_open(settings.data(), settings.size(), nullptr, 0))
    {
        EXPECT_TRUE(itstorm_bench_boot(bench));
        post({ its_cmd_mapd(device, 5, itstorm_bench_where(bench).ram + 0x70'0000, true) });
        for (std::uint32_t event = 0; event < 32; event++) {
            itstorm_bench_configure_lpi(bench, first_lpi + event, 0xa0, true);
            post({ its_cmd_mapti(device, event, first_lpi + event,
                                 static_cast<std::uint16_t>(event % 4)) });
        }
        settle();
    }
    ~Booted()
    {
        const char* books = itstorm_bench_books(bench);
        EXPECT_EQ(books, nullptr) << books;
        itstorm_bench_close(bench);
    }

    std::size_t post(const std::vector<its_cmd>& commands)
    {
        return itstorm_bench_commands(bench, &commands[0].dw, commands.size());
    }
    void settle() { EXPECT_TRUE(itstorm_bench_run_until_idle(bench, second)); }
    double stat(const char* name)
    {
        double value = -1;
        itstorm_bench_stat(bench, name, &value);
        return value;
    }

    itstorm_bench* bench;
};

TEST(Bench, a_wrong_setting_is_named_with_a_suggestion)
{
    EXPECT_NE(refusal({ "timing.table_raed=100" }).find("table_read"), std::string::npos);
}

TEST(Bench, every_wrong_setting_has_a_line)
{
    const std::string error = refusal({ "platform.pes=0", "its0.command_queue=5KiB" });
    EXPECT_NE(error.find("platform.pes"), std::string::npos) << error;
    EXPECT_NE(error.find("multiple of 4KiB"), std::string::npos) << error;
    EXPECT_NE(error.find('\n'), std::string::npos) << error;
}

TEST(Bench, a_message_becomes_an_interrupt_of_its_pe)
{
    Booted b;
    itstorm_bench_msi(b.bench, device, 3);
    b.settle();
    EXPECT_TRUE(itstorm_bench_irq(b.bench, 3));
    EXPECT_EQ(itstorm_bench_acknowledge(b.bench, 3), first_lpi + 3);
    itstorm_bench_eoi(b.bench, 3, first_lpi + 3);
    b.settle();
    EXPECT_FALSE(itstorm_bench_irq(b.bench, 3));
    EXPECT_EQ(itstorm_bench_acknowledge(b.bench, 3), 1023u);
}

TEST(Bench, what_a_pe_has_acknowledged_is_listed_with_its_time)
{
    Booted b;
    for (std::uint32_t event : { 1u, 5u }) {
        itstorm_bench_msi(b.bench, device, event);
        b.settle();
        itstorm_bench_eoi(b.bench, 1, itstorm_bench_acknowledge(b.bench, 1));
        b.settle();
    }
    std::array<itstorm_bench_ack, 4> list{};
    ASSERT_EQ(itstorm_bench_acknowledged(b.bench, 1, list.data(), list.size()), 2u);
    EXPECT_EQ(list[0].intid, first_lpi + 1);
    EXPECT_EQ(list[1].intid, first_lpi + 5);
    EXPECT_LT(list[0].ps, list[1].ps);
}

TEST(Bench, a_ring_takes_as_many_commands_as_it_has_room_for)
{
    Booted b;
    EXPECT_EQ(b.post(std::vector<its_cmd>(200, its_cmd_sync(0))), 127u);
    b.settle();
    EXPECT_EQ(b.stat("its0.cmdq.occupancy.max"), 127);
    EXPECT_EQ(b.stat("its0.cmdq.full_events"), 1);
}

// A bench has the statistics that the observers of an ITS and a redistributor list.
TEST(Bench, every_counter_of_its_and_redistributors_is_a_statistic_from_the_start)
{
    Booted b;
    std::vector<itstorm::StatInfo> listed;
    itstorm::CmdqObserver::list("its0", listed);
    itstorm::MsiObserver::list_its("its0", listed);
    for (unsigned pe = 0; pe < 4; pe++)
        itstorm::RedistributorObserver::list(pe, listed);
    for (const itstorm::StatInfo& info : listed) {
        const bool is_one = info.name.find('*') == std::string::npos;
        if (info.kind == itstorm::StatKind::Counter && is_one) {
            EXPECT_GE(b.stat(info.name.c_str()), 0) << info.name;
        }
    }
    EXPECT_EQ(b.stat("gicr0.lpi.spilled"), 0);
    EXPECT_EQ(b.stat("its0.msi.dropped.unmapped_device"), 0);
}

// The LPI cache has four lines; of the eight LPIs that are pending in a redistributor, some are
// spilled and come back.
TEST(Bench, spills_and_cache_hits_are_counted)
{
    Booted b({ "platform.pes=4", "timing.lpi_cache_sets=2" });
    for (std::uint32_t event = 0; event < 32; event += 4)
        itstorm_bench_msi(b.bench, device, event);
    b.settle();
    for (int n = 0; n < 8; n++) {
        itstorm_bench_eoi(b.bench, 0, itstorm_bench_acknowledge(b.bench, 0));
        b.settle();
    }
    EXPECT_EQ(b.stat("gicr0.lpi.delivered"), 8);
    EXPECT_GT(b.stat("gicr0.lpi.spilled"), 0);
    EXPECT_GT(b.stat("gicr0.lpi.reloaded"), 0);
    EXPECT_EQ(b.stat("gicr0.lpi.property_hits") + b.stat("gicr0.lpi.property_misses"), 8);
    EXPECT_GT(b.stat("its0.cache.device.hits") + b.stat("its0.cache.device.misses"), 0);
}

TEST(Bench, time_passes_only_in_run)
{
    Booted b;
    const std::uint64_t now = itstorm_bench_now(b.bench);
    b.post({ its_cmd_sync(0) });
    EXPECT_EQ(itstorm_bench_now(b.bench), now);
    itstorm_bench_run(b.bench, 5000);
    EXPECT_EQ(itstorm_bench_now(b.bench), now + 5000);
}

TEST(Bench, settings_change_what_things_cost)
{
    Booted slow({ "platform.pes=4", "timing.sync_round_trip=5000", "timing.command_prefetch=0" });
    const std::uint64_t now = itstorm_bench_now(slow.bench);
    slow.post({ its_cmd_sync(0) });
    slow.settle();
    EXPECT_GE(itstorm_bench_now(slow.bench) - now, 5'000'000u);
}

// Puts the interrupt in Group 1 and enables it, in the frame at `base`, which is that of the
// distributor or one with the same registers; an SPI is routed to PE 0 after reset.
void enable(const Booted& b, std::uint64_t base, std::uint32_t intid)
{
    const std::uint64_t word = base + intid / 32 * 4;
    itstorm_bench_write(b.bench, word + GIC_IGROUPR, 4, 1u << intid % 32);
    itstorm_bench_write(b.bench, word + GIC_ISENABLER, 4, 1u << intid % 32);
}

TEST(Bench, an_spi_wire_interrupts_the_pe_that_it_is_routed_to_until_it_falls)
{
    constexpr std::uint32_t intid = 40;
    Booted b;
    const std::uint64_t gicd = itstorm_bench_where(b.bench).gicd;
    enable(b, gicd, intid);
    itstorm_bench_write(b.bench, gicd + GICD_IROUTER + 8 * intid, 8, 2); // affinity 0.0.0.2
    EXPECT_TRUE(itstorm_bench_spi(b.bench, intid, true));
    b.settle();
    EXPECT_TRUE(itstorm_bench_irq(b.bench, 2));
    EXPECT_EQ(itstorm_bench_acknowledge(b.bench, 2), intid);
    itstorm_bench_eoi(b.bench, 2, intid);
    b.settle();
    EXPECT_TRUE(itstorm_bench_irq(b.bench, 2)) << "the level is still high";
    EXPECT_TRUE(itstorm_bench_spi(b.bench, intid, false));
    b.settle();
    EXPECT_FALSE(itstorm_bench_irq(b.bench, 2));
}

TEST(Bench, a_ppi_wire_interrupts_its_own_pe_alone)
{
    constexpr std::uint32_t intid = INTID_TIMER_VIRT;
    Booted b;
    const std::uint64_t gicr = itstorm_bench_where(b.bench).gicr;
    for (unsigned pe = 0; pe < 4; pe++)
        enable(b, gicr + pe * std::uint64_t{ GICR_STRIDE } + GICR_SGI_BASE, intid);
    EXPECT_TRUE(itstorm_bench_ppi(b.bench, 1, intid, true));
    b.settle();
    for (unsigned pe = 0; pe < 4; pe++)
        EXPECT_EQ(itstorm_bench_irq(b.bench, pe), pe == 1) << pe;
    EXPECT_EQ(itstorm_bench_acknowledge(b.bench, 1), intid);
}

TEST(Bench, wires_that_do_not_exist_are_refused)
{
    Booted b;
    EXPECT_FALSE(itstorm_bench_spi(b.bench, 31, true));
    EXPECT_FALSE(itstorm_bench_spi(b.bench, 32 + 96, true));
    EXPECT_TRUE(itstorm_bench_spi(b.bench, 32 + 95, true));
    EXPECT_FALSE(itstorm_bench_ppi(b.bench, 0, 15, true));
    EXPECT_FALSE(itstorm_bench_ppi(b.bench, 0, 32, true));
    EXPECT_FALSE(itstorm_bench_ppi(b.bench, 4, INTID_TIMER_VIRT, true));
    EXPECT_FALSE(itstorm_bench_ppi(b.bench, 0, INTID_MAINTENANCE, true))
        << "the virtual CPU interface drives it";
}

TEST(Bench, a_list_register_raises_the_virtual_irq_and_the_guest_takes_it)
{
    constexpr std::uint32_t vintid = 8200;
    Booted b;
    const auto set = [&](std::uint16_t sysreg, std::uint64_t value) {
        EXPECT_TRUE(itstorm_bench_msr(b.bench, 1, sysreg, value)) << std::hex << sysreg;
    };
    set(ICH_VMCR_EL2, bits_put(bits_put(0, ICH_VMCR_VPMR, 0xff), ICH_VMCR_VENG1, 1));
    set(ICH_HCR_EL2, ICH_HCR_EN);
    ich_lr pending{};
    pending.state = ICH_LR_PENDING;
    pending.group1 = true;
    pending.priority = 0xa0;
    pending.vintid = vintid;
    set(ICH_LR_EL2(0), ich_lr_store(&pending));
    EXPECT_TRUE(itstorm_bench_virq(b.bench, 1));
    EXPECT_FALSE(itstorm_bench_virq(b.bench, 0));
    EXPECT_FALSE(itstorm_bench_irq(b.bench, 1));

    std::uint64_t taken = 0;
    EXPECT_TRUE(itstorm_bench_guest_mrs(b.bench, 1, ICC_IAR1_EL1, &taken));
    EXPECT_EQ(taken, vintid);
    EXPECT_FALSE(itstorm_bench_virq(b.bench, 1));
    std::uint64_t word = 0;
    itstorm_bench_mrs(b.bench, 1, ICH_LR_EL2(0), &word);
    EXPECT_EQ(ich_lr_load(word).state, ICH_LR_ACTIVE);
    EXPECT_TRUE(itstorm_bench_guest_msr(b.bench, 1, ICC_EOIR1_EL1, vintid));
    itstorm_bench_mrs(b.bench, 1, ICH_LR_EL2(0), &word);
    EXPECT_EQ(ich_lr_load(word).state, ICH_LR_INVALID);
}

TEST(Bench, a_trapped_register_is_refused_to_the_guest)
{
    Booted b;
    std::uint64_t value = 0;
    EXPECT_TRUE(itstorm_bench_guest_mrs(b.bench, 0, ICC_IAR1_EL1, &value));
    itstorm_bench_msr(b.bench, 0, ICH_HCR_EL2, ICH_HCR_EN | ICH_HCR_TALL1);
    EXPECT_FALSE(itstorm_bench_guest_mrs(b.bench, 0, ICC_IAR1_EL1, &value));
    EXPECT_FALSE(itstorm_bench_guest_msr(b.bench, 0, ICC_EOIR1_EL1, 0));
    EXPECT_FALSE(itstorm_bench_guest_mrs(b.bench, 99, ICC_IAR1_EL1, &value));
}

TEST(Bench, accesses_beyond_the_machine_are_refused)
{
    Booted b;
    std::uint64_t value = 0;
    EXPECT_FALSE(itstorm_bench_read(b.bench, 0x10, 4, &value));
    EXPECT_FALSE(itstorm_bench_mrs(b.bench, 4, 0, &value));
    EXPECT_EQ(itstorm_bench_ram(b.bench, 0x10, 1), nullptr);
    EXPECT_FALSE(itstorm_bench_irq(b.bench, 99));
    EXPECT_EQ(b.stat("no.such.statistic"), -1);
}

} // namespace
