// SPDX-License-Identifier: Apache-2.0
// RDS, the rows of private interrupts, power, groups and Security states.
#include "arch/gicd_regs.h"
#include "fixture.h"

namespace itstorm {

namespace {

// PE 1 sleeps, and (5, 3) has arrived for it.
struct Asleep {
    Asleep()
    {
        f.gic.redistributors.probes.wake_request.attach([this](const WakeRequestFact& fact) {
            EXPECT_EQ(fact.target, 1u);
            wake_request = fact.level;
        });
        f.gicr_write(1, 0x14, 2);
        f.msi(5, 3);
    }

    bool wake_request = false;
    Fixture f;
};

} // namespace

TEST(RDS_19, a_redistributor_asleep_signals_nothing_and_requests_power)
{
    Asleep s;
    EXPECT_EQ(s.f.gicr(1, 0x14), 6u); // ProcessorSleep, ChildrenAsleep
    EXPECT_TRUE(s.f.pending(1, 8195));
    EXPECT_TRUE(s.f.nothing());
    EXPECT_TRUE(s.wake_request);
}

TEST(RDS_20, a_redistributor_awake_again_delivers_the_lpi)
{
    Asleep s;
    s.f.gicr_write(1, 0x14, 0);
    s.f.settle();
    EXPECT_EQ(s.f.gicr(1, 0x14), 0u);
    EXPECT_FALSE(s.wake_request);
    EXPECT_TRUE(s.f.gets(1, 8195));
}

TEST(RDS_21, enables_are_set_and_cleared_bit_by_bit)
{
    Fixture f(Fixture::Bare{}, f1_config());
    f.gicr_write(1, 0x10100, 0xf0);
    EXPECT_EQ(f.gicr(1, 0x10100), 0xf0u);
    f.gicr_write(1, 0x10100, 0x01);
    f.gicr_write(1, 0x10180, 0x30);
    EXPECT_EQ(f.gicr(1, 0x10100), 0xc1u);
    EXPECT_EQ(f.gicr(1, 0x10180), 0xc1u);
    EXPECT_EQ(f.gicr(2, 0x10100), 0u); // private
}

TEST(RDS_22, pending_of_a_level_ppi_is_its_latch_or_its_line)
{
    Fixture f;
    f.gicr_write(1, 0x10200, 0x40000);
    EXPECT_EQ(f.gicr(1, 0x10200), 0x40000u);
    f.gicr_write(1, 0x10280, 0x40000);
    EXPECT_EQ(f.gicr(1, 0x10200), 0u);
    f.gic.redistributors.ppi(1).ppi(18, true);
    EXPECT_EQ(f.gicr(1, 0x10200), 0x40000u);
    f.gicr_write(1, 0x10280, 0x40000);
    EXPECT_EQ(f.gicr(1, 0x10200), 0x40000u);
}

TEST(RDS_23, sgis_stay_edge)
{
    Fixture f;
    f.gicr_write(1, 0x10c00, 0);
    EXPECT_EQ(f.gicr(1, 0x10c00), 0xaaaaaaaau);
}

TEST(RDS_24, priorities_take_bytes_and_words_and_ignore_half_words)
{
    Fixture f;
    f.gicr_write(1, 0x10400, 0x10203040);
    EXPECT_EQ(f.gicr(1, 0x10400), 0x10203040u);
    f.gicr_write(1, 0x10401, 0x58, 1);
    EXPECT_EQ(f.gicr(1, 0x10400), 0x10205840u);
    f.gicr_write(1, 0x10400, 0xffff, 2);
    EXPECT_EQ(f.gicr(1, 0x10400), 0x10205840u);
}

TEST(RDS_28, with_two_security_states_lpis_have_the_lower_half_of_the_priorities)
{
    SocConfig config = f1_config();
    config.redistributor.security_states = 2;
    Fixture f(config);
    f.set_config(8195, 0x43);
    f.send({ its_cmd_inv(5, 3), its_cmd_sync(1) });
    f.msr(1, ICC_PMR_EL1, 0x40); // Non-secure view of 0xA0
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing());
    f.msr(1, ICC_PMR_EL1, 0x50); // 0xA8
    EXPECT_TRUE(f.gets(1, 8195));
    EXPECT_EQ(f.mrs(1, ICC_AP1R0_EL1), 0x00100000u); // 0xA0 is active
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0x40u);         // Non-secure view
}

TEST(RDS_29, a_group_that_the_distributor_disables_keeps_its_lpis_pending)
{
    Fixture f;
    f.msi(5, 3);
    ASSERT_TRUE(f.gic.irq(1));
    f.gicd_write(0x0, 0x11); // EnableGrp0 alone
    f.settle();
    EXPECT_TRUE(f.pending(1, 8195));
    EXPECT_TRUE(f.nothing());
    f.gicd_write(0x0, 0x13);
    f.settle();
    EXPECT_TRUE(f.gets(1, 8195));
}

} // namespace itstorm
