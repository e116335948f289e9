// SPDX-License-Identifier: Apache-2.0
// CLEAR, DISCARD and MOVI of an LPI in its redistributor: pending, about to be stored, or at the
// CPU interface already; the books and the facts. INV and MAP name conformance rows.
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::wait;

namespace {

// The facts that the redistributors have stated about clears and moves, in order.
struct Story : testing::Test {
    Bench b;
    std::vector<std::string> facts;

    Story()
    {
        b.gic.probes.lpi_cleared.attach([this](const LpiClearedFact& fact) {
            facts.push_back("cleared " + std::to_string(fact.intid) + " at " +
                            std::to_string(fact.target));
        });
        b.gic.probes.lpi_moved.attach([this](const LpiMovedFact& fact) {
            facts.push_back("moved " + std::to_string(fact.intid) + " from " +
                            std::to_string(fact.from) + " to " + std::to_string(fact.to) +
                            (fact.merged ? ", merged" : ""));
        });
    }
    void mask(unsigned pe) { b.msr(pe, ICC_PMR_EL1, 0); }
    void unmask(unsigned pe) { b.msr(pe, ICC_PMR_EL1, 0xff); }
    // Pending at `pe` because its table says so, not by an MSI.
    void load_pending(unsigned pe, std::uint32_t intid)
    {
        b.lpis_off(pe);
        b.set_memory_bit(pe, intid);
        b.lpis_on(pe, false);
        b.settle();
    }
    void expect_books_closed()
    {
        EXPECT_EQ(b.ledger.msis_sent, b.ledger.acknowledged + b.ledger.merged_in_redistributor +
                                          b.ledger.cleared + b.gic.lpis_in_flight());
    }
};

using Clear = Story;
using Move = Story;
using MoveAll = Story;

TEST_F(Clear, INV03_a_pending_lpi_is_gone_and_booked)
{
    b.play([&] {
        mask(1);
        b.set(1, 8195);
        b.settle();
        b.gic.clear(1, 8195);
        unmask(1);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(1), 1023u);
        EXPECT_EQ(b.ledger.cleared, 1u);
        EXPECT_EQ(b.gic.lpis_in_flight(), 0u);
    });
    EXPECT_EQ(facts, std::vector<std::string>{ "cleared 8195 at 1" });
}

TEST_F(Clear, INV04_what_is_not_pending_is_no_error)
{
    b.play([&] {
        b.gic.clear(1, 8195);
        b.gic.clear(1, 7);       // no LPI
        b.gic.clear(1, 0x10000); // beyond the range
        EXPECT_EQ(b.ledger.cleared, 0u);
    });
    EXPECT_TRUE(facts.empty());
}

TEST_F(Clear, INV05_one_at_the_cpu_interface_is_recalled_at_once)
{
    b.play([&] {
        b.set(1, 8195);
        b.settle();
        ASSERT_TRUE(b.irq(1));
        b.gic.clear(1, 8195);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.mrs(1, ICC_HPPIR1_EL1), 1023u);
        EXPECT_EQ(b.iar(1), 1023u);
    });
}

TEST_F(Clear, one_on_its_way_to_the_cpu_interface_does_not_arrive)
{
    b.play([&] {
        b.set(1, 8195);
        wait(b.property_read + b.presentation - cycles(1));
        b.gic.clear(1, 8195);
        b.settle();
        EXPECT_FALSE(b.irq(1));
    });
}

TEST_F(Clear, accepted_and_not_yet_stored_is_gone_as_well_and_gives_its_credits_back)
{
    b.play([&] {
        for (unsigned n = 0; n < b.config.lpi_credits; ++n)
            b.set(1, 8195); // all wait for one configuration byte
        EXPECT_EQ(b.gic.set_lpi(1, 8196, 1), LpiAnswer::WouldBlock);
        b.gic.clear(1, 8195);
        b.set(1, 8196); // there is room again
        EXPECT_EQ(b.next(1), 8196u);
        b.eoi(1, 8196);
        EXPECT_EQ(b.next(1), 1023u);
        EXPECT_EQ(b.ledger.cleared, 1u);
        EXPECT_EQ(b.ledger.merged_in_redistributor, b.config.lpi_credits - 1);
        expect_books_closed();
    });
}

TEST_F(Clear, who_waits_for_room_is_told)
{
    bool went_on = false;
    b.play([&] {
        for (unsigned n = 0; n < b.config.lpi_credits; ++n)
            b.set(1, 8195);
        b.also([&] {
            sim::wait(b.gic.lpi_room(1));
            went_on = true;
        });
        wait(cycles(1));
        b.gic.clear(1, 8195);
        wait(cycles(1));
        EXPECT_TRUE(went_on);
    });
}

TEST_F(Clear, an_lpi_that_comes_afterwards_is_delivered) // MAP-25
{
    b.play([&] {
        b.set(1, 8195); // its configuration byte is on its way
        b.gic.clear(1, 8195);
        b.set(1, 8195);
        EXPECT_EQ(b.next(1), 8195u);
        expect_books_closed();
    });
}

TEST_F(Clear, a_bit_that_memory_gave_is_not_booked)
{
    b.play([&] {
        load_pending(1, 8195);
        b.gic.clear(1, 8195);
        EXPECT_EQ(b.next(1), 1023u);
        EXPECT_EQ(b.ledger.cleared, 0u);
        b.set(1, 8195); // and it is forgotten where it came from
        EXPECT_EQ(b.next(1), 8195u);
        EXPECT_EQ(b.ledger.acknowledged, 1u);
    });
    EXPECT_TRUE(facts.empty());
}

TEST_F(Clear, the_next_best_takes_its_place)
{
    b.play([&] {
        b.set(0, 8195); // 0xa0
        b.set(0, 8196); // 0x80
        b.settle();
        EXPECT_EQ(b.mrs(0, ICC_HPPIR1_EL1), 8196u);
        b.gic.clear(0, 8196);
        wait(b.presentation + cycles(1));
        EXPECT_EQ(b.iar(0), 8195u);
    });
}

TEST_F(Move, MAP27_a_pending_lpi_is_delivered_at_its_new_place_only)
{
    b.play([&] {
        mask(1);
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        b.settle();
        unmask(1);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(0), 8195u);
        EXPECT_EQ(b.ledger.acknowledged, 1u);
        expect_books_closed();
    });
    EXPECT_EQ(facts, std::vector<std::string>{ "moved 8195 from 1 to 0" });
}

TEST_F(Move, one_at_the_cpu_interface_is_recalled)
{
    b.play([&] {
        b.set(1, 8195);
        b.settle();
        ASSERT_TRUE(b.irq(1));
        b.gic.move(1, 8195, 0);
        EXPECT_FALSE(b.irq(1));
        b.settle();
        EXPECT_TRUE(b.irq(0));
    });
}

TEST_F(Move, the_new_place_reads_the_configuration_itself)
{
    b.play([&] {
        std::vector<unsigned> reads;
        b.gic.probes.property_read.attach(
            [&](const PropertyReadFact& fact) { reads.push_back(fact.target); });
        mask(1);
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        wait(b.property_read + b.presentation - cycles(1));
        EXPECT_FALSE(b.irq(0));
        wait(cycles(2));
        EXPECT_TRUE(b.irq(0));
        EXPECT_EQ(reads, (std::vector<unsigned>{ 1, 0 }));
    });
}

TEST_F(Move, sync_waits_until_it_is_at_its_new_place)
{
    b.play([&] {
        mask(1);
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        const sc_core::sc_time before = sc_core::sc_time_stamp();
        b.gic.sync(0);
        EXPECT_EQ(sc_core::sc_time_stamp() - before, b.property_read + b.presentation);
    });
}

TEST_F(Move, accepted_and_not_yet_stored_moves_as_well)
{
    b.play([&] {
        b.set(1, 8195);
        b.gic.move(1, 8195, 0);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(0), 8195u);
        expect_books_closed();
    });
}

TEST_F(Move, merges_with_the_same_lpi_at_its_new_place)
{
    b.play([&] {
        b.set(1, 8195);
        b.set(0, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        b.settle();
        EXPECT_EQ(b.ledger.merged_in_redistributor, 1u);
        EXPECT_EQ(b.iar(0), 8195u);
        b.eoi(0, 8195);
        EXPECT_EQ(b.next(0), 1023u);
        expect_books_closed();
    });
    EXPECT_EQ(facts, std::vector<std::string>{ "moved 8195 from 1 to 0, merged" });
}

TEST_F(Move, what_a_new_target_with_lpis_off_does_not_take_stays_and_is_delivered_where_it_is)
{
    b.play([&] {
        b.lpis_off(0);
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        EXPECT_TRUE(b.irq(1));
        EXPECT_EQ(b.iar(1), 8195u);
        EXPECT_EQ(b.ledger.cleared, 0u);
        expect_books_closed();
        EXPECT_FALSE(b.memory_bit(0, 8195));
    });
    EXPECT_TRUE(facts.empty());
}

// PE0 has 14 INTID bits: MOVALL brings it 8195, and leaves the other where it is.
TEST_F(MoveAll, what_is_beyond_the_range_of_the_new_target_stays)
{
    b.play([&] {
        mask(1);
        b.lpis_off(0);
        b.write_gicr(0, GICR_PROPBASER, Bench::config_table | 13, 8);
        b.write_gicr(0, GICR_CTLR, GICR_CTLR_ENABLE_LPIS);
        b.set(1, 8195);
        b.set(1, 16384);
        b.settle();
        b.gic.move_all(1, 0);
        b.gic.move(1, 16384, 0); // and MOVI does the same
        EXPECT_FALSE(b.gic.lpi_pending(1, 8195));
        EXPECT_TRUE(b.gic.lpi_pending(0, 8195));
        EXPECT_TRUE(b.gic.lpi_pending(1, 16384));
        expect_books_closed();
    });
    EXPECT_EQ(facts, std::vector<std::string>{ "moved 8195 from 1 to 0" });
}

TEST_F(Move, a_bit_that_memory_gave_moves_uncounted)
{
    b.play([&] {
        load_pending(1, 8195);
        b.gic.move(1, 8195, 0);
        EXPECT_EQ(b.next(0), 8195u);
        EXPECT_EQ(b.ledger.acknowledged, 0u);
        EXPECT_EQ(b.gic.lpis_in_flight(), 0u);
    });
}

TEST_F(Move, an_msi_that_merges_with_a_bit_that_memory_gave_is_booked_once)
{
    b.play([&] {
        load_pending(0, 8195);
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        EXPECT_EQ(b.ledger.merged_in_redistributor, 1u);
        EXPECT_EQ(b.next(0), 8195u);
        expect_books_closed();
    });
}

TEST_F(MoveAll, MAP31_everything_that_is_pending_is_at_its_new_place)
{
    b.play([&] {
        mask(0);
        mask(1);
        load_pending(1, 8200);
        b.set(1, 8195);
        b.settle();
        b.config_byte(8201) = 0xa1;
        b.set(1, 8201); // not stored yet
        EXPECT_EQ(b.gic.move_all_time(1, 0), cycles(3 * b.config.move_all_lpi));
        b.gic.move_all(1, 0);
        for (const std::uint32_t intid : { 8195u, 8200u, 8201u }) {
            EXPECT_FALSE(b.gic.lpi_pending(1, intid));
            EXPECT_TRUE(b.gic.lpi_pending(0, intid));
        }
        b.settle();
        expect_books_closed();
    });
}

TEST_F(MoveAll, MAP35_merges_what_is_pending_at_both)
{
    b.play([&] {
        mask(0);
        mask(1);
        b.set(0, 8195);
        b.set(1, 8195);
        b.settle();
        b.gic.move_all(1, 0);
        unmask(0);
        unmask(1);
        EXPECT_EQ(b.next(0), 8195u);
        EXPECT_EQ(b.iar(0), 1023u);
        EXPECT_FALSE(b.irq(1));
        expect_books_closed();
    });
    EXPECT_EQ(facts, std::vector<std::string>{ "moved 8195 from 1 to 0, merged" });
}

TEST_F(MoveAll, MAP34_nothing_moves_to_where_lpis_are_off)
{
    b.play([&] {
        mask(1);
        b.set(1, 8195);
        b.settle();
        b.lpis_off(0);
        EXPECT_EQ(b.gic.move_all_time(1, 0), sc_core::SC_ZERO_TIME);
        b.gic.move_all(1, 0);
        EXPECT_TRUE(b.gic.lpi_pending(1, 8195));
        expect_books_closed();
    });
    EXPECT_TRUE(facts.empty());
}

TEST_F(Move, MAP28_to_its_own_place_changes_nothing)
{
    b.play([&] {
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 1);
        EXPECT_TRUE(b.irq(1));
        EXPECT_EQ(b.iar(1), 8195u);
    });
    EXPECT_TRUE(facts.empty());
}

TEST_F(Move, it_needs_no_credit)
{
    b.play([&] {
        b.set(1, 8195);
        b.settle();
        for (std::uint32_t n = 0; n < b.config.lpi_credits; ++n)
            b.set(0, 9000 + n);
        b.gic.move(1, 8195, 0);
        EXPECT_EQ(b.gic.lpis_in_flight(), b.config.lpi_credits + 1u);
        EXPECT_EQ(b.next(0), 8195u);
    });
}

} // namespace

} // namespace itstorm
