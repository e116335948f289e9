// Private interrupts: pending by latch and by wire, groups, priorities.
#include "redistributor/sgi_ppi.h"
#include <gtest/gtest.h>

namespace {

struct Private : sgi_ppi {
    Private()
    {
        sgi_ppi_init(this, 5);
        group1 = enabled = 0xffffffff;
        for (unsigned intid = 0; intid < 32; ++intid)
            sgi_ppi_set_priority(this, intid, 0xa0);
    }
    std::uint32_t best() const { return sgi_ppi_best(this).intid; }
};

} // namespace

TEST(SgiPpi, ALevelPpiIsPendingWhileItsWireIsHigh)
{
    Private p;
    sgi_ppi_line(&p, 27, true);
    EXPECT_EQ(p.best(), 27u);
    sgi_ppi_line(&p, 27, false);
    EXPECT_EQ(p.best(), INTID_NONE);
}

TEST(SgiPpi, ALevelPpiIsPendingAgainAfterItsEndIfTheWireIsStillHigh)
{
    Private p;
    sgi_ppi_line(&p, 27, true);
    sgi_ppi_acknowledge(&p, 27);
    EXPECT_EQ(p.best(), INTID_NONE); // active and pending waits for deactivation
    sgi_ppi_deactivate(&p, 27);
    EXPECT_EQ(p.best(), 27u);
}

TEST(SgiPpi, AnEdgePpiLatchesTheRisingEdgeOnce)
{
    Private p;
    sgi_ppi_set_config(&p, 2u << 2 * (18 - 16));
    sgi_ppi_line(&p, 18, true);
    sgi_ppi_line(&p, 18, true);
    sgi_ppi_line(&p, 18, false);
    EXPECT_EQ(p.best(), 18u);
    sgi_ppi_acknowledge(&p, 18);
    sgi_ppi_deactivate(&p, 18);
    EXPECT_EQ(p.best(), INTID_NONE);
}

TEST(SgiPpi, SgisAreEdgeWhateverIsWritten)
{
    Private p;
    EXPECT_EQ(sgi_ppi_config(&p, 0), 0xaaaaaaaau);
    EXPECT_EQ(sgi_ppi_config(&p, 1), 0u);
    sgi_ppi_set_config(&p, 0xffffffff);
    EXPECT_EQ(sgi_ppi_config(&p, 1), 0xaaaaaaaau);
    EXPECT_EQ(sgi_ppi_config(&p, 0), 0xaaaaaaaau);
}

TEST(SgiPpi, OnlyEnabledGroup1InterruptsAreCandidates)
{
    Private p;
    sgi_ppi_send(&p, 5);
    p.enabled = ~(1u << 5);
    EXPECT_EQ(p.best(), INTID_NONE);
    p.enabled = 0xffffffff;
    p.group1 = ~(1u << 5);
    EXPECT_EQ(p.best(), INTID_NONE);
    p.group1 = 0xffffffff;
    EXPECT_EQ(p.best(), 5u);
}

TEST(SgiPpi, BestIsByPriorityThenByIntid)
{
    Private p;
    for (const unsigned sgi : { 3u, 7u, 9u })
        sgi_ppi_send(&p, sgi);
    EXPECT_EQ(p.best(), 3u);
    sgi_ppi_set_priority(&p, 9, 0x9f); // 0x98 is kept
    EXPECT_EQ(p.best(), 9u);
    EXPECT_TRUE(sgi_ppi_is_candidate(&p, { 9, 0x98 }));
    EXPECT_FALSE(sgi_ppi_is_candidate(&p, { 9, 0xa0 }));
}
