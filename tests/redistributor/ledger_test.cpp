// SPDX-License-Identifier: Apache-2.0
// The redistributors' lines of the books: they close after a random life, and what is lost on
// the way, or not booked, breaks them.
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

// The ITS's side of the redistributors: takes LPIs for them.
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
void live(Sender& its, unsigned steps, std::mt19937& random)
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

void expect_closed_books(const RedistributorConfig& config)
{
    Bench b(config);
    Sender its{ b };
    b.play([&] {
        std::mt19937 random(3);
        for (unsigned n = 0; n < 400; ++n) {
            live(its, 10, random);
            ASSERT_EQ(accounted(b), b.ledger.msis_sent);
        }
        EXPECT_GT(b.ledger.acknowledged, 100u);
        EXPECT_GT(b.ledger.merged_in_redistributor, 100u);
        EXPECT_GT(b.ledger.cleared, 10u);
    });
}

} // namespace

TEST(Ledger, the_books_close_all_through_a_random_life)
{
    expect_closed_books(Bench::config_for(4));
}

TEST(Ledger, the_books_close_as_well_when_most_of_the_pending_lpis_are_spilled)
{
    RedistributorConfig config = Bench::config_for(4);
    config.lpi_cache_sets = 2;
    expect_closed_books(config);
}

TEST(Ledger, what_memory_gives_back_is_delivered_and_not_counted_again)
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

class LostBookingInALife : public testing::TestWithParam<BookLine> {};

TEST_P(LostBookingInALife, breaks_the_books)
{
    Bench b(Bench::config_for(4), { GetParam(), 5 });
    Sender its{ b };
    b.play([&] {
        std::mt19937 random(3);
        live(its, 4000, random);
        EXPECT_EQ(b.ledger.lost.nth, 0u) << "nothing was booked on this line";
        EXPECT_NE(accounted(b), b.ledger.msis_sent);
    });
}

INSTANTIATE_TEST_SUITE_P(Redistributor, LostBookingInALife,
                         testing::Values(BookLine::MergedInRedistributor, BookLine::Acknowledged,
                                         BookLine::Cleared));

} // namespace itstorm
