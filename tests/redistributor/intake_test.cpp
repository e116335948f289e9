// SPDX-License-Identifier: Apache-2.0
// How a redistributor takes LPIs: latency, credits, property reads at once, merging, what SYNC
// waits for.
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::sc_time;
using sc_core::sc_time_stamp;
using sc_core::wait;

TEST(Intake, an_uncached_lpi_takes_property_read_and_arbitration_and_stream)
{
    Bench b;
    sc_time sent;
    b.run_software([&] {
        wait(cycles(1000));
        sent = sc_time_stamp();
        b.set(1, 8195);
    });
    ASSERT_EQ(b.lines[1]->irq_rises.size(), 1u);
    EXPECT_EQ(b.lines[1]->irq_rises[0] - sent, b.property_read + b.presentation);
}

TEST(Intake, a_cached_lpi_takes_arbitration_and_stream)
{
    Bench b;
    sc_time sent;
    b.run_software([&] {
        b.set(1, 8195);
        EXPECT_EQ(b.next(1), 8195u);
        b.eoi(1, 8195);
        sent = sc_time_stamp();
        b.set(1, 8195);
    });
    ASSERT_EQ(b.lines[1]->irq_rises.size(), 2u);
    EXPECT_EQ(b.lines[1]->irq_rises[1] - sent, b.presentation);
}

TEST(Intake, the_interrupt_is_there_on_time_and_not_one_picosecond_earlier)
{
    Bench b;
    b.run_software([&] {
        const sc_time ps(1, sc_core::SC_PS);
        b.set(1, 8195);
        wait(b.property_read + b.presentation - ps);
        EXPECT_EQ(b.iar(1), 1023u);
        wait(ps + ps);
        EXPECT_EQ(b.iar(1), 8195u);
    });
}

TEST(Intake, takes_no_time_when_all_costs_are_zero)
{
    RedistributorConfig ideal = Bench::config_for(1);
    ideal.property_read = ideal.arbitration = ideal.stream = 0;
    ideal.lpi_credits = ideal.property_reads = 0;
    Bench b(ideal);
    b.run_software([&] {
        for (std::uint32_t n = 0; n < 1000; ++n) // no limit either
            b.set(0, 9000 + n);
        b.set(0, 8195);
    });
    ASSERT_EQ(b.lines[0]->irq_rises.size(), 1u);
    EXPECT_EQ(b.lines[0]->irq_rises[0], sc_core::SC_ZERO_TIME);
}

TEST(Intake, the_pending_bit_is_set_when_the_read_ends)
{
    Bench b;
    std::vector<sc_time> stored;
    b.gic.probes.lpi_stored.attach([&](const LpiStoredFact& fact) {
        EXPECT_EQ(fact.target, 2u);
        EXPECT_EQ(fact.intid, 8195u);
        EXPECT_EQ(fact.serial, 1u);
        EXPECT_FALSE(fact.merged);
        stored.push_back(sc_time_stamp());
    });
    b.run_software([&] { b.set(2, 8195); });
    ASSERT_EQ(stored.size(), 1u);
    EXPECT_EQ(stored[0], b.property_read);
}

TEST(Intake, a_read_returns_what_memory_holds_when_it_ends)
{
    Bench b;
    b.run_software([&] {
        b.config_byte(8195) = 0xa2; // disabled
        b.set(1, 8195);
        wait(b.property_read - cycles(1));
        b.config_byte(8195) = 0x23; // enabled at 0x20
        EXPECT_EQ(b.next(1), 8195u);
        EXPECT_EQ(b.mrs(1, ICC_RPR_EL1), 0x20u);
    });
}

TEST(Intake, an_lpi_without_credit_is_refused_until_one_is_stored)
{
    Bench b;
    b.run_software([&] {
        for (std::uint32_t n = 0; n < b.config.lpi_credits; ++n)
            b.set(1, 9000 + n);
        EXPECT_EQ(b.gic.set_lpi(1, 9100, 0), LpiAnswer::WouldBlock);
        EXPECT_EQ(b.gic.set_lpi(2, 9100, 0), LpiAnswer::Taken); // credits are per redistributor
        sim::wait(b.gic.lpi_room(1));
        EXPECT_EQ(sc_time_stamp(), b.property_read);
        EXPECT_EQ(b.gic.set_lpi(1, 9100, 0), LpiAnswer::Taken);
    });
}

TEST(Intake, reads_at_most_property_reads_configurations_at_once)
{
    RedistributorConfig config = Bench::config_for(1);
    config.lpi_credits = 8;
    config.property_reads = 3;
    Bench b(config);
    std::vector<sc_time> read;
    b.gic.probes.property_read.attach(
        [&](const PropertyReadFact&) { read.push_back(sc_time_stamp()); });
    b.run_software([&] {
        for (std::uint32_t n = 0; n < 7; ++n)
            b.set(0, 9000 + n);
    });
    const sc_time once = b.property_read;
    EXPECT_EQ(read,
              (std::vector<sc_time>{ once, once, once, 2 * once, 2 * once, 2 * once, 3 * once }));
}

TEST(Intake, one_read_serves_two_msis_of_an_lpi_and_the_second_merges)
{
    Bench b;
    unsigned reads = 0;
    std::vector<bool> merged;
    b.gic.probes.property_read.attach([&](const PropertyReadFact&) { ++reads; });
    b.gic.probes.lpi_stored.attach(
        [&](const LpiStoredFact& fact) { merged.push_back(fact.merged); });
    b.run_software([&] {
        b.set(1, 8195);
        wait(cycles(10));
        b.set(1, 8195);
    });
    EXPECT_EQ(reads, 1u);
    EXPECT_EQ(merged, (std::vector<bool>{ false, true }));
    EXPECT_EQ(b.ledger.merged_in_redistributor, 1u);
}

TEST(Intake, TRN08_an_lpi_that_is_pending_merges_at_once_and_is_delivered_once)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        b.set(1, 8195);
        EXPECT_EQ(b.ledger.merged_in_redistributor, 1u);
        EXPECT_EQ(b.iar(1), 8195u);
        b.eoi(1, 8195);
        EXPECT_EQ(b.next(1), 1023u);
    });
}

TEST(Intake, TRN11_TRN12_an_lpi_out_of_range_or_with_lpis_off_is_refused)
{
    RedistributorConfig config = Bench::config_for(1);
    config.lpi_id_bits = 15;
    Bench b(config);
    b.run_software([&] {
        EXPECT_EQ(b.gic.set_lpi(0, 8191, 0), LpiAnswer::OutOfRange);
        EXPECT_EQ(b.gic.set_lpi(0, 32768, 0), LpiAnswer::OutOfRange);
        EXPECT_EQ(b.gic.set_lpi(0, 32767, 0), LpiAnswer::Taken);
        b.lpis_off(0);
        EXPECT_EQ(b.gic.set_lpi(0, 8195, 0), LpiAnswer::LpisOff);
    });
}

TEST(Intake, sync_returns_when_everything_before_it_is_stored)
{
    Bench b;
    b.run_software([&] {
        b.gic.sync(1); // nothing outstanding: at once
        EXPECT_EQ(sc_time_stamp(), sc_core::SC_ZERO_TIME);
        b.set(1, 9000);
        wait(cycles(30));
        b.set(1, 9001);
        b.gic.sync(1);
        EXPECT_EQ(sc_time_stamp(), cycles(30) + b.property_read);
        EXPECT_EQ(b.gic.lpis_in_flight(), 2u);
    });
}

TEST(Intake, sync_of_one_redistributor_does_not_wait_for_another)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 9000);
        b.gic.sync(2);
        EXPECT_EQ(sc_time_stamp(), sc_core::SC_ZERO_TIME);
    });
}

TEST(Intake, sync_ends_under_a_permanent_storm)
{
    RedistributorConfig config = Bench::config_for(1);
    config.property_reads = 1;
    Bench b(config);
    const std::uint32_t stored_before_sync = 500;
    bool stop = false;
    b.add_thread([&] { // every INTID is new, so that each needs a property read
        wait(cycles(1));
        for (std::uint32_t intid = 9000; !stop && intid < 60000; ++intid)
            while (b.gic.set_lpi(0, intid, 0) == LpiAnswer::WouldBlock)
                sim::wait(b.gic.lpi_room(0));
    });
    b.run_software([&] {
        wait(b.property_read * stored_before_sync);
        const sc_time begin = sc_time_stamp();
        b.gic.sync(0);
        EXPECT_LE(sc_time_stamp() - begin, b.property_read * config.lpi_credits);
        EXPECT_GT(sc_time_stamp(), begin);
        stop = true;
    });
}

TEST(Intake, sync_is_not_cut_short_by_a_later_read_that_ends_first)
{
    RedistributorConfig config = Bench::config_for(1);
    config.property_reads = 1;
    Bench b(config);
    b.run_software([&] {
        b.set(0, 8195);
        b.gic.sync(0);
        std::vector<std::uint32_t> stored;
        b.gic.probes.lpi_stored.attach([&](const LpiStoredFact& f) { stored.push_back(f.intid); });
        for (std::uint32_t n = 0; n < 4; ++n)
            b.set(0, 9000 + n);
        b.add_thread(
            [&] { b.gic.invalidate(0, 8195); }); // after SYNC has begun; it gets the next turn
        b.gic.sync(0);
        EXPECT_EQ(stored, (std::vector<std::uint32_t>{ 9000, 9001, 9002, 9003 }));
    });
}

TEST(Intake, sync_waits_for_a_second_read_that_a_later_invalidation_has_taken_over)
{
    RedistributorConfig config = Bench::config_for(1);
    config.property_reads = 1;
    Bench b(config);
    b.run_software([&] {
        for (const std::uint32_t intid : { 8193u, 8194u, 8195u })
            b.set(0, intid);
        b.settle();
        EXPECT_TRUE(b.irq(0));
        b.config_byte(8195) = 0xa2;
        b.gic.invalidate_all(0);
        // The INV comes before the walk of the INVALL over the pending LPIs has reached 8195.
        b.add_thread([&] { b.gic.invalidate(0, 8195); });
        b.gic.sync(0);
        EXPECT_FALSE(b.irq(0));
    });
}

// With one property read at a time and LPIs queued, the second read of a pending LPI waits for the
// running read and one more.
TEST(Intake, invalidations_and_new_lpis_take_turns)
{
    RedistributorConfig config = Bench::config_for(1);
    config.property_reads = 1;
    Bench b(config);
    b.run_software([&] {
        b.set(0, 8195);
        b.gic.sync(0);
        for (std::uint32_t n = 0; n < 4; ++n)
            b.set(0, 9000 + n);
        const sc_time begin = sc_time_stamp();
        sc_time reread;
        b.gic.probes.property_read.attach([&](const PropertyReadFact& fact) {
            if (fact.intid == 8195)
                reread = sc_time_stamp();
        });
        b.gic.invalidate(0, 8195);
        b.gic.sync(0);
        EXPECT_LE(reread - begin, 3 * b.property_read);
        EXPECT_EQ(sc_time_stamp() - begin, 5 * b.property_read); // SYNC waits for all five
    });
}

} // namespace itstorm
