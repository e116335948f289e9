// SPDX-License-Identifier: Apache-2.0
// The configuration of LPIs: cached until INV or INVALL, read again, and its effect on a presented
// LPI.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::sc_time_stamp;
using sc_core::wait;

TEST(Lpi, INV07_INV08_a_disabled_lpi_stays_pending_until_enabled_again)
{
    Bench b;
    b.run_software([&] {
        b.config_byte(8195) = 0xa2;
        b.gic.invalidate(1, 8195);
        b.gic.sync(1);
        b.set(1, 8195);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.gic.lpis_in_flight(), 1u);
        b.config_byte(8195) = 0xa3;
        b.gic.invalidate(1, 8195);
        b.gic.sync(1);
        EXPECT_EQ(b.next(1), 8195u);
    });
}

TEST(Lpi, without_inv_the_old_configuration_is_used)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        EXPECT_EQ(b.next(1), 8195u);
        b.eoi(1, 8195);
        b.config_byte(8195) = 0xa2;
        b.set(1, 8195);
        b.settle();
        EXPECT_TRUE(b.irq(1));
    });
}

TEST(Lpi, INV09_a_new_priority_is_used_after_inv_and_sync)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        b.config_byte(8195) = 0x23;
        b.gic.invalidate(1, 8195);
        b.gic.sync(1);
        EXPECT_EQ(b.next(1), 8195u);
        EXPECT_EQ(b.mrs(1, ICC_RPR_EL1), 0x20u);
    });
}

TEST(Lpi, is_recalled_when_a_configuration_that_disables_it_arrives)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        EXPECT_TRUE(b.irq(1));
        b.config_byte(8195) = 0xa2;
        b.gic.invalidate(1, 8195);
        wait(b.property_read - cycles(1));
        EXPECT_TRUE(b.irq(1)); // the old value may be used until then
        b.gic.sync(1);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(1), 1023u);
    });
}

TEST(Lpi, INV10_INV14_invall_reads_every_pending_lpi_again)
{
    Bench b;
    b.run_software([&] {
        for (std::uint32_t intid = 9000; intid < 9020; ++intid) { // disabled: pending only
            while (b.gic.set_lpi(1, intid, 0) == LpiAnswer::WouldBlock)
                sim::wait(b.gic.lpi_room(1));
        }
        b.gic.sync(1);
        EXPECT_FALSE(b.irq(1));
        for (std::uint32_t intid = 9000; intid < 9020; ++intid)
            b.config_byte(intid) = 0xa3;
        const auto begin = sc_time_stamp();
        b.gic.invalidate_all(1);
        b.gic.sync(1);
        EXPECT_EQ(sc_time_stamp() - begin, 20 / b.config.property_reads * b.property_read);
        for (std::uint32_t intid = 9000; intid < 9020; ++intid) {
            EXPECT_EQ(b.next(1), intid);
            b.eoi(1, intid);
        }
    });
}

TEST(Lpi, a_flush_takes_a_cycle_a_line_and_nothing_while_lpis_are_off)
{
    Bench b;
    EXPECT_EQ(b.gic.invalidate_all_time(1), sc_core::SC_ZERO_TIME);
    b.run_software(
        [&] { EXPECT_EQ(b.gic.invalidate_all_time(1), cycles(2 * b.config.lpi_cache_sets)); });
}

TEST(Lpi, a_scan_reads_the_whole_table_in_32_bytes)
{
    RedistributorConfig config = Bench::config_for(4);
    config.invall = InvallMode::Scan;
    Bench b(config);
    b.run_software(
        [&] { EXPECT_EQ(b.gic.invalidate_all_time(1), (65536 - 8192) / 32 * b.property_read); });
}

TEST(Lpi, invall_drops_bytes_of_lpis_that_are_not_pending_without_a_read)
{
    Bench b;
    unsigned reads = 0;
    b.run_software([&] {
        b.set(1, 8195);
        EXPECT_EQ(b.next(1), 8195u);
        b.eoi(1, 8195);
        b.gic.probes.property_read.attach([&](const PropertyReadFact&) { ++reads; });
        b.gic.invalidate_all(1);
        b.gic.sync(1);
        EXPECT_EQ(reads, 0u);
        b.config_byte(8195) = 0xa2;
        b.set(1, 8195);
        b.settle();
        EXPECT_EQ(reads, 1u);
        EXPECT_FALSE(b.irq(1));
    });
}

TEST(Lpi, more_lpis_of_one_set_than_ways_miss_every_time)
{
    RedistributorConfig config = Bench::config_for(1);
    config.lpi_cache_sets = 8;
    Bench b(config);
    unsigned hits = 0, misses = 0;
    b.gic.probes.property_look_up.attach(
        [&](const PropertyLookUpFact& fact) { ++(fact.hit ? hits : misses); });
    const auto use = [&](std::uint32_t intid) {
        b.config_byte(intid) = 0xa3;
        b.set(0, intid);
        EXPECT_EQ(b.next(0), intid);
        b.eoi(0, intid);
    };
    b.run_software([&] {
        for (unsigned round = 0; round < 4; ++round)
            for (const std::uint32_t intid : { 9000u, 9008u, 9016u })
                use(intid);
        EXPECT_EQ(misses, 12u);
        for (unsigned round = 0; round < 4; ++round)
            for (const std::uint32_t intid : { 9001u, 9009u })
                use(intid);
        EXPECT_EQ(misses, 14u);
        EXPECT_EQ(hits, 6u);
    });
}

} // namespace itstorm
