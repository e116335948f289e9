// SPDX-License-Identifier: Apache-2.0
// The RD_base frame: how long EnableLPIs takes, the direct LPI registers, identification.
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::sc_time_stamp;
using sc_core::wait;

namespace {

constexpr std::uint64_t rwp = 1u << 3;

RedistributorConfig with_direct_lpi()
{
    RedistributorConfig config = Bench::config_for(2);
    config.direct_lpi = true;
    return config;
}

std::uint64_t busy(Bench& b)
{
    return b.read_gicr(1, GICR_SYNCR);
}

void wait_for_syncr(Bench& b)
{
    while (busy(b) != 0)
        wait(cycles(1));
}

} // namespace

TEST(Registers, rwp_stays_until_every_piece_of_the_pending_table_is_written)
{
    Bench b;
    b.run_software([&] {
        b.msr(1, ICC_PMR_EL1, 0);
        for (const std::uint32_t intid : { 9000u, 9001u, 12000u, 20000u, 30000u }) {
            b.set(1, intid);
            b.settle();
        }
        b.write_gicr(1, GICR_CTLR, 0);
        // Four pieces of 256 LPIs, three at once.
        EXPECT_EQ(b.read_gicr(1, GICR_CTLR), 6u | rwp);
        wait(cycles(2 * b.config.lpi_spill - 1));
        EXPECT_EQ(b.read_gicr(1, GICR_CTLR), 6u | rwp);
        wait(cycles(2));
        EXPECT_EQ(b.read_gicr(1, GICR_CTLR), 6u);
        for (const std::uint32_t intid : { 9000u, 9001u, 12000u, 20000u, 30000u })
            EXPECT_TRUE(b.memory_bit(1, intid)) << intid;
    });
}

TEST(Registers, with_nothing_pending_rwp_is_never_set)
{
    Bench b;
    b.run_software([&] {
        b.write_gicr(1, GICR_CTLR, 0);
        EXPECT_EQ(b.read_gicr(1, GICR_CTLR), 6u);
    });
}

TEST(Registers, while_rwp_is_set_neither_enable_lpis_nor_the_tables_can_be_written)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        const std::uint64_t pend = b.read_gicr(1, GICR_PENDBASER, 8);
        b.write_gicr(1, GICR_CTLR, 0);
        b.write_gicr(1, GICR_CTLR, 1);
        b.write_gicr(1, GICR_PENDBASER, 0x7770000, 8);
        EXPECT_EQ(b.read_gicr(1, GICR_CTLR), 6u | rwp);
        EXPECT_EQ(b.read_gicr(1, GICR_PENDBASER, 8), pend);
        b.settle();
        b.write_gicr(1, GICR_CTLR, 1);
        EXPECT_EQ(b.read_gicr(1, GICR_CTLR), 7u);
    });
}

TEST(Registers, the_irq_goes_at_once_when_lpis_are_disabled)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        EXPECT_TRUE(b.irq(1));
        b.write_gicr(1, GICR_CTLR, 0);
        EXPECT_FALSE(b.irq(1));
        EXPECT_EQ(b.iar(1), 1023u);
    });
}

// The table of 16 INTID bits has 7168 bytes of LPIs; three pieces of 32 bytes are read at once.
TEST(Registers, loading_the_pending_table_is_charged_by_the_piece_also_where_it_is_zero)
{
    Bench b;
    b.run_software([&] {
        b.lpis_off(1);
        const std::uint32_t last_piece = 65536 - 256;
        b.config_byte(last_piece) = 0xa3;
        b.set_memory_bit(1, last_piece);
        const auto begin = sc_time_stamp();
        b.lpis_on(1, false);
        b.settle();
        ASSERT_EQ(b.lines[1]->irq_rises.size(), 1u);
        const double pieces_before = 7168 / 32 - 1;
        const sc_core::sc_time found = b.property_read + b.property_read / 3 * pieces_before;
        const auto expected = found + b.property_read + b.presentation;
        EXPECT_NEAR((b.lines[1]->irq_rises[0] - begin).to_seconds() * 1e9,
                    expected.to_seconds() * 1e9, 0.1);
    });
}

TEST(Registers, disabling_stops_a_load_and_leaves_the_rest_in_memory)
{
    Bench b;
    b.run_software([&] {
        b.lpis_off(1);
        b.set_memory_bit(1, 8195);
        b.set_memory_bit(1, 60000);
        b.lpis_on(1, false);
        wait(b.property_read + cycles(1));
        b.lpis_off(1);
        EXPECT_TRUE(b.memory_bit(1, 8195));
        EXPECT_TRUE(b.memory_bit(1, 60000));
        b.lpis_on(1, true);
        b.settle();
        EXPECT_FALSE(b.irq(1)); // PTZ is trusted, and the old load is over
    });
}

TEST(Registers, RDS15_RDS18_invlpir_reads_a_pending_lpi_again_and_syncr_is_busy_meanwhile)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        b.config_byte(8195) = 0x43;
        EXPECT_EQ(busy(b), 0u);
        b.write_gicr(1, GICR_INVLPIR, 8195, 8);
        EXPECT_EQ(busy(b), 1u);
        wait(b.property_read - cycles(1));
        EXPECT_EQ(busy(b), 1u);
        wait(cycles(2));
        EXPECT_EQ(busy(b), 0u);
        EXPECT_EQ(b.next(1), 8195u);
        EXPECT_EQ(b.mrs(1, ICC_RPR_EL1), 0x40u);
    });
}

TEST(Registers, RDS16_invallr_takes_the_time_of_a_flush_and_then_reads_pending_lpis_again)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        b.config_byte(8195) = 0x43;
        const auto begin = sc_time_stamp();
        b.write_gicr(1, GICR_INVALLR, 0, 8);
        wait_for_syncr(b);
        EXPECT_EQ(sc_time_stamp() - begin, cycles(2 * b.config.lpi_cache_sets) + b.property_read);
        EXPECT_EQ(b.next(1), 8195u);
        EXPECT_EQ(b.mrs(1, ICC_RPR_EL1), 0x40u);
    });
}

TEST(Registers, RDS17_with_lpis_off_the_direct_registers_do_nothing)
{
    Bench b(with_direct_lpi());
    b.run_software([&] {
        b.lpis_off(1);
        b.write_gicr(1, GICR_INVLPIR, 8195, 8);
        b.write_gicr(1, GICR_INVALLR, 0, 8);
        b.write_gicr(1, GICR_SETLPIR, 8195, 8);
        EXPECT_EQ(busy(b), 0u);
        EXPECT_EQ(b.gic.lpis_in_flight(), 0u);
    });
}

TEST(Registers, a_direct_register_takes_32_bits_and_not_its_upper_half_alone)
{
    Bench b(with_direct_lpi());
    b.run_software([&] {
        b.write_gicr(1, GICR_INVALLR + 4, 0, 4);
        EXPECT_EQ(busy(b), 0u);
        b.write_gicr(1, GICR_SETLPIR, 8195, 4);
        EXPECT_EQ(b.next(1), 8195u);
    });
}

TEST(Registers, invalidating_for_a_vpe_does_nothing)
{
    Bench b;
    b.run_software([&] {
        b.set(1, 8195);
        b.settle();
        b.write_gicr(1, GICR_INVLPIR, 1ull << 63 | 8195, 8);
        b.write_gicr(1, GICR_INVALLR, 1ull << 63, 8);
        EXPECT_EQ(busy(b), 0u);
    });
}

TEST(Registers, setlpir_makes_an_lpi_pending_and_clrlpir_clears_it)
{
    Bench b(with_direct_lpi());
    b.run_software([&] {
        EXPECT_EQ(b.read_gicr(1, GICR_TYPER, 4) & 0x8, 0x8u); // DirectLPI
        b.write_gicr(1, GICR_SETLPIR, 8195, 8);
        b.settle();
        EXPECT_TRUE(b.irq(1));
        b.write_gicr(1, GICR_SETLPIR, 8195, 8); // pending already
        b.write_gicr(1, GICR_CLRLPIR, 8195, 8);
        EXPECT_FALSE(b.irq(1));
        b.write_gicr(1, GICR_CLRLPIR, 8195, 8); // not pending
        EXPECT_EQ(b.read_gicr(1, GICR_SETLPIR, 8), 0u);
        EXPECT_EQ(b.ledger.set_by_int, 1u);
        EXPECT_EQ(b.ledger.cleared, 1u);
        EXPECT_EQ(b.ledger.merged_in_redistributor, 0u);
    });
}

TEST(Registers, setlpir_of_an_intid_that_is_no_lpi_does_nothing)
{
    Bench b(with_direct_lpi());
    b.run_software([&] {
        for (const std::uint64_t intid : { 0ull, 40ull, 8191ull, 65536ull, 0xffffffffull })
            b.write_gicr(1, GICR_SETLPIR, intid, 8);
        b.settle();
        EXPECT_EQ(b.ledger.set_by_int, 0u);
        EXPECT_FALSE(b.irq(1));
    });
}

TEST(Registers, without_direct_lpi_setlpir_is_reserved)
{
    Bench b;
    b.run_software([&] {
        EXPECT_EQ(b.read_gicr(1, GICR_TYPER, 4) & 0x8, 0u);
        b.write_gicr(1, GICR_SETLPIR, 8195, 8);
        b.settle();
        EXPECT_FALSE(b.irq(1));
    });
}

TEST(Registers, identification_is_that_of_a_gicv3)
{
    Bench b;
    b.run_software([&] {
        const std::vector<std::uint64_t> expected{ 0x44, 0, 0,    0,    0x93, 0xb4,
                                                   0x3b, 0, 0x0d, 0xf0, 0x05, 0xb1 };
        for (std::uint32_t n = 0; n < expected.size(); ++n)
            EXPECT_EQ(b.read_gicr(1, 0xffd0 + 4 * n), expected[n]) << n;
    });
}

TEST(Registers, the_table_registers_take_32_bit_halves)
{
    Bench b;
    b.run_software([&] {
        b.lpis_off(1);
        b.write_gicr(1, GICR_PROPBASER, 0x80001f8f, 4);
        b.write_gicr(1, GICR_PROPBASER + 4, 0x07000001, 4);
        EXPECT_EQ(b.read_gicr(1, GICR_PROPBASER, 8), 0x0700000180001f8full);
        EXPECT_EQ(b.read_gicr(1, GICR_PROPBASER + 4, 4), 0x07000001u);
    });
}

} // namespace itstorm
