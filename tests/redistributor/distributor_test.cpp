// SPDX-License-Identifier: Apache-2.0
// The distributor's frame: registers, access sizes, reserved offsets.
#include "arch/gicd_regs.h"
#include "bench.h"
#include <gtest/gtest.h>

namespace itstorm {

TEST(Distributor, its_control_register_takes_the_group_enables_alone)
{
    at_reset([](Bench& b) {
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x50u); // DS, ARE
        b.write_gicd(GICD_CTLR, 0x3);
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x53u);
        b.write_gicd(GICD_CTLR, ~0u);
        EXPECT_EQ(b.read_gicd(GICD_CTLR), 0x53u);
    });
}

TEST(Distributor, typer_describes_the_configuration)
{
    at_reset([](Bench& b) {
        EXPECT_EQ(b.read_gicd(GICD_TYPER), 0x067b0003u); // RSS, No1N, 16 ID bits, LPIs, MBIS, N 3
    });
}

TEST(Distributor, built_with_all_spis_has_no_fields_for_intids_1020_to_1023)
{
    RedistributorConfig config = Bench::config_for(4);
    config.spis = 988;
    at_reset(
        [](Bench& b) {
            EXPECT_EQ(b.read_gicd(GICD_TYPER) & 0x1f, 31u);
            b.write_gicd(GIC_ISENABLER + 31 * 4, ~0u);
            EXPECT_EQ(b.read_gicd(GIC_ISENABLER + 31 * 4), 0x0fffffffu);
            b.write_gicd(GICD_IROUTER + 8 * 1019, 2, 8);
            EXPECT_EQ(b.read_gicd(GICD_IROUTER + 8 * 1019, 8), 2u);
            b.write_gicd(GICD_IROUTER + 8 * 1020, 2, 8);
            EXPECT_EQ(b.read_gicd(GICD_IROUTER + 8 * 1020, 8), 0u);
        },
        config);
}

TEST(Distributor, its_id_registers_name_the_architecture)
{
    at_reset([](Bench& b) {
        const std::uint32_t expected[] = { 0x44, 0, 0,    0,    0x92, 0xb4,
                                           0x3b, 0, 0x0d, 0xf0, 0x05, 0xb1 };
        for (unsigned n = 0; n < 12; ++n)
            EXPECT_EQ(b.read_gicd(0xffd0 + 4 * n), expected[n]) << n;
    });
}

TEST(Distributor, fields_of_private_interrupts_are_reserved)
{
    at_reset([](Bench& b) {
        for (const std::uint32_t array :
             { 0x80u, 0x100u, 0x200u, 0x300u, 0x400u, 0x41cu, 0xc00u, 0xc04u }) {
            b.write_gicd(array, ~0u);
            EXPECT_EQ(b.read_gicd(array), 0u) << array;
        }
    });
}

TEST(Distributor, registers_unused_with_affinity_routing_and_one_security_state_are_reserved)
{
    at_reset([](Bench& b) {
        // TYPER2, SETSPI_SR, ITARGETSR32, IGRPMODR1, NSACR2, SGIR, CPENDSGIR, SPENDSGIR, extended
        // SPIs
        for (const std::uint32_t offset : { 0xcu, 0x50u, 0x820u, 0xd04u, 0xe08u, 0xf00u, 0xf10u,
                                            0xf20u, 0x1000u, 0x1200u, 0x2000u, 0x3000u, 0x8000u }) {
            b.write_gicd(offset, ~0u);
            EXPECT_EQ(b.read_gicd(offset), 0u) << offset;
        }
    });
}

TEST(Distributor, spis_beyond_the_configured_number_are_reserved)
{
    at_reset([](Bench& b) {
        b.write_gicd(GIC_ISENABLER + 4 * 4, ~0u); // 128 to 159
        EXPECT_EQ(b.read_gicd(GIC_ISENABLER + 4 * 4), 0u);
        b.write_gicd(GICD_IROUTER + 8 * 128, 1, 8);
        EXPECT_EQ(b.read_gicd(GICD_IROUTER + 8 * 128, 8), 0u);
    });
}

TEST(Distributor, set_and_clear_registers_show_the_same_state)
{
    at_reset([](Bench& b) {
        for (const std::uint32_t array : { 0x100u, 0x200u, 0x300u }) {
            b.write_gicd(array + 4, 0xf0);
            b.write_gicd(array + 0x80 + 4, 0x30);
            EXPECT_EQ(b.read_gicd(array + 4), 0xc0u) << array;
            EXPECT_EQ(b.read_gicd(array + 0x80 + 4), 0xc0u) << array;
        }
    });
}

TEST(Distributor, priorities_take_bytes_and_words)
{
    at_reset([](Bench& b) {
        b.write_gicd(0x400 + 33, 0x47, 1);
        EXPECT_EQ(b.read_gicd(0x400 + 32), 0x4000u); // five bits
        b.write_gicd(0x400 + 36, 0x10203040);
        EXPECT_EQ(b.read_gicd(0x400 + 39, 1), 0x10u);
        b.write_gicd(0x400 + 36, 0xffff, 2);
        EXPECT_EQ(b.read_gicd(0x400 + 36), 0x10203040u);
        b.write_gicd(0x100 + 4, 0xff, 1); // ISENABLER takes no bytes
        EXPECT_EQ(b.read_gicd(0x100 + 4), 0u);
    });
}

TEST(Distributor, icfgr_keeps_the_upper_bit_of_each_field)
{
    at_reset([](Bench& b) {
        b.write_gicd(0xc08, ~0u);
        EXPECT_EQ(b.read_gicd(0xc08), 0xaaaaaaaau);
        b.write_gicd(0xc0c, 0x55555555);
        EXPECT_EQ(b.read_gicd(0xc0c), 0u);
    });
}

TEST(Distributor, routers_take_64_bits_or_halves)
{
    at_reset([](Bench& b) {
        b.write_gicd(0x6000 + 8 * 40, ~0ull, 8);
        EXPECT_EQ(b.read_gicd(0x6000 + 8 * 40, 8), 0x00ffffffu); // no mode bit, no Aff3
        b.write_gicd(0x6000 + 8 * 40 + 4, ~0u);
        b.write_gicd(0x6000 + 8 * 40, 0x203);
        EXPECT_EQ(b.read_gicd(0x6000 + 8 * 40, 8), 0x203u);
        EXPECT_EQ(b.read_gicd(0x6000 + 8 * 40 + 4), 0u);
    });
}

TEST(Distributor, message_registers_read_as_zero)
{
    at_reset([](Bench& b) {
        b.write_gicd(GICD_SETSPI_NSR, 40);
        EXPECT_EQ(b.read_gicd(GICD_SETSPI_NSR), 0u);
        EXPECT_EQ(b.read_gicd(GIC_ISPENDR + 4), 1u << 8);
    });
}

TEST(Distributor, messages_for_intids_that_are_no_spis_are_ignored)
{
    at_reset([](Bench& b) {
        for (const std::uint32_t intid : { 0u, 31u, 128u, 1019u, 1023u }) {
            b.write_gicd(GICD_SETSPI_NSR, intid);
            b.write_gicd(GICD_CLRSPI_NSR, intid);
            b.gic.spi(intid, true);
        }
        for (unsigned word = 0; word < 32; ++word)
            EXPECT_EQ(b.read_gicd(GIC_ISPENDR + 4 * word), 0u);
    });
}

TEST(Distributor, refuses_a_number_of_spis_that_is_no_multiple_of_32)
{
    RedistributorConfig config = Bench::config_for(1);
    config.spis = 40;
    EXPECT_THROW(Bench b(config), std::invalid_argument);
}

} // namespace itstorm
