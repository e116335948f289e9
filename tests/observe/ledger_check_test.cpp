// SPDX-License-Identifier: Apache-2.0
// check_ledger(): balanced books, and messages about wrong ones.
#include "observe/ledger_check.h"
#include <gtest/gtest.h>

namespace itstorm {
namespace {

// Balanced books in which every line has a different number.
Ledger balanced()
{
    Ledger ledger;
    ledger.acknowledged = 1000;
    ledger.merged_in_device = 200;
    ledger.merged_in_redistributor = 30;
    ledger.cleared = 4;
    ledger.drop(Drop::IommuBlocked);
    ledger.drop(Drop::TableFault);
    ledger.set_by_int = 6;
    ledger.msis_sent = 1000 + 200 + 30 + 4 + 2 + 7 - 6; // 7 in flight
    ledger.commands_executed = 50;
    ledger.commands_skipped = 2;
    ledger.commands_abandoned = 1;
    ledger.commands_written = 50 + 2 + 1 + 9; // 9 in the ring
    return ledger;
}

TEST(LedgerCheck, balanced_books_give_no_message)
{
    EXPECT_EQ(check_ledger(balanced(), 7, 9), "");
    EXPECT_EQ(check_ledger(Ledger{}, 0, 0), "");
}

TEST(LedgerCheck, a_missing_message_is_named_with_every_term)
{
    const std::string message = check_ledger(balanced(), 6, 9);
    for (const char* part :
         { "sent 1237", "set by INT 6", "acknowledged 1000", "merged in device 200",
           "merged in redistributor 30", "cleared 4", "in flight 6",
           "NOT balanced: 1243 against 1242, 1 missing", "balanced: 62" })
        EXPECT_NE(message.find(part), std::string::npos) << part << "\n" << message;
    EXPECT_NE(message.find(std::string("dropped ") + drop_name(Drop::TableFault) + " 1"),
              std::string::npos);
}

TEST(LedgerCheck, a_command_too_many_is_named)
{
    const std::string message = check_ledger(balanced(), 7, 10);
    for (const char* part : { "written 62", "executed 50", "skipped 2", "abandoned 1", "in ring 10",
                              "NOT balanced: 62 against 63, 1 too many" })
        EXPECT_NE(message.find(part), std::string::npos) << part << "\n" << message;
}

TEST(LedgerCheck, a_wrong_number_on_any_line_is_noticed)
{
    const auto broken = [](auto change) {
        Ledger ledger = balanced();
        change(ledger);
        return !check_ledger(ledger, 7, 9).empty();
    };
    EXPECT_TRUE(broken([](Ledger& l) { ++l.msis_sent; }));
    EXPECT_TRUE(broken([](Ledger& l) { ++l.set_by_int; }));
    EXPECT_TRUE(broken([](Ledger& l) { ++l.acknowledged; }));
    EXPECT_TRUE(broken([](Ledger& l) { ++l.merged_in_device; }));
    EXPECT_TRUE(broken([](Ledger& l) { ++l.merged_in_redistributor; }));
    EXPECT_TRUE(broken([](Ledger& l) { ++l.cleared; }));
    for (std::size_t cause = 0; cause < static_cast<std::size_t>(Drop::Count); ++cause)
        EXPECT_TRUE(broken([cause](Ledger& l) { l.drop(static_cast<Drop>(cause)); }));
    EXPECT_TRUE(broken([](Ledger& l) { ++l.commands_written; }));
    EXPECT_TRUE(broken([](Ledger& l) { ++l.commands_executed; }));
    EXPECT_TRUE(broken([](Ledger& l) { ++l.commands_skipped; }));
    EXPECT_TRUE(broken([](Ledger& l) { ++l.commands_abandoned; }));
}

} // namespace
} // namespace itstorm
