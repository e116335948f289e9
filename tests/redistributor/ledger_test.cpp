// SPDX-License-Identifier: Apache-2.0
// The redistributors' lines of the ledger: they balance throughout random traffic, and a booking
// that is lost breaks the balance.
#include "bench.h"
#include <gtest/gtest.h>
#include <random>

namespace itstorm {

using sc_core::wait;

namespace {

// Sends LPIs as the ITS does: waits for room when a redistributor has no credit.
struct Sender {
    Bench& b;

    void send(unsigned pe, std::uint32_t intid, std::uint64_t serial)
    {
        ++b.ledger.msis_sent;
        while (b.gic.set_lpi(pe, intid, serial) == LpiAnswer::WouldBlock)
            sim::wait(b.gic.lpi_room(pe));
    }
};

// LPIs, acknowledgements, invalidations, clears, moves and LPIs off and on, at random, on two PEs.
void random_traffic(Sender& its, unsigned steps, std::mt19937& random)
{
    Bench& b = its.b;
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
        default: its.send(pe, intid, n);
        }
        wait(cycles(random() % 40));
    }
}

void expect_balance(const RedistributorConfig& config)
{
    Bench b(config);
    Sender its{ b };
    b.run_software([&] {
        std::mt19937 random(3);
        for (unsigned n = 0; n < 400; ++n) {
            random_traffic(its, 10, random);
            ASSERT_TRUE(b.ledger_balances()) << n;
        }
        EXPECT_GT(b.ledger.acknowledged, 100u);
        EXPECT_GT(b.ledger.merged_in_redistributor, 100u);
        EXPECT_GT(b.ledger.cleared, 10u);
    });
}

} // namespace

TEST(Ledger, balances_throughout_random_traffic)
{
    expect_balance(Bench::config_for(4));
}

TEST(Ledger, balances_when_most_of_the_pending_lpis_are_spilled)
{
    RedistributorConfig config = Bench::config_for(4);
    config.lpi_cache_sets = 2;
    expect_balance(config);
}

TEST(Ledger, does_not_count_an_lpi_loaded_from_memory_again)
{
    Bench b;
    b.run_software([&] {
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
        EXPECT_TRUE(b.ledger_balances());
    });
}

class LostBookingInRandomTraffic : public testing::TestWithParam<BookLine> {};

TEST_P(LostBookingInRandomTraffic, breaks_the_balance)
{
    Bench b(Bench::config_for(4), { GetParam(), 5 });
    Sender its{ b };
    b.run_software([&] {
        std::mt19937 random(3);
        random_traffic(its, 4000, random);
        EXPECT_EQ(b.ledger.lost.nth, 0u) << "nothing was booked on this line";
        EXPECT_FALSE(b.ledger_balances());
    });
}

INSTANTIATE_TEST_SUITE_P(Redistributor, LostBookingInRandomTraffic,
                         testing::Values(BookLine::MergedInRedistributor, BookLine::Acknowledged,
                                         BookLine::Cleared));

} // namespace itstorm
