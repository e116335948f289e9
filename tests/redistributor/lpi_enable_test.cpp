// SPDX-License-Identifier: Apache-2.0
// Conditions for the delivery of LPIs: mask, group enable, sleep, EnableLPIs with the pending
// table, INTID bits.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::sc_time_stamp;
using sc_core::wait;

TEST(Lpi, RDS27_a_low_priority_needs_an_open_mask)
{
    Bench b;
    b.run_software([&] {
        b.config_byte(8195) = 0xf3;
        b.msr(1, ICC_PMR_EL1, 0xf0);
        b.set(1, 8195);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        b.msr(1, ICC_PMR_EL1, 0xff);
        EXPECT_EQ(b.iar(1), 8195u);
        EXPECT_EQ(b.mrs(1, ICC_RPR_EL1), 0xf0u);
    });
}

TEST(Lpi, RDS29_the_distributors_group_enable_gates_forwarding)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        EXPECT_TRUE(b.irq(1));
        b.write_gicd(GICD_CTLR, 1);
        b.settle(); // the LPI is recalled
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(1), 1023u);
        b.write_gicd(GICD_CTLR, 3);
        EXPECT_EQ(b.next(1), 8195u);
    });
}

TEST(Lpi, RDS19_RDS20_a_sleeping_redistributor_holds_its_interrupts)
{
    Bench b;
    b.run_software([&] {
        b.write_gicr(1, GICR_WAKER, 2);
        EXPECT_EQ(b.read_gicr(1, GICR_WAKER), 6u);
        b.set(1, 8195);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        b.write_gicr(1, GICR_WAKER, 0);
        EXPECT_EQ(b.read_gicr(1, GICR_WAKER), 0u);
        EXPECT_EQ(b.next(1), 8195u);
    });
}

TEST(Lpi, RDS07_pending_bits_in_memory_are_loaded_when_lpis_are_enabled)
{
    Bench b;
    b.run_software([&] {
        b.lpis_off(1);
        b.set_memory_bit(1, 8195);
        b.set_memory_bit(1, 65535);
        b.config_byte(65535) = 0xb3;
        b.lpis_on(1, false);
        EXPECT_EQ(b.next(1), 8195u);
        b.eoi(1, 8195);
        EXPECT_EQ(b.next(1), 65535u);
    });
}

// The load reads the piece with INTID 60000 late.
TEST(Lpi, clear_during_the_load_clears_a_bit_that_is_still_in_memory)
{
    Bench b;
    b.run_software([&] {
        b.lpis_off(1);
        b.set_memory_bit(1, 60000);
        b.set_memory_bit(1, 60001);
        b.config_byte(60000) = b.config_byte(60001) = 0xa3;
        b.lpis_on(1, false);
        b.gic.clear(1, 60000);
        EXPECT_EQ(b.next(1), 60001u);
        b.eoi(1, 60001);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        b.lpis_off(1);
        EXPECT_FALSE(b.memory_bit(1, 60000));
    });
}

TEST(Lpi, movall_during_the_load_moves_an_lpi_that_is_still_in_memory)
{
    Bench b;
    b.run_software([&] {
        b.lpis_off(1);
        b.set_memory_bit(1, 60000);
        b.config_byte(60000) = 0xa3;
        b.lpis_on(1, false);
        b.gic.move_all(1, 2);
        EXPECT_EQ(b.next(2), 60000u);
        b.settle();
        EXPECT_FALSE(b.irq(1));
    });
}

TEST(Lpi, RDS08_ptz_is_trusted)
{
    Bench b;
    b.run_software([&] {
        b.lpis_off(1);
        b.set_memory_bit(1, 8195);
        b.lpis_on(1, true);
        b.settle();
        EXPECT_FALSE(b.irq(1));
    });
}

TEST(Lpi, RDS09_RDS10_disabling_writes_pending_bits_back_and_enabling_loads_them)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        b.set(1, 9000); // accepted, not stored yet
        b.lpis_off(1);
        EXPECT_EQ(b.read_gicr(1, GICR_CTLR), 6u); // RWP=0, IR, CES
        EXPECT_FALSE(b.irq(1));
        EXPECT_TRUE(b.memory_bit(1, 8195));
        EXPECT_TRUE(b.memory_bit(1, 9000));
        EXPECT_FALSE(b.memory_bit(1, 8196));
        b.write_gicr(1, GICR_CTLR, 1); // PTZ counts for one enabling alone: the table is loaded now
        EXPECT_EQ(b.next(1), 8195u);
        b.eoi(1, 8195);
        b.lpis_off(1);
        EXPECT_FALSE(b.memory_bit(1, 8195)); // delivered since
        EXPECT_TRUE(b.memory_bit(1, 9000));
    });
}

TEST(Lpi, disabling_that_is_not_built_leaves_ces_at_zero_and_enable_lpis_set)
{
    RedistributorConfig config = Bench::config_for(2);
    config.lpis_can_be_disabled = false;
    Bench b(config);
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        EXPECT_EQ(b.read_gicr(1, GICR_CTLR), 5u); // IR, LPIs on
        b.write_gicr(1, GICR_CTLR, 0);
        EXPECT_EQ(b.read_gicr(1, GICR_CTLR), 5u);
        EXPECT_EQ(b.iar(1), 8195u);
    });
}

// As after kexec: LPIs are on with the tables of the old kernel, which the new one cannot replace.
TEST(Lpi, disabling_that_is_not_built_leaves_the_tables_in_place)
{
    RedistributorConfig config = Bench::config_for(2);
    config.lpis_can_be_disabled = false;
    Bench b(config);
    b.run_software([&] {
        const std::uint64_t before = b.read_gicr(1, GICR_PROPBASER, 8);
        b.write_gicr(1, GICR_CTLR, 0);
        b.write_gicr(1, GICR_PROPBASER, 0x300000 | 15, 8);
        EXPECT_EQ(b.read_gicr(1, GICR_PROPBASER, 8), before);
        b.set(1, 8195); // by the old configuration table
        EXPECT_EQ(b.next(1), 8195u);
    });
}

TEST(Lpi, disabling_wakes_a_waiting_sender_and_a_waiting_sync)
{
    Bench b;
    b.run_software([&] {
        for (std::uint32_t n = 0; n < b.config.lpi_credits; ++n)
            b.set(1, 9000 + n);
        bool synced = false;
        b.add_thread([&] {
            b.gic.sync(1);
            synced = true;
        });
        b.add_thread([&] {
            wait(cycles(10));
            b.lpis_off(1);
        });
        sim::wait(b.gic.lpi_room(1));
        EXPECT_EQ(sc_time_stamp(), cycles(10));
        EXPECT_EQ(b.gic.set_lpi(1, 9100, 0), LpiAnswer::LpisOff);
        wait(cycles(1));
        EXPECT_TRUE(synced);
    });
}

TEST(Lpi, a_read_that_ends_after_disabling_changes_nothing)
{
    Bench b;
    unsigned reads = 0;
    b.gic.probes.property_read.attach([&](const PropertyReadFact&) { ++reads; });
    b.run_software([&] {
        b.set(1, 8195);
        wait(cycles(50));
        b.lpis_off(1);
        b.lpis_on(1, true);
        wait(b.property_read);
        EXPECT_EQ(reads, 0u);
        EXPECT_EQ(b.gic.lpis_in_flight(), 0u);
        b.set(1, 8195);
        EXPECT_EQ(b.next(1), 8195u);
    });
}

TEST(Lpi, RDS12_too_few_intid_bits_mean_no_lpi)
{
    Bench b;
    b.run_software([&] {
        b.lpis_off(1);
        b.write_gicr(1, GICR_PROPBASER, Bench::config_table | 12, 8);
        b.write_gicr(1, GICR_CTLR, 1);
        EXPECT_EQ(b.gic.set_lpi(1, 8192, 0), LpiAnswer::OutOfRange);
    });
}

TEST(Lpi, RDS13_RDS14_more_intid_bits_than_the_distributors_act_as_those)
{
    Bench b;
    b.run_software([&] {
        b.lpis_off(1);
        b.write_gicr(1, GICR_PROPBASER, Bench::config_table | 31, 8);
        b.write_gicr(1, GICR_CTLR, 1);
        EXPECT_EQ(b.gic.set_lpi(1, 65536, 0), LpiAnswer::OutOfRange);
        b.config_byte(65535) = 0xa3;
        b.set(1, 65535);
        EXPECT_EQ(b.next(1), 65535u);
    });
}

TEST(Lpi, level_facts_follow_the_pending_lpis)
{
    Bench b;
    std::vector<std::uint32_t> level;
    b.gic.probes.lpi_level.attach([&](const LpiLevelFact& fact) { level.push_back(fact.pending); });
    b.run_software([&] {
        b.set(1, 8195);
        b.set(1, 8196);
        EXPECT_EQ(b.next(1), 8196u);
    });
    EXPECT_EQ(level, (std::vector<std::uint32_t>{ 1, 2, 1 }));
}

} // namespace itstorm
