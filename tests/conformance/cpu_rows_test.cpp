// SPDX-License-Identifier: Apache-2.0
// CPU: the physical CPU interface.
#include "arch/gicd_regs.h"
#include "fixture.h"

namespace itstorm {

namespace {

// SPI 64, delivered to and acknowledged by PE 1.
void take_spi(Fixture& f)
{
    f.set_up_spi(64, 1);
    f.raise_spi(64);
    f.settle();
    ASSERT_TRUE(f.gets(1, 64));
}

} // namespace

TEST(CPU_01, iar_with_nothing_pending_is_spurious_and_changes_nothing)
{
    Fixture f;
    EXPECT_EQ(f.acknowledge(1), 1023u);
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0xffu);
    EXPECT_EQ(f.mrs(1, ICC_AP1R0_EL1), 0u);
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CPU_02, pmr_masks_its_own_priority)
{
    Fixture f;
    f.msr(1, ICC_PMR_EL1, 0xa0);
    f.msi(5, 3);
    EXPECT_TRUE(f.pending(1, 8195));
    EXPECT_TRUE(f.nothing());
}

TEST(CPU_03, pmr_lets_a_higher_priority_through)
{
    Fixture f;
    f.msr(1, ICC_PMR_EL1, 0xa8);
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CPU_04, hppir_ignores_pmr)
{
    Fixture f;
    f.mask(1);
    f.msi(5, 3);
    EXPECT_EQ(f.mrs(1, ICC_HPPIR1_EL1), 8195u);
    EXPECT_TRUE(f.pending(1, 8195)); // and nothing has changed
}

TEST(CPU_05, iar_takes_the_lpi_and_its_priority_runs)
{
    Fixture f;
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    EXPECT_EQ(f.mrs(1, ICC_HPPIR1_EL1), 1023u);
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0xa0u);
}

TEST(CPU_06, eoir_drops_the_running_priority)
{
    Fixture f;
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 8195);
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0xffu);
}

TEST(CPU_07, with_eoimode_an_spi_is_active_until_dir)
{
    Fixture f;
    f.msr(1, ICC_CTLR_EL1, 2);
    take_spi(f);
    f.eoi(1, 64);
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0xffu);
    EXPECT_TRUE(f.spi_bit(0x300, 64));
    f.msr(1, ICC_DIR_EL1, 64);
    EXPECT_FALSE(f.spi_bit(0x300, 64));
}

TEST(CPU_08, with_eoimode_an_lpi_comes_again_after_the_priority_drop)
{
    Fixture f;
    f.msr(1, ICC_CTLR_EL1, 2);
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    f.msi(5, 3);
    EXPECT_TRUE(f.nothing()); // its priority is running
    f.eoi(1, 8195);
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CPU_09, dir_of_an_lpi_has_no_effect)
{
    Fixture f;
    f.msr(1, ICC_CTLR_EL1, 2);
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    f.msi(5, 3);
    f.msr(1, ICC_DIR_EL1, 8195);
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0xa0u);
    EXPECT_TRUE(f.pending(1, 8195));
    EXPECT_TRUE(f.nothing());
}

TEST(CPU_10, an_spi_of_higher_priority_preempts_an_lpi)
{
    Fixture f;
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    f.set_up_spi(64, 1);
    f.gicd_write(0x400 + 64, 0x40, 1);
    f.raise_spi(64);
    f.settle();
    EXPECT_TRUE(f.gets(1, 64));
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0x40u);
    f.eoi(1, 64);
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0xa0u);
    f.eoi(1, 8195);
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0xffu);
}

TEST(CPU_11, priorities_of_one_group_do_not_preempt_each_other)
{
    Fixture f;
    f.msr(0, ICC_BPR1_EL1, 7);
    f.send({ its_cmd_movi(5, 3, 0), its_cmd_sync(0), its_cmd_sync(1) });
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(0, 8195));
    f.msi(5, 4);
    EXPECT_TRUE(f.pending(0, 8196));
    EXPECT_TRUE(f.nothing());
    f.eoi(0, 8195);
    EXPECT_TRUE(f.gets(0, 8196));
}

TEST(CPU_12, eoir_of_1023_is_ignored)
{
    Fixture f;
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    f.eoi(1, 1023);
    EXPECT_EQ(f.mrs(1, ICC_RPR_EL1), 0xa0u);
    EXPECT_EQ(f.mrs(1, ICC_AP1R0_EL1), 0x00100000u);
}

TEST(CPU_13, a_disabled_group_is_not_signalled)
{
    Fixture f;
    f.msi(5, 3);
    f.msr(1, ICC_IGRPEN1_EL1, 0);
    EXPECT_FALSE(f.gic.irq(1));
    EXPECT_EQ(f.acknowledge(1), 1023u);
    f.msr(1, ICC_IGRPEN1_EL1, 1);
    f.settle();
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(CPU_14, an_sgi_reaches_the_pe_of_its_target_list)
{
    Fixture f;
    f.msr(0, ICC_SGI1R_EL1, 0x05000004);
    f.settle();
    EXPECT_TRUE(f.gets(2, 5));
    EXPECT_TRUE(f.nothing());
}

TEST(CPU_15, an_sgi_to_all_leaves_its_sender_out)
{
    Fixture f;
    f.msr(0, ICC_SGI1R_EL1, 0x0000010005000000);
    f.settle();
    for (const unsigned pe : { 1u, 2u, 3u })
        EXPECT_TRUE(f.gets(pe, 5)) << pe;
    EXPECT_TRUE(f.nothing());
}

TEST(CPU_16, the_idle_running_priority_is_ff)
{
    Fixture f;
    EXPECT_EQ(f.mrs(0, ICC_RPR_EL1), 0xffu);
}

TEST(CPU_17, an_acknowledge_at_a0_sets_bit_20)
{
    Fixture f;
    f.msi(5, 3);
    EXPECT_TRUE(f.gets(1, 8195));
    EXPECT_EQ(f.mrs(1, ICC_AP1R0_EL1), 0x00100000u);
}

} // namespace itstorm
