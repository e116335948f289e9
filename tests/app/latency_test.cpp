// SPDX-License-Identifier: Apache-2.0
// The latency that each profile predicts for one interrupt in an idle system, from "the message has
// left the link" to "IAR has returned", is a sum of named costs. The part from the memory system to
// the IRQ line is measured on the models of the GIC; the parts of the link and of the PE are read
// from their configuration.
#include "app_support.h"
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "arch/intid.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/sysreg.h"
#include "bare_metal/bare_metal.h"
#include "common/simulated_time.h"
#include <cstring>
#include <gtest/gtest.h>

namespace itstorm {

namespace {

using sc_core::sc_time;

constexpr std::uint64_t ram = AddressMap::ram;
constexpr std::uint64_t device_table = ram + 0x10'0000, collection_table = ram + 0x20'0000;
constexpr std::uint64_t ring = ram + 0x30'0000, itt = ram + 0x40'0000;
constexpr std::uint64_t config_table = ram + 0x50'0000, pending_table = ram + 0x60'0000;

SocConfig profile(const std::string& name)
{
    return scenario_of(good(), { "platform.profile=" + name }).soc;
}

// A machine with one PE and one device of 32 events; event 0 is LPI 8192.
class Latency {
public:
    explicit Latency(const SocConfig& config) : config_(config), gic_("gic", config)
    {
        gic_.redistributors.probes.irq_line.attach([this](const IrqLineFact& fact) {
            if (fact.level)
                raised_ = sim::now();
        });
        gic_.run(sc_core::SC_ZERO_TIME);
        boot();
    }

    // Delivers one message of the event and ends its interrupt. Returns the time from its arrival
    // at the ITS to the IRQ.
    std::uint64_t hardware_ps(std::uint32_t event)
    {
        const sc_time sent = sim::now();
        gic_.send(1, event);
        settle();
        EXPECT_TRUE(gic_.irq(0));
        std::uint64_t intid = 0;
        gic_.cpu_interface(0).read(ICC_IAR1_EL1, intid);
        EXPECT_EQ(intid, INTID_LPI_FIRST + event);
        gic_.cpu_interface(0).write(ICC_EOIR1_EL1, intid);
        settle();
        gic_.run(sc_time(10, sc_core::SC_US)); // until the interrupt has ended
        return (raised_ - sent).value();
    }

    // The same, plus the times of the link before it and of the PE after it.
    double whole_ns(std::uint32_t event)
    {
        const FunctionConfig& function = config_.functions.at(0);
        const double gic_ns = 1e9 / static_cast<double>(config_.gic_hz);
        const double pe_ns = 1e9 / static_cast<double>(config_.pe_hz);
        return static_cast<double>(function.link.oneway_ps + hardware_ps(event)) / 1e3 +
               config_.pe.irq_entry * gic_ns + config_.pe.iar_read * pe_ns;
    }

private:
    void write(std::uint64_t pa, unsigned bytes, std::uint64_t value)
    {
        EXPECT_TRUE(gic_.write(pa, bytes, value));
    }
    void settle() { gic_.run_until_idle(sc_time(1, sc_core::SC_MS)); }

    void boot()
    {
        write(AddressMap::gicd + GICD_CTLR, 4, GICD_CTLR_ARE | GICD_CTLR_ENABLE_GRP1);
        write(AddressMap::gicr + GICR_WAKER, 4, 0);
        write(AddressMap::gicr + GICR_PROPBASER, 8, config_table | 15);
        write(AddressMap::gicr + GICR_PENDBASER, 8, bit(62) | pending_table);
        write(AddressMap::gicr + GICR_CTLR, 4, GICR_CTLR_ENABLE_LPIS);
        gic_.cpu_interface(0).write(ICC_PMR_EL1, 0xff);
        gic_.cpu_interface(0).write(ICC_IGRPEN1_EL1, 1);
        std::memset(gic_.ram(config_table, 32), 0xa3, 32);
        write(AddressMap::gits + GITS_BASER0, 8, bit(63) | device_table | 2u << 8);
        write(AddressMap::gits + GITS_BASER1, 8, bit(63) | collection_table | 2u << 8);
        write(AddressMap::gits + GITS_CBASER, 8, bit(63) | ring | 15);
        write(AddressMap::gits + GITS_CTLR, 4, GITS_CTLR_ENABLED);
        std::vector<its_cmd> commands{ its_cmd_mapc(0, 0, true), its_cmd_mapd(1, 5, itt, true) };
        for (std::uint32_t event = 0; event < 2; event++)
            commands.push_back(its_cmd_mapti(1, event, INTID_LPI_FIRST + event, 0));
        std::memcpy(gic_.ram(ring, commands.size() * sizeof(its_cmd)), commands.data(),
                    commands.size() * sizeof(its_cmd));
        write(AddressMap::gits + GITS_CWRITER, 8, commands.size() * sizeof(its_cmd));
        settle();
        EXPECT_EQ(gic_.commands_in_ring(), 0u);
    }

    const SocConfig config_;
    BareMetal gic_;
    sc_time raised_;
};

// With all table entries and the LPI's configuration in caches.
double warm_ns(const SocConfig& config)
{
    Latency latency(config);
    latency.whole_ns(0);
    return latency.whole_ns(0);
}

// Without caches in the ITS, and with an LPI that the redistributor has not cached.
double cold_ns(SocConfig config)
{
    ItsConfig& its = config.its.at(0).config;
    its.device_cache_sets = its.event_cache_sets = its.collection_cache_sets = 0;
    return Latency(config).whole_ns(0);
}

} // namespace

TEST(Latency, a_warm_server_takes_the_sum_of_named_costs)
{
    EXPECT_NEAR(warm_ns(profile("server")), 300 + 10 + 4 + 14 + 25 + 40, 0.01);
}

TEST(Latency, a_warm_embedded_one_takes_the_sum_of_named_costs)
{
    EXPECT_NEAR(warm_ns(profile("embedded")), 500 + 24 + 12 + 38 + 60 + 80, 0.01);
}

TEST(Latency, server_cold_is_three_tables_and_a_property_more)
{
    EXPECT_NEAR(cold_ns(profile("server")), 393 + 4 * 100, 0.01);
}

TEST(Latency, embedded_cold_is_three_tables_and_a_property_more)
{
    EXPECT_NEAR(cold_ns(profile("embedded")), 714 + 4 * 150, 0.01);
}

} // namespace itstorm
