// SPDX-License-Identifier: Apache-2.0
// INV and INVALL across redistributors: which others they reach besides their target, which of them
// drop or read again a configuration byte, and for which of them SYNC waits.
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::wait;

namespace {

using Targets = std::vector<unsigned>;

struct Invalidation : testing::Test {
    Bench b;
    std::vector<unsigned> reads; // targets that have read a configuration byte, in order

    Invalidation()
    {
        b.gic.probes.property_read.attach(
            [this](const PropertyReadFact& fact) { reads.push_back(fact.target); });
        b.gic.map_collection(its, 0, 0);
        b.gic.map_collection(its, 1, 1);
        b.gic.map_lpi(8195, its, 1);
    }
    // Delivers the LPI at `pe`, which caches its configuration byte.
    void deliver(unsigned pe, std::uint32_t intid = 8195)
    {
        b.set(pe, intid);
        EXPECT_EQ(b.next(pe), intid);
        b.eoi(pe, intid);
    }
    void mask(unsigned pe) { b.msr(pe, ICC_PMR_EL1, 0); }

    const unsigned its = b.gic.add_its();
};

} // namespace

TEST_F(Invalidation, inv_reaches_its_target_alone_if_no_other_redistributor_knows_the_lpi)
{
    b.run_software([&] {
        deliver(1);
        deliver(0, 8196);
        EXPECT_EQ(b.gic.others(1, 8195), Targets{});
    });
}

TEST_F(Invalidation, inv_reaches_redistributors_that_have_the_byte_cached)
{
    b.run_software([&] {
        deliver(1);
        deliver(2);
        EXPECT_EQ(b.gic.others(0, 8195), (Targets{ 1, 2 }));
        b.config_byte(8195) = 0xa2;
        b.gic.invalidate(0, 8195);
        EXPECT_EQ(b.gic.others(0, 8195), Targets{});
        b.set(2, 8195);
        b.settle();
        EXPECT_FALSE(b.irq(2));
    });
}

TEST_F(Invalidation, inv_makes_a_redistributor_with_the_lpi_pending_read_again_before_its_sync_ends)
{
    b.run_software([&] {
        mask(2);
        b.set(2, 8195);
        b.settle();
        b.config_byte(8195) = 0xa2;
        b.gic.invalidate(0, 8195);
        EXPECT_EQ(b.gic.others(0, 8195), Targets{ 2 }); // 8195 is pending there
        const sc_core::sc_time before = sc_core::sc_time_stamp();
        b.gic.sync(2);
        EXPECT_EQ(sc_core::sc_time_stamp() - before, b.property_read);
        b.msr(2, ICC_PMR_EL1, 0xff);
        b.settle();
        EXPECT_FALSE(b.irq(2));
        EXPECT_TRUE(b.gic.lpi_pending(2, 8195));
    });
}

TEST_F(Invalidation, inv_reaches_a_redistributor_that_is_reading_the_byte)
{
    b.run_software([&] {
        b.set(2, 8195);
        wait(b.property_read / 2);
        EXPECT_EQ(b.gic.others(0, 8195), Targets{ 2 });
    });
}

TEST_F(Invalidation, a_move_takes_the_byte_from_the_old_target)
{
    b.run_software([&] {
        deliver(1);
        b.gic.move(1, 8195, 0);
        EXPECT_EQ(b.gic.others(0, 8195), Targets{});
        reads.clear();
        b.set(1, 8195);
        b.settle();
        EXPECT_EQ(reads, std::vector<unsigned>{ 1 });
    });
}

TEST_F(Invalidation, a_read_that_ends_after_the_move_is_reached)
{
    b.run_software([&] {
        b.set(1, 8195); // its byte is on its way
        b.gic.move(1, 8195, 0);
        b.gic.map_lpi(8195, its, 0);
        EXPECT_EQ(b.gic.others(0), Targets{ 1 });
        b.settle();
        EXPECT_EQ(b.gic.others(0, 8195), Targets{ 1 });
    });
}

TEST_F(Invalidation,
       invall_reaches_its_target_alone_while_every_lpi_is_at_the_target_of_its_collection)
{
    b.run_software([&] {
        deliver(1);
        b.gic.map_lpi(8196, its, 0);
        deliver(0, 8196);
        EXPECT_EQ(b.gic.others(1), Targets{});
        b.gic.invalidate_all(1);
        reads.clear();
        deliver(0, 8196);
        EXPECT_EQ(reads, std::vector<unsigned>{}); // PE 0 has kept the byte
    });
}

TEST_F(Invalidation, invall_reaches_the_old_target_of_a_collection_until_it_has_no_lpi_left)
{
    b.run_software([&] {
        mask(1);
        b.set(1, 8195);
        b.settle();
        b.gic.map_collection(its, 1, 2);
        EXPECT_EQ(b.gic.others(2), Targets{ 1 });
        b.gic.invalidate_all(2);
        EXPECT_EQ(b.gic.others(2), Targets{ 1 }); // 8195 is pending there and read again
        b.settle();
        b.gic.clear(1, 8195);
        b.gic.invalidate_all(2);
        EXPECT_EQ(b.gic.others(2), Targets{});
    });
}

TEST_F(Invalidation, invall_reaches_the_redistributor_to_which_movall_has_moved_an_lpi)
{
    b.run_software([&] {
        mask(1);
        mask(3);
        b.set(1, 8195);
        b.settle();
        b.gic.move_all(1, 3);
        EXPECT_EQ(b.gic.others(1), Targets{ 3 });
    });
}

TEST_F(Invalidation, a_redistributor_with_lpis_off_is_not_reached)
{
    b.run_software([&] {
        mask(2);
        b.set(2, 8195);
        b.settle();
        b.lpis_off(2);
        EXPECT_EQ(b.gic.others(0, 8195), Targets{});
        b.gic.invalidate_all(0);
        EXPECT_EQ(b.gic.others(0), Targets{});
    });
}

} // namespace itstorm
