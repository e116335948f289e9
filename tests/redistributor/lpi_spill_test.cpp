// SPDX-License-Identifier: Apache-2.0
// More pending LPIs than the cache has lines: which are spilled to the pending table, which are
// reloaded and when, and that CLEAR, MOVI, MOVALL, INV, INVALL and disabling reach spilled LPIs.
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::sc_time_stamp;
using sc_core::wait;

namespace {

RedistributorConfig with_sets(std::uint32_t sets)
{
    RedistributorConfig config = Bench::config_for(2);
    config.lpi_cache_sets = sets;
    return config;
}

class Spill : public testing::Test {
protected:
    explicit Spill(const RedistributorConfig& config = with_sets(2)) : b(config)
    {
        b.gic.probes.lpi_spilled.attach(
            [this](const LpiSpilledFact& fact) { note(spilled, fact.target, fact.intid); });
        b.gic.probes.lpi_reloaded.attach(
            [this](const LpiReloadedFact& fact) { note(reloaded, fact.target, fact.intid); });
    }

    static void note(std::vector<std::uint32_t>& list, unsigned target, std::uint32_t intid)
    {
        if (target == 1) // PE 0 may spill LPIs that move there: not asked here
            list.push_back(intid);
    }

    void mask() { b.msr(1, ICC_PMR_EL1, 0); }
    void unmask() { b.msr(1, ICC_PMR_EL1, 0xff); }

    // LPIs `first`, `first` + 1, ... to PE 1, with `config` as their configuration byte.
    void send(std::uint32_t first, unsigned lpis, std::uint8_t config = 0xa3)
    {
        for (std::uint32_t intid = first; intid < first + lpis; ++intid) {
            b.config_byte(intid) = config;
            while (b.gic.set_lpi(1, intid, 0) == LpiAnswer::WouldBlock)
                sim::wait(b.gic.lpi_room(1));
            ++b.ledger.msis_sent;
        }
        b.settle();
    }
    std::uint32_t take()
    {
        const auto intid = static_cast<std::uint32_t>(b.iar(1));
        b.eoi(1, intid);
        b.settle();
        return intid;
    }

    Bench b;
    std::vector<std::uint32_t> spilled, reloaded;
};

using Intids = std::vector<std::uint32_t>;

class FullCache : public Spill { // of 512 lines
protected:
    FullCache() : Spill(with_sets(256)) {}
};

} // namespace

TEST_F(FullCache, spills_and_reloads_the_lpis_of_a_burst_that_exceed_its_lines)
{
    constexpr unsigned lpis = 1024, lines = 512;
    b.run_software([&] {
        mask();
        send(9000, lpis);
        EXPECT_EQ(spilled.size(), lpis - lines);
        EXPECT_EQ(reloaded.size(), 0u);
        EXPECT_EQ(b.gic.lpis_in_flight(), lpis);
        unmask();
        for (std::uint32_t n = 0; n < lpis; ++n)
            EXPECT_GE(take(), 9000u);
        EXPECT_EQ(b.iar(1), 1023u);
        EXPECT_EQ(spilled.size(), lpis - lines);
        EXPECT_EQ(reloaded.size(), lpis - lines);
        EXPECT_EQ(b.ledger.acknowledged, lpis);
    });
}

TEST_F(Spill, the_bit_is_in_memory_when_the_read_modify_write_ends)
{
    b.run_software([&] {
        mask();
        send(9000, 4);
        b.config_byte(9004) = 0xa3;
        b.set(1, 9004);
        wait(b.property_read + cycles(b.config.lpi_spill - 1));
        EXPECT_FALSE(b.memory_bit(1, 9004));
        wait(cycles(2));
        EXPECT_TRUE(b.memory_bit(1, 9004));
        EXPECT_FALSE(b.memory_bit(1, 9003)); // not spilled
    });
}

TEST_F(Spill, a_freed_line_reloads_a_spilled_lpi)
{
    b.run_software([&] {
        mask();
        send(9000, 5);
        unmask();
        b.settle();
        for (const std::uint32_t intid : { 9000u, 9001u, 9002u })
            EXPECT_EQ(take(), intid);
        EXPECT_EQ(reloaded, Intids{ 9004 });
        EXPECT_FALSE(b.memory_bit(1, 9004)); // reloaded
        EXPECT_EQ(take(), 9003u);
        EXPECT_EQ(take(), 9004u);
    });
}

TEST_F(Spill, a_reload_takes_read_modify_write_and_property_read_and_presentation)
{
    b.run_software([&] {
        mask();
        send(9000, 5);
        unmask();
        for (std::uint32_t intid = 9000; intid < 9004; ++intid)
            b.gic.clear(1, intid);
        const auto freed = sc_time_stamp();
        b.settle();
        EXPECT_EQ(b.lines[1]->irq_rises.back() - freed,
                  cycles(b.config.lpi_spill) + b.property_read + b.presentation);
    });
}

TEST_F(Spill, three_spills_run_at_once_and_each_holds_a_credit)
{
    b.run_software([&] {
        mask();
        send(9000, 4);
        for (std::uint32_t intid = 9010; intid < 9014; ++intid) {
            b.config_byte(intid) = 0xa3;
            b.set(1, intid); // four credits
        }
        wait(b.property_read + cycles(1));
        EXPECT_EQ(b.gic.set_lpi(1, 9020, 0), LpiAnswer::WouldBlock);
        wait(cycles(b.config.lpi_spill)); // three of the four
        EXPECT_TRUE(b.memory_bit(1, 9012));
        EXPECT_FALSE(b.memory_bit(1, 9013));
        EXPECT_EQ(b.gic.set_lpi(1, 9021, 0), LpiAnswer::Taken);
        ++b.ledger.msis_sent;
        wait(cycles(b.config.lpi_spill));
        EXPECT_TRUE(b.memory_bit(1, 9013));
    });
}

TEST_F(Spill, a_second_msi_for_a_spilled_lpi_merges)
{
    b.run_software([&] {
        mask();
        send(9000, 5);
        send(9004, 1);
        EXPECT_EQ(b.ledger.merged_in_redistributor, 1u);
        EXPECT_EQ(spilled.size(), 1u);
        EXPECT_TRUE(b.ledger_balances());
    });
}

TEST_F(Spill, an_lpi_of_higher_priority_takes_the_line_of_the_lowest)
{
    b.run_software([&] {
        mask();
        send(9000, 2, 0xa3);
        send(9002, 1, 0xe3);
        send(9003, 1, 0xc3);
        send(9100, 1, 0x43);
        EXPECT_EQ(spilled, Intids{ 9002 });
        b.msr(1, ICC_PMR_EL1, 0x80);
        EXPECT_EQ(take(), 9100u);
    });
}

TEST_F(Spill, disabled_lpis_keep_no_line_from_an_enabled_one)
{
    b.run_software([&] {
        send(9000, 8, 0xa2);
        send(9100, 1, 0xa3);
        EXPECT_EQ(take(), 9100u);
    });
}

TEST_F(Spill, masked_lpis_keep_no_line_from_a_spilled_one_of_higher_priority)
{
    b.run_software([&] {
        mask();
        send(9000, 4, 0x43);
        send(9100, 1, 0xe3);
        send(9101, 1, 0x83); // both are spilled
        EXPECT_EQ(spilled, (Intids{ 9100, 9101 }));
        for (std::uint32_t intid = 9000; intid < 9004; ++intid)
            b.gic.clear(1, intid);
        b.settle();
        send(9200, 4, 0xc3); // take every line but that of 9101
        b.msr(1, ICC_PMR_EL1, 0xa0);
        b.settle();
        EXPECT_EQ(take(), 9101u);
    });
}

TEST_F(Spill, a_spilled_lpi_whose_priority_is_raised_is_reloaded)
{
    b.run_software([&] {
        mask();
        send(9000, 5);
        b.config_byte(9004) = 0x23;
        b.gic.invalidate(1, 9004);
        b.gic.sync(1);
        b.settle();
        EXPECT_EQ(reloaded, Intids{ 9004 });
        b.msr(1, ICC_PMR_EL1, 0x80);
        EXPECT_EQ(take(), 9004u);
    });
}

TEST_F(Spill, invall_reads_spilled_lpis_again)
{
    b.run_software([&] {
        mask();
        send(9000, 6);
        b.config_byte(9005) = 0x23;
        b.gic.invalidate_all(1);
        b.gic.sync(1);
        b.settle();
        b.msr(1, ICC_PMR_EL1, 0x80);
        EXPECT_EQ(take(), 9005u);
    });
}

TEST_F(Spill, clear_reaches_a_spilled_lpi_and_its_bit_in_memory)
{
    b.run_software([&] {
        mask();
        send(9000, 5);
        ASSERT_TRUE(b.memory_bit(1, 9004));
        b.gic.clear(1, 9004);
        b.settle();
        EXPECT_FALSE(b.memory_bit(1, 9004));
        EXPECT_EQ(b.ledger.cleared, 1u);
        EXPECT_EQ(b.gic.lpis_in_flight(), 4u);
    });
}

TEST_F(Spill, a_clear_that_overtakes_the_spill_leaves_no_bit)
{
    b.run_software([&] {
        mask();
        send(9000, 4);
        b.config_byte(9004) = 0xa3;
        b.set(1, 9004);
        wait(b.property_read + cycles(10));
        b.gic.clear(1, 9004);
        b.settle();
        EXPECT_FALSE(b.memory_bit(1, 9004));
        EXPECT_TRUE(b.ledger_balances());
    });
}

TEST_F(Spill, a_spilled_lpi_moves_to_another_pe)
{
    b.run_software([&] {
        mask();
        send(9000, 5);
        b.gic.move(1, 9004, 0);
        EXPECT_EQ(b.next(0), 9004u);
        EXPECT_FALSE(b.memory_bit(1, 9004));
        EXPECT_EQ(b.ledger.acknowledged, 1u);
        EXPECT_TRUE(b.ledger_balances());
    });
}

TEST_F(Spill, movall_moves_spilled_lpis_without_reloading_them)
{
    b.run_software([&] {
        mask();
        b.msr(0, ICC_PMR_EL1, 0);
        send(9000, 10);
        b.gic.move_all(1, 0);
        b.settle();
        EXPECT_EQ(reloaded.size(), 0u);
        EXPECT_EQ(spilled.size(), 6u);
        b.msr(0, ICC_PMR_EL1, 0xff);
        for (std::uint32_t n = 0; n < 10; ++n) {
            b.settle();
            EXPECT_NE(b.iar(0), 1023u);
            b.msr(0, ICC_EOIR1_EL1, 9000);
        }
        EXPECT_EQ(b.ledger.acknowledged, 10u);
    });
}

TEST_F(Spill, disabling_keeps_the_bits_of_spilled_lpis_in_memory)
{
    b.run_software([&] {
        mask();
        send(9000, 6);
        b.lpis_off(1);
        for (std::uint32_t intid = 9000; intid < 9006; ++intid)
            EXPECT_TRUE(b.memory_bit(1, intid)) << intid;
        EXPECT_EQ(b.ledger.cleared, 6u);
        EXPECT_EQ(b.gic.lpis_in_flight(), 0u);
    });
}

TEST_F(Spill, every_lpi_of_a_pending_table_with_more_bits_than_lines_is_delivered)
{
    b.run_software([&] {
        b.lpis_off(1);
        for (std::uint32_t intid = 9000; intid < 9020; ++intid) {
            b.config_byte(intid) = 0xa3;
            b.set_memory_bit(1, intid);
        }
        b.lpis_on(1, false);
        b.settle();
        for (std::uint32_t intid = 9000; intid < 9020; ++intid)
            EXPECT_EQ(take(), intid);
        b.lpis_off(1);
        for (std::uint32_t intid = 9000; intid < 9020; ++intid)
            EXPECT_FALSE(b.memory_bit(1, intid));
    });
}

} // namespace itstorm
