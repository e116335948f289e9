// SPDX-License-Identifier: Apache-2.0
// The redistributors' lines of the books: they close after a random life, and each seeded fault
// breaks them.
#include "bench.h"
#include <gtest/gtest.h>
#include <random>

namespace itstorm {

using sc_core::wait;

namespace {

std::uint64_t accounted(const Bench& b)
{
    return b.ledger.acknowledged + b.ledger.merged_in_redistributor + b.ledger.cleared +
           b.gic.lpis_in_flight();
}

// LPIs, acknowledgements, invalidations, clears, moves and LPIs off and on, at random, on two PEs.
void live(Bench& b, unsigned steps, std::mt19937& random)
{
    for (std::uint32_t intid = 9000; intid < 9040; ++intid)
        b.config_byte(intid) = 0xa3;
    for (unsigned n = 0; n < steps; ++n) {
        const unsigned pe = random() % 2;
        const std::uint32_t intid = 9000 + random() % 40;
        switch (random() % 16) {
        case 0: b.gic.invalidate(pe, intid); break;
        case 1: b.gic.invalidate_all(pe); break;
        case 7: b.gic.clear(pe, intid); break;
        case 8: b.gic.move(pe, intid, 1 - pe); break;
        case 2:
            if (random() % 8 == 0) {
                b.lpis_off(pe);
                b.lpis_on(pe, random() % 2 == 0);
            }
            break;
        case 3:
        case 4:
        case 5:
        case 6: {
            const auto taken = static_cast<std::uint32_t>(b.iar(pe));
            b.eoi(pe, taken);
            break;
        }
        default:
            while (b.gic.set_lpi(pe, intid, n) == LpiAnswer::WouldBlock)
                wait(b.gic.lpi_room(pe));
            ++b.ledger.msis_sent;
        }
        wait(cycles(random() % 40));
    }
}

void expect_closed_books(const RedistributorConfig& config)
{
    Bench b(config);
    b.play([&] {
        std::mt19937 random(3);
        for (unsigned n = 0; n < 400; ++n) {
            live(b, 10, random);
            ASSERT_EQ(accounted(b), b.ledger.msis_sent);
        }
        EXPECT_GT(b.ledger.acknowledged, 100u);
        EXPECT_GT(b.ledger.merged_in_redistributor, 100u);
        EXPECT_GT(b.ledger.cleared, 10u);
    });
}

} // namespace

TEST(Ledger, TheBooksCloseAllThroughARandomLife)
{
    expect_closed_books(Bench::config_for(4));
}

TEST(Ledger, TheBooksCloseAsWellWhenMostOfThePendingLpisAreSpilled)
{
    RedistributorConfig config = Bench::config_for(4);
    config.lpi_cache_sets = 2;
    expect_closed_books(config);
}

TEST(Ledger, WhatMemoryGivesBackIsDeliveredAndNotCountedAgain)
{
    Bench b;
    b.play([&] {
        b.set(1, 8195);
        b.settle();
        b.lpis_off(1);
        EXPECT_EQ(b.ledger.cleared, 1u);
        EXPECT_EQ(b.gic.lpis_in_flight(), 0u);
        b.lpis_on(1, false);
        b.settle();
        b.set(1, 8195); // merges with the bit from memory
        EXPECT_EQ(b.iar(1), 8195u);
        EXPECT_EQ(b.ledger.acknowledged, 0u);
        EXPECT_EQ(accounted(b), b.ledger.msis_sent);
    });
}

std::string name_of(Fault fault)
{
    switch (fault) {
    case Fault::MergeUncounted: return "MergeUncounted";
    case Fault::ForgetPending: return "ForgetPending";
    case Fault::AckUncounted: return "AckUncounted";
    case Fault::LoseTranslated: return "LoseTranslated";
    default: return "ClearUncounted";
    }
}

class SeededFault : public testing::TestWithParam<Fault> {};

TEST_P(SeededFault, BreaksTheBooks)
{
    FaultPlan plan;
    plan.kind = GetParam();
    plan.nth = 5;
    Bench b(Bench::config_for(4), plan);
    b.play([&] {
        std::mt19937 random(3);
        live(b, 4000, random);
        EXPECT_EQ(b.ledger.fault.nth, 0u) << "the fault had no chance";
        EXPECT_NE(accounted(b), b.ledger.msis_sent);
    });
}

INSTANTIATE_TEST_SUITE_P(Redistributor, SeededFault,
                         testing::Values(Fault::MergeUncounted, Fault::ForgetPending,
                                         Fault::AckUncounted, Fault::ClearUncounted,
                                         Fault::LoseTranslated),
                         [](const auto& info) { return name_of(info.param); });

} // namespace itstorm
