// SPDX-License-Identifier: Apache-2.0
// LPI tables in memory (Arm IHI 0069, "LPI Configuration tables", "LPI Pending tables").
#include "arch/lpi_table.h"
#include <gtest/gtest.h>

TEST(LpiTable, configuration_byte)
{
    EXPECT_EQ(lpi_config(0xa0, true), 0xa3);
    EXPECT_EQ(lpi_config(0x80, false), 0x82);
    EXPECT_EQ(lpi_config(0xff, true), 0xff); // priority [7:2] only
    EXPECT_EQ(lpi_config_priority(0xa3), 0xa0);
    EXPECT_TRUE(lpi_config_enabled(0xa3));
    EXPECT_FALSE(lpi_config_enabled(0x22));
}

TEST(LpiTable, configuration_address_starts_at_the_first_lpi)
{
    EXPECT_EQ(lpi_config_address(0x90000000, 8192), 0x90000000u);
    EXPECT_EQ(lpi_config_address(0x90000000, 8195), 0x90000003u);
    EXPECT_EQ(lpi_config_address(0x90000000, 65535), 0x9000dfffu);
}

TEST(LpiTable, pending_bit_starts_at_intid_zero)
{
    EXPECT_EQ(lpi_pending_address(0xa0000000, 8195), 0xa0000400u);
    EXPECT_EQ(lpi_pending_bit(8195), 3u);
    EXPECT_EQ(lpi_pending_address(0xa0000000, 65535), 0xa0001fffu);
    EXPECT_EQ(lpi_pending_bit(65535), 7u);
}

TEST(LpiTable, table_sizes)
{
    EXPECT_EQ(lpi_config_table_bytes(16), 57344u);
    EXPECT_EQ(lpi_pending_table_bytes(16), 8192u);
    EXPECT_EQ(lpi_config_table_bytes(14), 8192u);
}

TEST(LpiTable, range_has_both_ends)
{
    EXPECT_FALSE(lpi_in_range(8191, 16));
    EXPECT_TRUE(lpi_in_range(8192, 16));
    EXPECT_TRUE(lpi_in_range(65535, 16));
    EXPECT_FALSE(lpi_in_range(65536, 16));
    EXPECT_FALSE(lpi_in_range(16384, 14));
    EXPECT_FALSE(lpi_in_range(8192, 13)); // 13 bits name no LPI
}
