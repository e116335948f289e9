// SPDX-License-Identifier: Apache-2.0
// SPIs through the whole GIC: level and edge, messages, routing, preemption, deactivation on
// another PE.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

TEST(Spi, an_edge_reaches_the_pe_it_is_routed_to_after_arbitration_and_stream)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 2);
        b.pulse(64);
        EXPECT_EQ(b.next(2), 64u);
        EXPECT_FALSE(b.irq(0) || b.irq(1) || b.irq(3));
    });
    ASSERT_EQ(b.lines[2]->irq_rises.size(), 1u);
    EXPECT_EQ(b.lines[2]->irq_rises[0], b.presentation);
}

TEST(Spi, two_edges_while_pending_are_one_delivery)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.pulse(64);
        b.pulse(64);
        EXPECT_EQ(b.next(0), 64u);
        b.eoi(0, 64);
        b.settle();
        EXPECT_FALSE(b.irq(0));
    });
}

TEST(Spi, an_edge_while_active_is_delivered_after_the_end)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.pulse(64);
        EXPECT_EQ(b.next(0), 64u);
        b.pulse(64);
        b.settle();
        EXPECT_TRUE(b.spi_bit(GIC_ISACTIVER, 64) && b.spi_bit(GIC_ISPENDR, 64));
        EXPECT_FALSE(b.irq(0));
        b.eoi(0, 64);
        EXPECT_EQ(b.next(0), 64u);
    });
}

TEST(Spi, a_level_spi_comes_again_until_its_wire_falls)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 1);
        b.make_level(64);
        b.gic.spi(64, true);
        EXPECT_EQ(b.next(1), 64u);
        b.eoi(1, 64);
        EXPECT_EQ(b.next(1), 64u);
        b.gic.spi(64, false);
        b.eoi(1, 64);
        b.settle();
        EXPECT_FALSE(b.irq(1));
    });
}

TEST(Spi, a_level_wire_that_falls_before_the_acknowledge_recalls)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 1);
        b.make_level(64);
        b.gic.spi(64, true);
        b.settle();
        ASSERT_TRUE(b.irq(1));
        b.gic.spi(64, false);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(1), 1023u);
    });
}

TEST(Spi, pending_of_a_level_spi_is_the_latch_or_the_wire)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.make_level(64);
        b.write_spi_bit(GIC_ISPENDR, 64);
        b.gic.spi(64, true);
        b.write_spi_bit(GIC_ICPENDR, 64); // the latch alone
        EXPECT_TRUE(b.spi_bit(GIC_ISPENDR, 64));
        b.gic.spi(64, false);
        EXPECT_FALSE(b.spi_bit(GIC_ISPENDR, 64));
    });
}

TEST(Spi, a_message_of_a_level_spi_is_taken_back_by_a_message)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.make_level(64);
        b.write_gicd(GICD_SETSPI_NSR, 64);
        EXPECT_EQ(b.next(0), 64u);
        b.eoi(0, 64);
        b.write_spi_bit(GIC_ICPENDR, 64);
        EXPECT_EQ(b.next(0), 64u); // as if a wire were high
        b.write_gicd(GICD_CLRSPI_NSR, 64);
        b.eoi(0, 64);
        b.settle();
        EXPECT_FALSE(b.irq(0));
    });
}

TEST(Spi, a_new_route_takes_a_pending_spi_along)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.pulse(64);
        b.settle();
        ASSERT_TRUE(b.irq(0));
        b.write_gicd(GICD_IROUTER + 8 * 64, 3, 8);
        EXPECT_FALSE(b.irq(0));
        EXPECT_EQ(b.next(3), 64u);
    });
}

TEST(Spi, an_spi_routed_to_no_pe_stays_pending_until_it_is_routed_to_one)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 4); // there are four PEs, 0 to 3
        b.pulse(64);
        b.settle();
        EXPECT_TRUE(b.spi_bit(GIC_ISPENDR, 64));
        for (unsigned pe = 0; pe < 4; ++pe)
            EXPECT_FALSE(b.irq(pe));
        b.write_gicd(GICD_IROUTER + 8 * 64, 1, 8);
        EXPECT_EQ(b.next(1), 64u);
    });
}

TEST(Spi, a_new_route_while_active_changes_only_what_comes_next)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.pulse(64);
        EXPECT_EQ(b.next(0), 64u);
        b.write_gicd(GICD_IROUTER + 8 * 64, 1, 8);
        b.pulse(64);
        b.eoi(0, 64); // on the PE that took it
        EXPECT_EQ(b.next(1), 64u);
    });
}

TEST(Spi, another_pe_may_deactivate_an_spi)
{
    Bench b;
    b.run_software([&] {
        b.msr(0, ICC_CTLR_EL1, 2);
        b.msr(3, ICC_CTLR_EL1, 2);
        b.bring_up_spi(64, 0);
        b.make_level(64);
        b.gic.spi(64, true);
        EXPECT_EQ(b.next(0), 64u);
        b.eoi(0, 64);
        b.settle();
        EXPECT_FALSE(b.irq(0)); // active, whatever the running priority
        b.msr(3, ICC_DIR_EL1, 64);
        EXPECT_EQ(b.next(0), 64u); // still routed to PE 0
    });
}

TEST(Spi, the_active_state_can_be_written)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.write_spi_bit(GIC_ISACTIVER, 64);
        b.pulse(64);
        b.settle();
        EXPECT_FALSE(b.irq(0));
        b.write_spi_bit(GIC_ICACTIVER, 64);
        EXPECT_EQ(b.next(0), 64u);
    });
}

TEST(Spi, a_new_priority_applies_to_a_pending_spi_and_not_to_an_active_one)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.pulse(64);
        b.settle();
        b.write_gicd(GIC_IPRIORITYR + 64, 0x40, 1);
        EXPECT_EQ(b.next(0), 64u);
        b.write_gicd(GIC_IPRIORITYR + 64, 0x80, 1);
        EXPECT_EQ(b.mrs(0, ICC_RPR_EL1), 0x40u);
    });
}

TEST(Spi, private_shared_and_message_interrupts_compete_by_priority_then_intid)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.set(0, 8195); // all at 0xA0
        b.pulse(64);
        b.gic.ppi(0).ppi(27, true);
        b.settle();
        b.msr(0, ICC_CTLR_EL1, 2); // no deactivation: each is taken once
        for (const std::uint32_t intid : { 27u, 64u, 8195u }) {
            EXPECT_EQ(b.iar(0), intid);
            b.eoi(0, intid);
            b.settle();
        }
        EXPECT_FALSE(b.irq(0));
    });
}

TEST(Spi, a_chain_of_preemptions_unwinds_in_reverse)
{
    Bench b;
    b.run_software([&] {
        const std::uint8_t priorities[] = { 0xc0, 0xa0, 0x58, 0x08, 0x00 };
        for (unsigned n = 0; n < 5; ++n) {
            b.bring_up_spi(64 + n, 0);
            b.write_gicd(GIC_IPRIORITYR + 64 + n, priorities[n], 1);
            b.pulse(64 + n);
            EXPECT_EQ(b.next(0), 64u + n);
        }
        for (unsigned n = 5; n-- > 0;) {
            EXPECT_EQ(b.mrs(0, ICC_RPR_EL1), priorities[n]);
            b.eoi(0, 64 + n);
        }
        EXPECT_EQ(b.mrs(0, ICC_RPR_EL1), 0xffu);
    });
}

TEST(Spi, at_the_lowest_priority_only_a_binary_level_above_it_preempts)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.bring_up_spi(65, 0);
        b.write_gicd(GIC_IPRIORITYR + 64, 0xf0, 1);
        b.write_gicd(GIC_IPRIORITYR + 65, 0xf8, 1); // not below PMR 0xF8
        b.pulse(65);
        b.settle();
        EXPECT_FALSE(b.irq(0));
        EXPECT_EQ(b.mrs(0, ICC_HPPIR1_EL1), 65u);
        b.pulse(64);
        EXPECT_EQ(b.next(0), 64u);
    });
}

TEST(Spi, an_end_of_another_intid_drops_the_priority_and_deactivates_that_intid)
{
    Bench b;
    b.run_software([&] {
        for (const unsigned intid : { 64u, 65u }) {
            b.bring_up_spi(intid, 0);
            b.write_gicd(GIC_IPRIORITYR + intid, intid == 64 ? 0xa0 : 0x40, 1);
            b.pulse(intid);
            EXPECT_EQ(b.next(0), intid);
        }
        b.eoi(0, 64);
        EXPECT_EQ(b.mrs(0, ICC_RPR_EL1), 0xa0u);
        EXPECT_FALSE(b.spi_bit(GIC_ISACTIVER, 64));
        EXPECT_TRUE(b.spi_bit(GIC_ISACTIVER, 65));
    });
}

} // namespace itstorm
