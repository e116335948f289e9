// SPDX-License-Identifier: Apache-2.0
// LostBooking and Ledger: one booking is lost, the n-th on its line; causes of drops have distinct
// names.
#include "common/ledger.h"
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace {

using namespace itstorm;

TEST(LostBooking, is_the_nth_on_its_line_and_no_other)
{
    LostBooking lost{ BookLine::Sent, 3 };
    EXPECT_FALSE(lost.is(BookLine::Sent));
    EXPECT_FALSE(lost.is(BookLine::Sent));
    EXPECT_TRUE(lost.is(BookLine::Sent));
    EXPECT_FALSE(lost.is(BookLine::Sent));
}

TEST(LostBooking, does_not_count_bookings_on_another_line)
{
    LostBooking lost{ BookLine::Sent, 1 };
    EXPECT_FALSE(lost.is(BookLine::Executed));
    EXPECT_TRUE(lost.is(BookLine::Sent));
}

TEST(LostBooking, is_none_by_default)
{
    LostBooking lost;
    EXPECT_FALSE(lost.is(BookLine::Sent));
}

TEST(Ledger, loses_the_booking_that_it_is_told_to_and_no_other)
{
    std::uint64_t Ledger::*const lines[] = {
        &Ledger::msis_sent,        &Ledger::set_by_int,
        &Ledger::merged_in_device, &Ledger::merged_in_redistributor,
        &Ledger::acknowledged,     &Ledger::cleared,
        &Ledger::commands_written, &Ledger::commands_executed,
        &Ledger::commands_skipped, &Ledger::commands_abandoned
    };
    const BookLine names[] = { BookLine::Sent,           BookLine::SetByInt,
                               BookLine::MergedInDevice, BookLine::MergedInRedistributor,
                               BookLine::Acknowledged,   BookLine::Cleared,
                               BookLine::Written,        BookLine::Executed,
                               BookLine::Skipped,        BookLine::Abandoned };
    for (std::size_t lost = 0; lost < std::size(names); lost++) {
        Ledger ledger{ { names[lost], 2 } };
        for (unsigned n = 0; n < 3; n++)
            for (const auto line : lines)
                ledger.book(line, 5);
        for (std::size_t n = 0; n < std::size(lines); n++)
            EXPECT_EQ(ledger.*lines[n], n == lost ? 10u : 15u) << lost << " " << n;
    }
}

TEST(Ledger, a_booking_of_zero_does_not_count_as_a_booking)
{
    Ledger ledger{ { BookLine::Written, 1 } };
    ledger.book(&Ledger::commands_written, 0);
    ledger.book(&Ledger::commands_written, 7);
    EXPECT_EQ(ledger.commands_written, 0u);
}

TEST(Ledger, loses_a_drop_whatever_its_cause)
{
    Ledger ledger{ { BookLine::Dropped, 2 } };
    ledger.drop(Drop::LpisOff);
    ledger.drop(Drop::UnmappedDevice);
    ledger.drop(Drop::LpisOff);
    EXPECT_EQ(ledger.dropped_total(), 2u);
    EXPECT_EQ(ledger.dropped[static_cast<std::size_t>(Drop::UnmappedDevice)], 0u);
}

TEST(Ledger, every_drop_cause_has_its_own_name)
{
    std::set<std::string> names;
    for (unsigned cause = 0; cause < static_cast<unsigned>(Drop::Count); ++cause)
        names.insert(drop_name(static_cast<Drop>(cause)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(Drop::Count));
    EXPECT_EQ(names.count("unknown"), 0u);
}

TEST(Ledger, dropped_total_is_the_sum_over_causes)
{
    Ledger ledger;
    ledger.drop(Drop::UnmappedDevice);
    ledger.drop(Drop::UnmappedDevice);
    ledger.drop(Drop::LpisOff);
    EXPECT_EQ(ledger.dropped[static_cast<std::size_t>(Drop::UnmappedDevice)], 2u);
    EXPECT_EQ(ledger.dropped_total(), 3u);
}

} // namespace
