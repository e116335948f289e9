// SPDX-License-Identifier: Apache-2.0
// What CLEAR and DISCARD do to an LPI in its redistributor: one that is pending, about to be
// stored, or at the CPU interface; and how the ledger and the probes record it. INV and MAP name
// conformance rows.
#include "clears_and_moves.h"

namespace itstorm {

namespace {

using sc_core::wait;

using Clear = ClearsAndMoves;

TEST_F(Clear, INV03_removes_a_pending_lpi_and_books_it)
{
    b.run_software([&] {
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

TEST_F(Clear, INV04_of_an_intid_that_is_not_pending_does_nothing)
{
    b.run_software([&] {
        b.gic.clear(1, 8195);
        b.gic.clear(1, 7);       // no LPI
        b.gic.clear(1, 0x10000); // beyond the range
        EXPECT_EQ(b.ledger.cleared, 0u);
    });
    EXPECT_TRUE(facts.empty());
}

TEST_F(Clear, INV05_recalls_an_lpi_from_the_cpu_interface_at_once)
{
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        ASSERT_TRUE(b.irq(1));
        b.gic.clear(1, 8195);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.mrs(1, ICC_HPPIR1_EL1), 1023u);
        EXPECT_EQ(b.iar(1), 1023u);
    });
}

TEST_F(Clear, stops_an_lpi_on_its_way_to_the_cpu_interface)
{
    b.run_software([&] {
        b.set(1, 8195);
        wait(b.property_read + b.presentation - cycles(1));
        b.gic.clear(1, 8195);
        b.settle();
        EXPECT_FALSE(b.irq(1));
    });
}

TEST_F(Clear, removes_accepted_lpis_that_are_not_stored_yet_and_returns_their_credits)
{
    b.run_software([&] {
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
        EXPECT_TRUE(b.ledger_balances());
    });
}

TEST_F(Clear, wakes_a_sender_that_waits_for_room)
{
    bool went_on = false;
    b.run_software([&] {
        for (unsigned n = 0; n < b.config.lpi_credits; ++n)
            b.set(1, 8195);
        b.add_thread([&] {
            sim::wait(b.gic.lpi_room(1));
            went_on = true;
        });
        wait(cycles(1));
        b.gic.clear(1, 8195);
        wait(cycles(1));
        EXPECT_TRUE(went_on);
    });
}

TEST_F(Clear, does_not_affect_an_lpi_set_afterwards) // MAP-25
{
    b.run_software([&] {
        b.set(1, 8195); // its configuration byte is on its way
        b.gic.clear(1, 8195);
        b.set(1, 8195);
        EXPECT_EQ(b.next(1), 8195u);
        EXPECT_TRUE(b.ledger_balances());
    });
}

TEST_F(Clear, of_a_pending_bit_loaded_from_memory_is_not_booked)
{
    b.run_software([&] {
        load_pending(1, 8195);
        b.gic.clear(1, 8195);
        EXPECT_EQ(b.next(1), 1023u);
        EXPECT_EQ(b.ledger.cleared, 0u);
        b.set(1, 8195); // this one is an MSI
        EXPECT_EQ(b.next(1), 8195u);
        EXPECT_EQ(b.ledger.acknowledged, 1u);
    });
    EXPECT_TRUE(facts.empty());
}

TEST_F(Clear, of_the_presented_lpi_presents_the_next_best)
{
    b.run_software([&] {
        b.set(0, 8195); // 0xa0
        b.set(0, 8196); // 0x80
        b.settle();
        EXPECT_EQ(b.mrs(0, ICC_HPPIR1_EL1), 8196u);
        b.gic.clear(0, 8196);
        wait(b.presentation + cycles(1));
        EXPECT_EQ(b.iar(0), 8195u);
    });
}

} // namespace

} // namespace itstorm
