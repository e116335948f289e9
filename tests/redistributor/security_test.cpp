// SPDX-License-Identifier: Apache-2.0
// A GIC with two Security states, as Non-secure software sees it.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

namespace {

RedistributorConfig two_states()
{
    RedistributorConfig config = Bench::config_for(2);
    config.security_states = 2;
    return config;
}

} // namespace

TEST(Security, the_distributor_shows_the_non_secure_view)
{
    Bench b(two_states());
    b.run_software([&] {
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x12u); // ARE_NS, EnableGrp1A; 0x3 was written
        EXPECT_EQ(b.read_gicd(GICD_TYPER) >> 10 & 1, 1u);
    });
}

TEST(Security, every_interrupt_is_of_group_1_and_groups_cannot_be_seen)
{
    Bench b(two_states());
    b.run_software([&] {
        b.write_gicd(GIC_IGROUPR + 8, 0);
        EXPECT_EQ(b.read_gicd(GIC_IGROUPR + 8), 0u);
        EXPECT_EQ(b.read_gicr(0, GICR_IGROUPR0), 0u);
        b.bring_up_spi(64, 0);
        b.pulse(64);
        EXPECT_EQ(b.next(0), 64u);
    });
}

TEST(Security, priorities_show_the_lower_half_shifted_left)
{
    Bench b(two_states());
    b.run_software([&] {
        EXPECT_EQ(b.read_gicd(GIC_IPRIORITYR + 64), 0u);
        b.bring_up_spi(64, 0); // writes 0xA0: 0xD0
        EXPECT_EQ(b.read_gicd(GIC_IPRIORITYR + 64, 1), 0xa0u);
        b.pulse(64);
        EXPECT_EQ(b.next(0), 64u);
        EXPECT_EQ(b.mrs(0, ICC_RPR_EL1), 0xa0u);
        EXPECT_EQ(b.mrs(0, ICC_AP1R0_EL1), 1u << 26);
    });
}

TEST(Security, lpis_and_spis_keep_their_order_of_priority)
{
    Bench b(two_states());
    b.run_software([&] {
        b.bring_up_spi(64, 0); // 0xA0
        b.set(0, 8196);        // 0x80
        b.pulse(64);
        EXPECT_EQ(b.next(0), 8196u);
        EXPECT_EQ(b.mrs(0, ICC_RPR_EL1), 0x80u);
    });
}

TEST(Security, there_are_no_group_0_registers)
{
    Bench b(two_states());
    b.run_software([&] {
        std::uint64_t value;
        CpuInterfaceIf& cpu = b.gic.cpu_interface(0);
        EXPECT_FALSE(cpu.read(ICC_IAR0_EL1, value));
        EXPECT_FALSE(cpu.read(ICC_HPPIR0_EL1, value));
        EXPECT_FALSE(cpu.write(ICC_EOIR0_EL1, 64));
        EXPECT_FALSE(cpu.read(ICC_IGRPEN0_EL1, value));
    });
}

TEST(Security, only_the_non_secure_sgi_register_reaches_anyone)
{
    Bench b(two_states());
    b.run_software([&] {
        b.msr(0, ICC_SGI0R_EL1, 0x05000002);
        b.msr(0, ICC_ASGI1R_EL1, 0x05000002);
        EXPECT_EQ(b.next(1), 1023u);
        b.msr(0, ICC_SGI1R_EL1, 0x05000002);
        EXPECT_EQ(b.next(1), 5u);
    });
}

TEST(Security, more_than_two_states_are_refused)
{
    RedistributorConfig config = two_states();
    config.security_states = 3;
    EXPECT_THROW(Bench b(config), std::invalid_argument);
}

} // namespace itstorm
