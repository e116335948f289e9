// SPDX-License-Identifier: Apache-2.0
// Configuration space without time: values after reset, which bits a driver may change, how BARs
// show their size. Offsets and bits are literals of the PCI Express Base Specification.
#include "device_traffic/config_space.h"
#include <gtest/gtest.h>

namespace {

struct ConfigSpaceTest : testing::Test {
    config_space c;

    ConfigSpaceTest() { init(64); }
    void init(unsigned vectors, bool pin = true)
    {
        config_identity id{};
        id.vendor = 0x13b5;
        id.device = 0x1701;
        id.class_code = 0x020000;
        id.vectors = vectors;
        id.interrupt_pin = pin;
        id.bar[0] = 0x1'5000'0000;
        id.bar[1] = 0x5001'0000;
        config_space_init(&c, &id);
    }
    std::uint32_t read(std::uint32_t offset, unsigned bytes = 4)
    {
        return config_space_read(&c, offset, bytes);
    }
    bool write(std::uint32_t offset, std::uint32_t value, unsigned bytes = 4)
    {
        return config_space_write(&c, offset, bytes, value);
    }
};

TEST_F(ConfigSpaceTest, the_header_identifies_a_type_zero_function)
{
    EXPECT_EQ(read(0x00), 0x1701'13b5u);
    EXPECT_EQ(read(0x08), 0x0200'0000u);
    EXPECT_EQ(read(0x0e, 1), 0u);
    EXPECT_EQ(read(0x06, 2), 0x10u); // it has a capability list
    EXPECT_EQ(read(0x3d, 1), 1u);    // INTA
    init(64, false);
    EXPECT_EQ(read(0x3d, 1), 0u);
}

TEST_F(ConfigSpaceTest, command_bits_of_features_that_the_function_lacks_cannot_be_set)
{
    write(0x04, 0xffff'ffff);
    EXPECT_EQ(read(0x04), 0x0010'0406u);
    EXPECT_TRUE(config_space_memory_enabled(&c));
    EXPECT_TRUE(config_space_bus_master(&c));
    EXPECT_TRUE(config_space_intx_disabled(&c));
}

TEST_F(ConfigSpaceTest, identity_and_list_are_read_only)
{
    for (const std::uint32_t offset : { 0x00u, 0x08u, 0x0cu, 0x20u, 0x28u, 0x2cu, 0x30u, 0x34u }) {
        const std::uint32_t before = read(offset);
        write(offset, ~before);
        EXPECT_EQ(read(offset), before) << offset;
    }
}

TEST_F(ConfigSpaceTest, the_interrupt_line_is_the_drivers_scratch_byte)
{
    write(0x3c, 0xffff'ffab);
    EXPECT_EQ(read(0x3c), 0x0000'01abu);
}

TEST_F(ConfigSpaceTest, bars_hold_the_addresses_that_firmware_has_chosen)
{
    EXPECT_EQ(read(0x10), 0x5000'0004u); // 64-bit memory, not prefetchable
    EXPECT_EQ(read(0x14), 1u);
    EXPECT_EQ(read(0x18), 0x5001'0004u);
    EXPECT_EQ(read(0x1c), 0u);
}

TEST_F(ConfigSpaceTest, all_ones_in_a_bar_read_back_as_its_size)
{
    for (const std::uint32_t bar : { 0x10u, 0x18u }) {
        write(bar, 0xffff'ffff);
        write(bar + 4, 0xffff'ffff);
        EXPECT_EQ(read(bar), 0xffff'0004u); // 64 KiB
        EXPECT_EQ(read(bar + 4), 0xffff'ffffu);
    }
    write(0x20, 0xffff'ffff);
    EXPECT_EQ(read(0x20), 0u); // there is no BAR4
}

TEST_F(ConfigSpaceTest, the_list_has_express_then_msi_then_msix)
{
    EXPECT_EQ(read(0x34, 1), 0x40u);
    EXPECT_EQ(read(0x40, 2), 0x8010u);
    EXPECT_EQ(read(0x80, 2), 0xa005u);
    EXPECT_EQ(read(0xa0, 2), 0x0011u);
}

TEST_F(ConfigSpaceTest, msix_reports_its_table_size_and_the_offsets_of_its_tables)
{
    EXPECT_EQ(read(0xa2, 2), 63u);
    EXPECT_EQ(read(0xa4), 0x0000'0002u); // BAR2 + 0
    EXPECT_EQ(read(0xa8), 0x0000'8002u); // BAR2 + 0x8000
    write(0xa2, 0xffff, 2);
    EXPECT_EQ(read(0xa2, 2), 0xc03fu);
    EXPECT_TRUE(config_space_msix_enabled(&c));
    EXPECT_TRUE(config_space_msix_function_masked(&c));
}

TEST_F(ConfigSpaceTest, msi_offers_the_largest_power_of_two_of_its_vectors_up_to_32)
{
    const struct {
        unsigned vectors;
        std::uint32_t log2, mask;
    } rows[] = {
        { 1, 0, 0x1 }, { 3, 1, 0x3 }, { 4, 2, 0xf }, { 31, 4, 0xffff }, { 2048, 5, 0xffff'ffff },
    };
    for (const auto& row : rows) {
        init(row.vectors);
        EXPECT_EQ(read(0x82, 2), 0x180u | row.log2 << 1) << row.vectors; // 64 bits, masking
        write(0x90, 0xffff'ffff);
        EXPECT_EQ(read(0x90), row.mask) << row.vectors;
    }
}

TEST_F(ConfigSpaceTest, a_driver_can_set_enable_count_address_data_and_mask_of_msi)
{
    for (std::uint32_t offset = 0x80; offset < 0x98; offset += 4)
        write(offset, 0xffff'ffff);
    EXPECT_EQ(read(0x82, 2), 0x01fbu);
    EXPECT_EQ(read(0x84), 0xffff'fffcu);
    EXPECT_EQ(read(0x88), 0xffff'ffffu);
    EXPECT_EQ(read(0x8c), 0x0000'ffffu);
    EXPECT_EQ(read(0x94), 0u); // pending bits are the function's
}

TEST_F(ConfigSpaceTest, msi_allows_no_more_vectors_than_it_offers)
{
    init(4);
    msi m{};
    write(0x82, 0x0071, 2); // enabled, log2 7: reserved
    config_space_load_msi(&c, &m);
    EXPECT_EQ(m.vectors, 4u);
}

TEST_F(ConfigSpaceTest, a_write_of_one_byte_changes_that_byte)
{
    write(0x84, 0x1122'3344);
    write(0x86, 0xee, 1);
    EXPECT_EQ(read(0x84), 0x11ee'3344u);
    EXPECT_EQ(read(0x87, 1), 0x11u);
    EXPECT_EQ(read(0x84, 2), 0x3344u);
}

TEST_F(ConfigSpaceTest, function_level_reset_is_requested_by_a_bit_that_reads_as_zero)
{
    EXPECT_TRUE(read(0x44) & 1u << 28); // capable
    EXPECT_FALSE(write(0x48, 0x2000, 2));
    EXPECT_TRUE(write(0x48, 0xa000, 2));
    EXPECT_EQ(read(0x48, 2), 0x2000u);
    EXPECT_TRUE(write(0x49, 0x80, 1));
}

TEST_F(ConfigSpaceTest, reset_clears_everything_that_software_has_set)
{
    const std::uint32_t identity = read(0x00);
    for (std::uint32_t offset = 0; offset < 0x100; offset += 4)
        write(offset, 0xffff'ffff);
    config_space_reset(&c);
    EXPECT_EQ(read(0x00), identity);
    EXPECT_EQ(read(0x04), 0x0010'0000u);
    EXPECT_EQ(read(0x10), 4u);
    EXPECT_EQ(read(0x14), 0u);
    EXPECT_EQ(read(0x82, 2), 0x018au);
    EXPECT_EQ(read(0xa2, 2), 63u);
}

TEST_F(ConfigSpaceTest, offsets_beyond_its_registers_are_reserved)
{
    EXPECT_FALSE(write(0x100, 0xffff'ffff));
    EXPECT_EQ(read(0x100), 0u);
    EXPECT_EQ(read(0xffc), 0u);
}

} // namespace
