// SPDX-License-Identifier: Apache-2.0
// FaultPlan and Ledger: a fault fires once, at its n-th chance; causes of drops have distinct
// names.
#include "common/ledger.h"
#include <gtest/gtest.h>
#include <set>
#include <string>

namespace {

using namespace itstorm;

TEST(FaultPlan, FiresOnceAtTheNthChanceOfItsKind)
{
    FaultPlan plan{ Fault::DropMsi, 3 };
    EXPECT_FALSE(plan.fires(Fault::DropMsi));
    EXPECT_FALSE(plan.fires(Fault::DropMsi));
    EXPECT_TRUE(plan.fires(Fault::DropMsi));
    EXPECT_FALSE(plan.fires(Fault::DropMsi));
}

TEST(FaultPlan, ChancesOfAnotherKindDoNotCount)
{
    FaultPlan plan{ Fault::DropMsi, 1 };
    EXPECT_FALSE(plan.fires(Fault::DoubleMsi));
    EXPECT_TRUE(plan.fires(Fault::DropMsi));
}

TEST(FaultPlan, NeverFiresByDefault)
{
    FaultPlan plan;
    EXPECT_FALSE(plan.fires(Fault::SkipCreadr));
}

// Each line of the books has a fault of its own, which loses the n-th booking of that line.
TEST(Ledger, LosesTheBookingThatItsFaultNamesAndNoOther)
{
    std::uint64_t Ledger::*const lines[] = {
        &Ledger::msis_sent,        &Ledger::set_by_int,
        &Ledger::merged_in_device, &Ledger::merged_in_redistributor,
        &Ledger::acknowledged,     &Ledger::cleared,
        &Ledger::commands_written, &Ledger::commands_executed,
        &Ledger::commands_skipped, &Ledger::commands_abandoned
    };
    const Fault faults[] = { Fault::SentUncounted,        Fault::IntUncounted,
                             Fault::DeviceMergeUncounted, Fault::MergeUncounted,
                             Fault::AckUncounted,         Fault::ClearUncounted,
                             Fault::WrittenUncounted,     Fault::ExecuteUncounted,
                             Fault::SkipUncounted,        Fault::AbandonUncounted };
    for (std::size_t lost = 0; lost < std::size(faults); lost++) {
        Ledger ledger{ { faults[lost], 2 } };
        for (unsigned n = 0; n < 3; n++)
            for (const auto line : lines)
                ledger.book(line, 5);
        for (std::size_t n = 0; n < std::size(lines); n++)
            EXPECT_EQ(ledger.*lines[n], n == lost ? 10u : 15u) << lost << " " << n;
    }
}

TEST(Ledger, ANumberOfZeroIsNoBookingThatCouldBeLost)
{
    Ledger ledger{ { Fault::WrittenUncounted, 1 } };
    ledger.book(&Ledger::commands_written, 0);
    ledger.book(&Ledger::commands_written, 7);
    EXPECT_EQ(ledger.commands_written, 0u);
}

TEST(Ledger, EveryDropCauseHasItsOwnName)
{
    std::set<std::string> names;
    for (unsigned cause = 0; cause < static_cast<unsigned>(Drop::Count); ++cause)
        names.insert(drop_name(static_cast<Drop>(cause)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(Drop::Count));
    EXPECT_EQ(names.count("unknown"), 0u);
}

TEST(Ledger, DroppedTotalIsTheSumOverCauses)
{
    Ledger ledger;
    ledger.drop(Drop::UnmappedDevice);
    ledger.drop(Drop::UnmappedDevice);
    ledger.drop(Drop::LpisOff);
    EXPECT_EQ(ledger.dropped[static_cast<std::size_t>(Drop::UnmappedDevice)], 2u);
    EXPECT_EQ(ledger.dropped_total(), 3u);
}

} // namespace
