// FaultPlan and Ledger: a fault fires once, at its n-th chance; causes of drops have distinct
// names.
#include "common/fault.h"
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
