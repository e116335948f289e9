// SPDX-License-Identifier: Apache-2.0
// The ledger of commands and MSIs: every way in which commands enter and leave the ring is booked,
// and a booking that is lost breaks the balance. (Every other test of this folder checks the
// balance at its end, see ~ItsBench.)
#include "its_bench.h"

namespace {

using namespace itstorm;

TEST(CommandBooks, count_each_command_once_however_cwriter_is_written)
{
    ItsBench bench;
    bench.start();
    for (unsigned n = 0; n < 3; ++n)
        bench.put(its_cmd_sync(0));
    bench.doorbell();
    bench.doorbell(); // the same value again
    bench.write(GITS_CWRITER, 4, bench.cwriter);
    EXPECT_EQ(bench.ledger.commands_written, 3u);
    bench.run();
    EXPECT_EQ(bench.ledger.commands_executed, 3u);
    EXPECT_EQ(bench.its.commands_in_ring(), 0u);
}

TEST(CommandBooks, count_commands_across_the_wrap)
{
    ItsBench bench;
    bench.start();
    for (unsigned batch = 0; batch < 4; ++batch) {
        for (unsigned n = 0; n < 100; ++n)
            bench.put(its_cmd_sync(0));
        bench.doorbell();
        bench.run();
    }
    EXPECT_EQ(bench.ledger.commands_written, 400u);
    EXPECT_EQ(bench.ledger.commands_executed, 400u);
}

TEST(CommandBooks, count_a_ring_that_was_filled_before_it_was_valid)
{
    ItsBench bench;
    bench.write(GITS_CWRITER, 8, 0x60);
    EXPECT_EQ(bench.ledger.commands_written, 0u); // there is no ring yet
    bench.write(GITS_CBASER, 8, bit(63) | ring_base);
    for (std::uint32_t slot = 0; slot < 3; ++slot)
        bench.put_at(slot * 32, its_cmd_sync(0));
    bench.enable();
    EXPECT_EQ(bench.ledger.commands_written, 3u);
    bench.run();
    EXPECT_EQ(bench.ledger.commands_executed, 3u);
}

TEST(CommandBooks, keep_a_bad_command_in_the_ring)
{
    ItsBench bench;
    bench.start();
    bench.send(its_cmd_make(0x7f));
    EXPECT_EQ(bench.ledger.commands_written, 1u);
    EXPECT_EQ(bench.ledger.commands_executed, 0u);
    EXPECT_EQ(bench.its.commands_in_ring(), 1u);
}

TEST(CommandBooks, let_a_skipped_bad_command_leave_the_ring)
{
    ItsConfig config = uncached();
    config.error_mode = ErrorMode::Skip;
    ItsBench bench(config);
    bench.start();
    bench.send(its_cmd_make(0x7f));
    EXPECT_EQ(bench.ledger.commands_skipped, 1u);
    EXPECT_EQ(bench.ledger.commands_executed, 0u);
    EXPECT_EQ(bench.its.commands_in_ring(), 0u);
}

TEST(CommandBooks, count_the_content_of_a_rewritten_ring_as_abandoned_and_not_in_the_new_one)
{
    ItsBench bench;
    bench.start();
    bench.put(its_cmd_make(0x7f));
    bench.put(its_cmd_sync(0));
    bench.put(its_cmd_sync(0));
    bench.doorbell();
    bench.run();
    bench.disable();
    bench.write(GITS_CBASER, 8, bit(63) | ring_base);
    EXPECT_EQ(bench.ledger.commands_abandoned, 3u);
    EXPECT_EQ(bench.its.commands_in_ring(), 0u);
    bench.write(GITS_CWRITER, 8, 0);
    bench.enable();
    bench.run();
    EXPECT_EQ(bench.ledger.commands_written, 3u);
}

TEST(CommandBooks, count_a_ring_as_abandoned_when_cwriter_laps_creadr)
{
    ItsBench bench;
    bench.start(1, false);
    bench.write(GITS_CWRITER, 8, 100 * 32);
    bench.write(GITS_CWRITER, 8, 10 * 32); // 38 more: over the 27 that were free
    EXPECT_EQ(bench.ledger.commands_written, 138u);
    EXPECT_EQ(bench.ledger.commands_abandoned, 128u);
    EXPECT_EQ(bench.its.commands_in_ring(), 10u);
}

TEST(CommandBooks, count_nothing_when_cwriter_is_out_of_range)
{
    ItsBench bench;
    bench.start();
    bench.write(GITS_CWRITER, 8, 0xf'ffe0);
    EXPECT_EQ(bench.ledger.commands_written, 0u);
    EXPECT_EQ(bench.its.commands_in_ring(), 0u);
}

// A ledger that loses the second booking of one line does not balance.

struct LostCommandBooking : testing::TestWithParam<BookLine> {};

TEST_P(LostCommandBooking, breaks_the_balance_of_commands)
{
    ItsBench bench(uncached(), 1'000'000'000, { GetParam(), 2 });
    bench.books_close = false;
    bench.start();
    for (unsigned batch = 0; batch < 2; ++batch) {
        bench.put(its_cmd_sync(0));
        bench.put(its_cmd_sync(0));
        bench.put(its_cmd_sync(0));
        bench.put(its_cmd_make(0x7f));
        bench.doorbell();
        bench.run();
        bench.disable();
        bench.cwriter = 0;
        bench.write(GITS_CBASER, 8, bit(63) | ring_base); // the bad command is abandoned
        bench.write(GITS_CWRITER, 8, 0);
        bench.enable();
    }
    EXPECT_FALSE(bench.commands_balance());
}

INSTANTIATE_TEST_SUITE_P(Its, LostCommandBooking,
                         testing::Values(BookLine::Executed, BookLine::Written,
                                         BookLine::Abandoned));

// `once` books one entry; the ledger of `bench` loses the second.
void expect_second_booking_lost(ItsBench& bench, bool (ItsBench::*balance)() const,
                                const std::function<void()>& once)
{
    bench.books_close = false;
    bench.start();
    bench.map_fixture();
    once();
    EXPECT_TRUE((bench.*balance)());
    once();
    EXPECT_FALSE((bench.*balance)());
}

TEST(CommandBooks, a_skip_that_is_not_booked_breaks_the_balance)
{
    ItsConfig config = uncached();
    config.error_mode = ErrorMode::Skip;
    ItsBench bench(config, 1'000'000'000, { BookLine::Skipped, 2 });
    expect_second_booking_lost(bench, &ItsBench::commands_balance,
                               [&] { bench.send(its_cmd_make(0x7f)); });
}

TEST(MsiBooks, an_lpi_set_by_int_that_is_not_booked_breaks_the_balance)
{
    ItsBench bench(uncached(), 1'000'000'000, { BookLine::SetByInt, 2 });
    expect_second_booking_lost(bench, &ItsBench::msis_balance,
                               [&] { bench.send(its_cmd_int(5, 3)); });
}

TEST(MsiBooks, a_drop_that_is_not_booked_breaks_the_balance)
{
    ItsBench bench(uncached(), 1'000'000'000, { BookLine::Dropped, 2 });
    expect_second_booking_lost(bench, &ItsBench::msis_balance, [&] {
        bench.msi(9, 0);
        bench.run();
    });
    EXPECT_EQ(bench.drops.size(), 2u);
}

} // namespace
