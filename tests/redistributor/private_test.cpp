// SPDX-License-Identifier: Apache-2.0
// SGIs and PPIs through the whole GIC: routing, timers, priority against LPIs, split deactivation.
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::wait;

TEST(Private, CPU14_an_sgi_reaches_the_listed_pe)
{
    Bench b;
    b.run_software([&] {
        b.msr(0, ICC_SGI1R_EL1, 0x05000004); // INTID 5, Aff0 2
        EXPECT_EQ(b.next(2), 5u);
        for (const unsigned pe : { 0u, 1u, 3u })
            EXPECT_EQ(b.iar(pe), 1023u);
    });
    EXPECT_EQ(b.ledger.acknowledged, 0u); // the ledger counts MSIs alone
}

TEST(Private, CPU15_irm_reaches_all_others)
{
    Bench b;
    b.run_software([&] {
        b.msr(1, ICC_SGI1R_EL1, 0x10003000000);
        EXPECT_EQ(b.next(1), 1023u);
        for (const unsigned pe : { 0u, 2u, 3u })
            EXPECT_EQ(b.iar(pe), 3u);
    });
}

TEST(Private, an_sgi_to_an_affinity_without_a_pe_is_lost)
{
    Bench b;
    b.run_software([&] {
        b.msr(0, ICC_SGI1R_EL1, 0x05000010);         // Aff0 4: not there
        b.msr(0, ICC_SGI1R_EL1, 0x05010001);         // Aff1 1
        b.msr(0, ICC_SGI1R_EL1, 0x0001000005000001); // Aff3 1
        b.settle();
        for (unsigned pe = 0; pe < 4; ++pe)
            EXPECT_FALSE(b.irq(pe));
    });
}

TEST(Private, the_range_selector_reaches_higher_aff0)
{
    Bench b(Bench::config_for(20));
    b.run_software([&] {
        b.msr(0, ICC_SGI1R_EL1, 0x100005000004); // RS 1, bit 2: Aff0 18
        EXPECT_EQ(b.next(18), 5u);
        EXPECT_FALSE(b.irq(2));
    });
}

TEST(Private, a_timer_ppi_takes_arbitration_and_stream_and_falls_with_its_wire)
{
    Bench b;
    b.run_software([&] {
        b.gic.ppi(1).ppi(27, true);
        b.settle();
        EXPECT_TRUE(b.irq(1));
        b.gic.ppi(1).ppi(27, false);
        EXPECT_FALSE(b.irq(1)); // recalled at once
        EXPECT_EQ(b.iar(1), 1023u);
    });
    ASSERT_EQ(b.lines[1]->irq_rises.size(), 1u);
    EXPECT_EQ(b.lines[1]->irq_rises[0], b.presentation);
}

TEST(Private, a_level_ppi_comes_again_after_its_end_while_the_wire_is_high)
{
    Bench b;
    b.run_software([&] {
        b.gic.ppi(1).ppi(26, true);
        EXPECT_EQ(b.next(1), 26u);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.read_gicr(1, GICR_ISACTIVER0), 1u << 26);
        b.eoi(1, 26);
        EXPECT_EQ(b.next(1), 26u);
        b.gic.ppi(1).ppi(26, false);
        b.eoi(1, 26);
        b.settle();
        EXPECT_FALSE(b.irq(1));
    });
}

TEST(Private, a_new_priority_recalls_and_presents_again)
{
    Bench b;
    b.run_software([&] {
        b.gic.ppi(1).ppi(27, true);
        b.settle();
        b.write_gicr(1, GICR_IPRIORITYR0 + 27, 0x40, 1);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.next(1), 27u);
        EXPECT_EQ(b.mrs(1, ICC_RPR_EL1), 0x40u);
    });
}

TEST(Private, CPU07_eoi_mode_splits_end_from_deactivation)
{
    Bench b;
    b.run_software([&] {
        b.msr(1, ICC_CTLR_EL1, 2);
        b.gic.ppi(1).ppi(27, true);
        EXPECT_EQ(b.next(1), 27u);
        b.eoi(1, 27);
        b.settle();
        EXPECT_FALSE(b.irq(1)); // still active
        b.msr(1, ICC_DIR_EL1, 27);
        b.settle();
        EXPECT_TRUE(b.irq(1));
    });
}

TEST(Private, CPU08_an_lpi_needs_no_deactivation)
{
    Bench b;
    b.run_software([&] {
        b.msr(1, ICC_CTLR_EL1, 2);
        b.set(1, 8195);
        EXPECT_EQ(b.next(1), 8195u);
        b.eoi(1, 8195);
        b.set(1, 8195);
        EXPECT_EQ(b.next(1), 8195u);
    });
}

TEST(Private, CPU10_a_higher_ppi_preempts_an_lpi)
{
    Bench b;
    b.run_software([&] {
        b.write_gicr(0, GICR_IPRIORITYR0 + 27, 0x40, 1);
        b.set(0, 8195);
        EXPECT_EQ(b.next(0), 8195u);
        b.gic.ppi(0).ppi(27, true);
        EXPECT_EQ(b.next(0), 27u);
        b.eoi(0, 27);
        EXPECT_EQ(b.mrs(0, ICC_RPR_EL1), 0xa0u);
        b.eoi(0, 8195);
        EXPECT_EQ(b.mrs(0, ICC_RPR_EL1), 0xffu);
    });
}

TEST(Private, equal_priority_goes_to_the_lower_intid_also_against_an_lpi)
{
    Bench b;
    b.run_software([&] {
        b.set(0, 8195);
        b.gic.ppi(0).ppi(27, true);
        EXPECT_EQ(b.next(0), 27u);
    });
}

} // namespace itstorm
