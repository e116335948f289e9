// SPDX-License-Identifier: Apache-2.0
// DST: the distributor.
#include "arch/gicd_regs.h"
#include "fixture.h"

namespace itstorm {

namespace {

sc_core::sc_time ns(std::uint64_t n)
{
    return sc_core::sc_time(static_cast<double>(n), sc_core::SC_NS);
}

} // namespace

TEST(DST_01, after_reset_no_group_is_enabled_and_affinity_routing_is_on)
{
    Fixture f(Fixture::Bare{}, f1_config());
    EXPECT_EQ(f.gicd(0x0), 0x50u); // DS, ARE
}

TEST(DST_02, typer_reports_lpis_16_intid_bits_and_the_number_of_spis)
{
    Fixture f;
    const std::uint64_t typer = f.gicd(0x4);
    EXPECT_EQ(typer >> 17 & 1, 1u);
    EXPECT_EQ(typer >> 19 & 0x1f, 15u);
    EXPECT_EQ(typer & 0x1f, 3u); // 96 SPIs: up to INTID 32 (3 + 1) - 1
    f.set_up_spi(127, 0);
    EXPECT_TRUE(f.spi_bit(0x100, 127));
    f.gicd_write(0x100 + 4 * 4, 0xffffffff); // 128 and up
    EXPECT_EQ(f.gicd(0x100 + 4 * 4), 0u);
}

TEST(DST_03, an_spi_goes_to_the_pe_that_its_router_names)
{
    Fixture f;
    f.set_up_spi(64, 2);
    f.raise_spi(64);
    f.settle();
    EXPECT_TRUE(f.gets(2, 64));
    EXPECT_TRUE(f.nothing());
}

TEST(DST_04, private_interrupts_have_no_router)
{
    Fixture f;
    f.gicd_write(0x60f8, 0xffffffffffffffff, 8);
    EXPECT_EQ(f.gicd(0x60f8, 8), 0u);
}

TEST(DST_05, enables_of_private_interrupts_are_reserved)
{
    Fixture f;
    f.gicd_write(0x100, 0xffffffff);
    EXPECT_EQ(f.gicd(0x100), 0u);
}

TEST(DST_06, a_level_spi_comes_again_while_its_line_is_high)
{
    Fixture f;
    f.set_up_spi(64, 1);
    f.make_level(64);
    f.raise_spi(64);
    f.settle();
    EXPECT_TRUE(f.gets(1, 64));
    EXPECT_TRUE(f.spi_bit(0x300, 64)); // active
    EXPECT_TRUE(f.spi_bit(0x200, 64)); // and pending
    EXPECT_TRUE(f.nothing());
    f.eoi(1, 64);
    EXPECT_TRUE(f.gets(1, 64));
}

TEST(DST_07, two_edges_while_pending_are_one_delivery)
{
    Fixture f;
    f.set_up_spi(64, 1);
    for (unsigned n = 0; n < 2; n++) {
        f.raise_spi(64);
        f.lower_spi(64);
    }
    f.settle();
    EXPECT_TRUE(f.gets(1, 64));
    f.eoi(1, 64);
    EXPECT_TRUE(f.nothing());
}

TEST(DST_08, a_message_makes_an_spi_pending)
{
    Fixture f;
    EXPECT_EQ(f.gicd(0x4) >> 16 & 1, 1u); // MBIS
    f.set_up_spi(70, 3);
    f.gicd_write(0x40, 70);
    f.settle();
    EXPECT_TRUE(f.gets(3, 70));
}

TEST(DST_09, a_message_takes_the_pending_state_of_an_edge_spi_away)
{
    Fixture f;
    f.set_up_spi(70, 3);
    f.mask(3);
    f.gicd_write(0x40, 70);
    ASSERT_TRUE(f.spi_bit(0x200, 70));
    f.gicd_write(0x48, 70);
    EXPECT_FALSE(f.spi_bit(0x200, 70));
    f.unmask(3);
    f.settle();
    EXPECT_TRUE(f.nothing());
}

// The withdrawal takes the stream cost, in cycles of 1 GHz: one cycle early, and one late.
TEST(DST_10, rwp_reads_one_until_a_disabled_spi_is_withdrawn)
{
    Fixture f;
    f.set_up_spi(64, 1);
    f.raise_spi(64);
    f.settle();
    ASSERT_TRUE(f.gic.irq(1));
    f.gicd_write(0x188, 1); // ICENABLER2
    f.gic.run(ns(f.gic.config.redistributor.stream - 1));
    EXPECT_EQ(f.gicd(0x0) >> 31, 1u);
    EXPECT_TRUE(f.gic.irq(1));
    f.gic.run(ns(2));
    EXPECT_EQ(f.gicd(0x0) >> 31, 0u);
    EXPECT_FALSE(f.gic.irq(1));
    EXPECT_EQ(f.acknowledge(1), 1023u);
}

TEST(DST_11, a_new_route_takes_a_pending_spi_along)
{
    Fixture f;
    f.set_up_spi(64, 1);
    f.raise_spi(64);
    f.settle();
    ASSERT_TRUE(f.gic.irq(1));
    f.gicd_write(0x6000 + 8 * 64, 3, 8);
    f.settle();
    EXPECT_FALSE(f.gic.irq(1));
    EXPECT_TRUE(f.gets(3, 64));
}

TEST(DST_12, ds_stays_one)
{
    Fixture f;
    f.gicd_write(0x0, f.gicd(0x0) | 0x40);
    EXPECT_EQ(f.gicd(0x0) & 0x40, 0x40u);
    f.gicd_write(0x0, f.gicd(0x0) & ~0x40ull);
    EXPECT_EQ(f.gicd(0x0) & 0x40, 0x40u);
}

} // namespace itstorm
