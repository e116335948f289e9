// SPDX-License-Identifier: Apache-2.0
// Group 0 through the whole GIC: FIQ, acknowledge and end by the Group 0 registers, SGIs of either
// group.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

namespace {

// SPI 64 is of Group 0 and routed to PE 0, whose Group 0 is enabled.
void bring_up_group0(Bench& b)
{
    b.bring_up_spi(64, 0);
    b.write_gicd(GIC_IGROUPR + 8, 0);
    b.msr(0, ICC_IGRPEN0_EL1, 1);
}

} // namespace

TEST(Group0, signals_fiq_and_is_taken_by_its_own_registers)
{
    Bench b;
    b.run_software([&] {
        bring_up_group0(b);
        b.pulse(64);
        b.settle();
        EXPECT_TRUE(b.fiq(0));
        EXPECT_FALSE(b.irq(0));
        EXPECT_EQ(b.iar(0), 1023u);
        EXPECT_EQ(b.mrs(0, ICC_HPPIR1_EL1), 1023u);
        EXPECT_EQ(b.mrs(0, ICC_HPPIR0_EL1), 64u);
        EXPECT_EQ(b.mrs(0, ICC_IAR0_EL1), 64u);
        EXPECT_FALSE(b.fiq(0));
        b.msr(0, ICC_EOIR0_EL1, 64);
        EXPECT_FALSE(b.spi_bit(GIC_ISACTIVER, 64));
    });
}

TEST(Group0, hides_a_lower_group_1_interrupt_only_while_it_is_enabled)
{
    Bench b;
    b.run_software([&] {
        bring_up_group0(b);
        b.write_gicd(GIC_IPRIORITYR + 64, 0x20, 1);
        b.set(0, 8195);
        b.pulse(64);
        b.settle();
        EXPECT_EQ(b.mrs(0, ICC_HPPIR0_EL1), 64u);
        EXPECT_FALSE(b.irq(0));
        b.msr(0, ICC_IGRPEN0_EL1, 0);
        EXPECT_EQ(b.next(0), 8195u);
        b.msr(0, ICC_IGRPEN0_EL1, 1);
        b.settle();
        EXPECT_TRUE(b.fiq(0)); // preempts
    });
}

TEST(Group0, has_an_enable_of_its_own_in_the_distributor)
{
    Bench b;
    b.run_software([&] {
        bring_up_group0(b);
        b.write_gicd(GICD_CTLR, 2);
        b.pulse(64);
        b.settle();
        EXPECT_FALSE(b.fiq(0));
        b.write_gicd(GICD_CTLR, 3);
        b.settle();
        EXPECT_TRUE(b.fiq(0));
    });
}

TEST(Group0, recalls_and_presents_again_an_spi_that_changes_its_group)
{
    Bench b;
    b.run_software([&] {
        bring_up_group0(b);
        b.pulse(64);
        b.settle();
        b.write_gicd(GIC_IGROUPR + 8, 1);
        EXPECT_FALSE(b.fiq(0));
        EXPECT_EQ(b.next(0), 64u);
    });
}

TEST(Group0, sgis_can_be_requested_by_all_three_registers)
{
    Bench b;
    b.run_software([&] {
        b.write_gicr(1, GICR_IGROUPR0, ~(1u << 5));
        b.msr(1, ICC_IGRPEN0_EL1, 1);
        for (const std::uint16_t sysreg : { ICC_SGI0R_EL1, ICC_ASGI1R_EL1, ICC_SGI1R_EL1 }) {
            b.msr(0, sysreg, 0x05000002);
            b.settle();
            EXPECT_EQ(b.mrs(1, ICC_IAR0_EL1), 5u);
            b.msr(1, ICC_EOIR0_EL1, 5);
        }
    });
}

TEST(Group0, registers_cannot_request_an_sgi_of_group_1)
{
    Bench b;
    b.run_software([&] {
        b.msr(0, ICC_SGI0R_EL1, 0x05000002);
        b.msr(0, ICC_ASGI1R_EL1, 0x05000002);
        b.settle();
        EXPECT_FALSE(b.irq(1) || b.fiq(1));
        EXPECT_EQ(b.read_gicr(1, GICR_ISPENDR0), 0u);
        b.msr(0, ICC_SGI1R_EL1, 0x05000002);
        EXPECT_EQ(b.next(1), 5u);
    });
}

} // namespace itstorm
