// SPDX-License-Identifier: Apache-2.0
// An interrupt that software disables is withdrawn from the CPU interface after the stream cost;
// RWP is set until then.
#include "arch/gicd_regs.h"
#include "arch/gicr_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

using sc_core::wait;

namespace {

constexpr std::uint64_t rwp = 1u << 31;

// SPI 64 is at the CPU interface of PE 0.
void with_spi_presented(const std::function<void(Bench&)>& software)
{
    Bench b;
    b.run_software([&] {
        b.bring_up_spi(64, 0);
        b.pulse(64);
        b.settle();
        ASSERT_TRUE(b.irq(0));
        software(b);
    });
}

} // namespace

TEST(Recall, disabling_an_spi_takes_the_time_of_the_stream)
{
    with_spi_presented([](Bench& b) {
        b.write_spi_bit(GIC_ICENABLER, 64);
        wait(cycles(b.config.stream - 1));
        EXPECT_TRUE(b.irq(0));
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x53u | rwp);
        wait(cycles(2));
        EXPECT_FALSE(b.irq(0));
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x53u);
        EXPECT_TRUE(b.spi_bit(GIC_ISPENDR, 64));
    });
}

TEST(Recall, an_spi_may_be_acknowledged_until_it_is_withdrawn)
{
    with_spi_presented([](Bench& b) {
        b.write_spi_bit(GIC_ICENABLER, 64);
        EXPECT_EQ(b.iar(0), 64u);
        EXPECT_TRUE(b.spi_bit(GIC_ISACTIVER, 64));
        b.settle();
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x53u);
    });
}

TEST(Recall, an_spi_enabled_again_stays_presented)
{
    with_spi_presented([](Bench& b) {
        b.write_spi_bit(GIC_ICENABLER, 64);
        b.write_spi_bit(GIC_ISENABLER, 64);
        b.settle();
        EXPECT_EQ(b.lines[0]->irq_rises.size(), 1u);
        EXPECT_EQ(b.iar(0), 64u);
    });
}

TEST(Recall, of_an_spi_presents_the_next_best)
{
    with_spi_presented([](Bench& b) {
        b.set(0, 8195);
        b.settle();
        b.write_spi_bit(GIC_ICENABLER, 64);
        EXPECT_EQ(b.next(0), 8195u);
    });
}

TEST(Recall, disabling_an_spi_that_is_not_presented_takes_effect_at_once)
{
    with_spi_presented([](Bench& b) {
        b.bring_up_spi(65, 0); // no better than 64
        b.pulse(65);
        b.settle();
        b.write_spi_bit(GIC_ICENABLER, 65);
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x53u);
    });
}

TEST(Recall, clearing_a_group_enable_withdraws_from_every_pe)
{
    Bench b;
    b.run_software([&] {
        b.set(0, 8195);
        b.set(1, 8195);
        b.settle();
        b.write_gicd(GICD_CTLR, 1);
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x51u | rwp);
        b.settle();
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x51u);
        EXPECT_FALSE(b.irq(0) || b.irq(1));
        b.write_gicd(GICD_CTLR, 3);
        EXPECT_EQ(b.next(0), 8195u);
    });
}

TEST(Recall, an_lpi_cleared_during_its_withdrawal_goes_at_once)
{
    Bench b;
    b.run_software([&] {
        b.set(0, 8195);
        b.settle();
        b.write_gicd(GICD_CTLR, 1);
        b.gic.clear(0, 8195);
        EXPECT_FALSE(b.irq(0));
        EXPECT_EQ(b.iar(0), 1023u);
    });
}

TEST(Recall, disabling_a_ppi_does_not_show_in_the_distributor)
{
    Bench b;
    b.run_software([&] {
        b.gic.ppi(1).ppi(27, true);
        b.settle();
        b.write_gicr(1, GICR_ICENABLER0, 1u << 27);
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x53u);
        EXPECT_TRUE(b.irq(1));
        wait(cycles(b.config.stream + 1));
        EXPECT_FALSE(b.irq(1));
    });
}

TEST(Recall, takes_no_time_without_a_stream_cost)
{
    RedistributorConfig config = Bench::config_for(1);
    config.stream = 0;
    Bench b(config);
    b.run_software([&] {
        b.set(0, 8195);
        b.settle();
        b.write_gicd(GICD_CTLR, 1);
        EXPECT_FALSE(b.irq(0));
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x51u);
    });
}

} // namespace itstorm
