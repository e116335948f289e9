// SPDX-License-Identifier: Apache-2.0
// LPIs from pending to end of interrupt: priorities, acknowledge, preemption.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::sc_time_stamp;
using sc_core::wait;

TEST(Lpi, CPU05_CPU06_is_acknowledged_and_ended)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        EXPECT_TRUE(b.irq(1));
        EXPECT_EQ(b.mrs(1, ICC_HPPIR1_EL1), 8195u);
        EXPECT_EQ(b.iar(1), 8195u);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.mrs(1, ICC_HPPIR1_EL1), 1023u);
        EXPECT_EQ(b.mrs(1, ICC_RPR_EL1), 0xa0u);
        b.eoi(1, 8195);
        EXPECT_EQ(b.mrs(1, ICC_RPR_EL1), 0xffu);
    });
}

TEST(Lpi, CPU01_nothing_pending_is_acknowledged_as_1023)
{
    Bench b;
    std::vector<std::uint32_t> acknowledged;
    b.gic.probes.acknowledged.attach(
        [&](const AcknowledgedFact& fact) { acknowledged.push_back(fact.intid); });
    b.run_software([&] { EXPECT_EQ(b.iar(1), 1023u); });
    EXPECT_EQ(acknowledged, std::vector<std::uint32_t>{ 1023u });
}

TEST(Lpi, CPU04_hppir_ignores_pmr)
{
    Bench b;
    b.run_software([&] {
        b.msr(1, ICC_PMR_EL1, 0);
        b.set(1, 8195);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.mrs(1, ICC_HPPIR1_EL1), 8195u);
        EXPECT_EQ(b.iar(1), 1023u);
        b.msr(1, ICC_PMR_EL1, 0xff);
        EXPECT_TRUE(b.irq(1)); // at once: the decision is the CPU interface's
    });
}

TEST(Lpi, CPU13_with_group_1_off_there_is_no_interrupt)
{
    Bench b;
    b.run_software([&] {
        b.msr(1, ICC_IGRPEN1_EL1, 0);
        b.set(1, 8195);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(1), 1023u);
        EXPECT_EQ(b.mrs(1, ICC_HPPIR1_EL1), 1023u);
    });
}

TEST(Lpi, TRN09_set_again_while_it_runs_is_delivered_after_its_end)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        EXPECT_EQ(b.next(1), 8195u);
        b.set(1, 8195);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        b.eoi(1, 8195);
        EXPECT_TRUE(b.irq(1)); // it has been waiting at the CPU interface
        EXPECT_EQ(b.iar(1), 8195u);
    });
    EXPECT_EQ(b.ledger.acknowledged, 2u);
    EXPECT_EQ(b.ledger.merged_in_redistributor, 0u);
}

TEST(Lpi, TRN10_a_higher_priority_preempts)
{
    Bench b;
    b.run_software([&] {
        b.set(0, 8195);
        EXPECT_EQ(b.next(0), 8195u);
        b.set(0, 8196); // 0x80
        b.settle();
        EXPECT_TRUE(b.irq(0));
        EXPECT_EQ(b.iar(0), 8196u);
        EXPECT_EQ(b.mrs(0, ICC_RPR_EL1), 0x80u);
        b.eoi(0, 8196);
        EXPECT_EQ(b.mrs(0, ICC_RPR_EL1), 0xa0u);
    });
}

TEST(Lpi, RDS26_equal_priorities_go_by_lowest_intid)
{
    Bench b;
    b.run_software([&] {
        b.config_byte(8196) = 0xa3;
        b.set(0, 8196);
        b.set(0, 8195);
        EXPECT_EQ(b.next(0), 8195u);
        b.eoi(0, 8195);
        EXPECT_EQ(b.next(0), 8196u);
    });
}

TEST(Lpi, of_higher_priority_replaces_the_presented_one)
{
    Bench b;
    b.run_software([&] {
        b.set(0, 8195);
        b.settle();
        EXPECT_EQ(b.mrs(0, ICC_HPPIR1_EL1), 8195u);
        b.set(0, 8196);
        wait(b.property_read + b.presentation - cycles(1));
        EXPECT_EQ(b.mrs(0, ICC_HPPIR1_EL1), 8195u);
        wait(cycles(2));
        EXPECT_EQ(b.iar(0), 8196u);
    });
    EXPECT_EQ(b.lines[0]->irq_rises.size(), 1u); // the line stays up while they change
}

TEST(Lpi, after_an_acknowledge_the_next_needs_arbitration_and_stream)
{
    Bench b;
    b.run_software([&] {
        b.config_byte(8196) = 0x83;
        b.set(0, 8195);
        b.set(0, 8196);
        EXPECT_EQ(b.next(0), 8196u);
        b.eoi(0, 8196);
        wait(b.presentation - cycles(1));
        EXPECT_EQ(b.iar(0), 1023u);
        wait(cycles(1) + sc_core::sc_time(1, sc_core::SC_PS));
        EXPECT_EQ(b.iar(0), 8195u);
    });
}

TEST(Lpi, RDS25_after_its_end_is_neither_pending_nor_active)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        EXPECT_EQ(b.next(1), 8195u);
        b.eoi(1, 8195);
        b.lpis_off(1);
        EXPECT_FALSE(b.memory_bit(1, 8195));
        EXPECT_EQ(b.read_gicr(1, GICR_ISACTIVER0), 0u);
    });
}

} // namespace itstorm
