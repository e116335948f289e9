// SPDX-License-Identifier: Apache-2.0
// What MOVI and MOVALL do to an LPI in the redistributors that it leaves and reaches; and how the
// ledger and the probes record it. MAP names conformance rows.
#include "arch/gicr_regs.h"
#include "clears_and_moves.h"

namespace itstorm {

namespace {

using sc_core::wait;

using Move = ClearsAndMoves;
using MoveAll = ClearsAndMoves;

TEST_F(Move, MAP27_delivers_a_pending_lpi_at_its_new_target_only)
{
    b.run_software([&] {
        mask(1);
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        b.settle();
        unmask(1);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(0), 8195u);
        EXPECT_EQ(b.ledger.acknowledged, 1u);
        EXPECT_TRUE(b.ledger_balances());
    });
    EXPECT_EQ(facts, std::vector<std::string>{ "moved 8195 from 1 to 0" });
}

TEST_F(Move, recalls_an_lpi_from_the_old_cpu_interface)
{
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        ASSERT_TRUE(b.irq(1));
        b.gic.move(1, 8195, 0);
        EXPECT_FALSE(b.irq(1));
        b.settle();
        EXPECT_TRUE(b.irq(0));
    });
}

TEST_F(Move, makes_the_new_target_read_the_configuration_itself)
{
    b.run_software([&] {
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

TEST_F(Move, is_awaited_by_a_sync_of_the_new_target)
{
    b.run_software([&] {
        mask(1);
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        const sc_core::sc_time before = sc_core::sc_time_stamp();
        b.gic.sync(0);
        EXPECT_EQ(sc_core::sc_time_stamp() - before, b.property_read + b.presentation);
    });
}

TEST_F(Move, takes_along_an_accepted_lpi_that_is_not_stored_yet)
{
    b.run_software([&] {
        b.set(1, 8195);
        b.gic.move(1, 8195, 0);
        b.settle();
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(0), 8195u);
        EXPECT_TRUE(b.ledger_balances());
    });
}

TEST_F(Move, merges_with_the_same_lpi_pending_at_the_new_target)
{
    b.run_software([&] {
        b.set(1, 8195);
        b.set(0, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        b.settle();
        EXPECT_EQ(b.ledger.merged_in_redistributor, 1u);
        EXPECT_EQ(b.iar(0), 8195u);
        b.eoi(0, 8195);
        EXPECT_EQ(b.next(0), 1023u);
        EXPECT_TRUE(b.ledger_balances());
    });
    EXPECT_EQ(facts, std::vector<std::string>{ "moved 8195 from 1 to 0, merged" });
}

TEST_F(Move, to_a_target_with_lpis_off_leaves_the_lpi_where_it_is)
{
    b.run_software([&] {
        b.lpis_off(0);
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        EXPECT_TRUE(b.irq(1));
        EXPECT_EQ(b.iar(1), 8195u);
        EXPECT_EQ(b.ledger.cleared, 0u);
        EXPECT_TRUE(b.ledger_balances());
        EXPECT_FALSE(b.memory_bit(0, 8195));
    });
    EXPECT_TRUE(facts.empty());
}

TEST_F(Move, of_a_pending_bit_loaded_from_memory_is_not_booked)
{
    b.run_software([&] {
        load_pending(1, 8195);
        b.gic.move(1, 8195, 0);
        EXPECT_EQ(b.next(0), 8195u);
        EXPECT_EQ(b.ledger.acknowledged, 0u);
        EXPECT_EQ(b.gic.lpis_in_flight(), 0u);
    });
}

TEST_F(Move, onto_a_pending_bit_loaded_from_memory_books_one_merge)
{
    b.run_software([&] {
        load_pending(0, 8195);
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 0);
        EXPECT_EQ(b.ledger.merged_in_redistributor, 1u);
        EXPECT_EQ(b.next(0), 8195u);
        EXPECT_TRUE(b.ledger_balances());
    });
}

TEST_F(Move, MAP28_to_its_own_target_changes_nothing)
{
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        b.gic.move(1, 8195, 1);
        EXPECT_TRUE(b.irq(1));
        EXPECT_EQ(b.iar(1), 8195u);
    });
    EXPECT_TRUE(facts.empty());
}

TEST_F(Move, needs_no_credit)
{
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        for (std::uint32_t n = 0; n < b.config.lpi_credits; ++n)
            b.set(0, 9000 + n);
        b.gic.move(1, 8195, 0);
        EXPECT_EQ(b.gic.lpis_in_flight(), b.config.lpi_credits + 1u);
        EXPECT_EQ(b.next(0), 8195u);
    });
}

// PE 0 has 14 INTID bits, which reach 16383.
TEST_F(MoveAll, leaves_lpis_beyond_the_range_of_the_new_target)
{
    b.run_software([&] {
        mask(1);
        b.lpis_off(0);
        b.write_gicr(0, GICR_PROPBASER, Bench::config_table | 13, 8);
        b.write_gicr(0, GICR_CTLR, GICR_CTLR_ENABLE_LPIS);
        b.set(1, 8195);
        b.set(1, 16384);
        b.settle();
        b.gic.move_all(1, 0);
        b.gic.move(1, 16384, 0); // MOVI leaves it as well
        EXPECT_FALSE(b.gic.lpi_pending(1, 8195));
        EXPECT_TRUE(b.gic.lpi_pending(0, 8195));
        EXPECT_TRUE(b.gic.lpi_pending(1, 16384));
        EXPECT_TRUE(b.ledger_balances());
    });
    EXPECT_EQ(facts, std::vector<std::string>{ "moved 8195 from 1 to 0" });
}

TEST_F(MoveAll, MAP31_moves_every_pending_lpi)
{
    b.run_software([&] {
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
        EXPECT_TRUE(b.ledger_balances());
    });
}

TEST_F(MoveAll, MAP35_merges_lpis_pending_at_both_targets)
{
    b.run_software([&] {
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
        EXPECT_TRUE(b.ledger_balances());
    });
    EXPECT_EQ(facts, std::vector<std::string>{ "moved 8195 from 1 to 0, merged" });
}

TEST_F(MoveAll, MAP34_to_a_target_with_lpis_off_moves_nothing)
{
    b.run_software([&] {
        mask(1);
        b.set(1, 8195);
        b.settle();
        b.lpis_off(0);
        EXPECT_EQ(b.gic.move_all_time(1, 0), sc_core::SC_ZERO_TIME);
        b.gic.move_all(1, 0);
        EXPECT_TRUE(b.gic.lpi_pending(1, 8195));
        EXPECT_TRUE(b.ledger_balances());
    });
    EXPECT_TRUE(facts.empty());
}

} // namespace

} // namespace itstorm
