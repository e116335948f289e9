// SPDX-License-Identifier: Apache-2.0
// The guest's configuration space: what it sees, and which writes reach its device. Register
// offsets are literals of the PCI Express Base Specification.
#include "vpci_bench.h"
#include <gtest/gtest.h>

using namespace fake;

namespace {

struct Vpci : testing::Test, VpciBench {};

TEST_F(Vpci, a_guest_sees_its_own_devices_only)
{
    EXPECT_EQ(read(0x00, 4, 0x100), 0x1700'13b5u);
    EXPECT_EQ(read(0x00, 4, 0x101), 0x1700'13b5u);
    EXPECT_EQ(read(0x00, 4, 0x102), 0xffff'ffffu); // the other domain's
    EXPECT_EQ(read(0x00, 4, 0x103), 0xffff'ffffu); // no device
    EXPECT_EQ(access(0x102, 0, 4, false, 0, 1), 0x1700'13b5u);
}

TEST_F(Vpci, a_write_to_another_domains_device_is_ignored)
{
    write(0x04, 6, 2, 0x102);
    EXPECT_EQ(hardware(0x04, 2, 0x102), 0u);
}

TEST_F(Vpci, writes_of_the_command_register_reach_the_device)
{
    write(0x04, 0xffff, 2);
    EXPECT_EQ(hardware(0x04, 2), 0x406u);
    write(0x04, 0x2, 1);
    EXPECT_EQ(hardware(0x04, 2), 0x402u);
    EXPECT_EQ(read(0x04, 2), 0x402u);
}

TEST_F(Vpci, bars_are_at_the_guests_addresses)
{
    EXPECT_EQ(read(0x10), GUEST_BAR_BASE | 4u);
    EXPECT_EQ(read(0x18), (GUEST_BAR_BASE + GUEST_BAR2_OFFSET) | 4u);
    EXPECT_EQ(read(0x10, 4, 0x101), (GUEST_BAR_BASE + GUEST_BAR_STRIDE) | 4u);
    for (const unsigned upper : { 0x14u, 0x1cu, 0x20u, 0x24u })
        EXPECT_EQ(read(upper), 0u);
    EXPECT_EQ(read(0x12, 2), GUEST_BAR_BASE >> 16);
}

TEST_F(Vpci, bars_tell_their_size_and_the_devices_own_do_not_change)
{
    const std::uint32_t physical = hardware(0x10);
    write(0x10, 0xffff'ffff);
    write(0x14, 0xffff'ffff);
    EXPECT_EQ(read(0x10), 0xffff'0004u);
    EXPECT_EQ(read(0x14), 0xffff'ffffu);
    EXPECT_EQ(hardware(0x10), physical);
    write(0x10, GUEST_BAR_BASE);
    write(0x14, 0);
    EXPECT_EQ(read(0x10), GUEST_BAR_BASE | 4u);
    EXPECT_EQ(read(0x14), 0u);
}

TEST_F(Vpci, a_bar_does_not_move)
{
    write(0x10, 0x7777'0000);
    EXPECT_EQ(read(0x10), GUEST_BAR_BASE | 4u);
}

TEST_F(Vpci, writes_of_msix_enable_and_function_mask_reach_the_device)
{
    write(0xa2, 0xffff, 2);
    EXPECT_EQ(hardware(0xa2, 2), 0xc007u);
    write(0xa0, 0x8000'0000); // the whole word, as Linux does not
    EXPECT_EQ(hardware(0xa2, 2), 0x8007u);
}

TEST_F(Vpci, writes_of_the_msi_capability_reach_the_device)
{
    write(0x84, 0x0808'0041);
    write(0x88, 1);
    write(0x8c, 0x55, 2);
    write(0x90, 0xf0);
    write(0x82, 0x31, 2);
    EXPECT_EQ(hardware(0x84), 0x0808'0040u);
    EXPECT_EQ(hardware(0x88), 1u);
    EXPECT_EQ(hardware(0x8c), 0x55u);
    EXPECT_EQ(hardware(0x90), 0xf0u);
    EXPECT_EQ(hardware(0x82, 2), 0x1b7u);
}

TEST_F(Vpci, the_hosts_bits_of_the_device_control_register_stay)
{
    w.config_write(pci_ecam_offset(0x100) + 0x48, 2, 0x000f); // error reporting
    write(0x48, 0x2000, 2);
    EXPECT_EQ(hardware(0x48, 2), 0x200fu);
}

TEST_F(Vpci, a_function_level_reset_leaves_the_device_where_it_was)
{
    const std::uint32_t bar0 = hardware(0x10), bar2 = hardware(0x18);
    write(0x04, 6, 2);
    write(0x10, 0xffff'ffff);
    write(0x48, 0x8000, 2);
    EXPECT_EQ(w.resets, (std::vector<std::uint16_t>{ 0x100 }));
    EXPECT_EQ(hardware(0x10), bar0);
    EXPECT_EQ(hardware(0x18), bar2);
    EXPECT_EQ(read(0x04, 2), 0u);
    EXPECT_EQ(read(0x10), GUEST_BAR_BASE | 4u);
}

TEST_F(Vpci, writes_of_other_registers_do_not_reach_the_device)
{
    for (std::uint32_t reg = 0; reg < 0x100; reg += 4) {
        const bool passes =
            reg == 0x04 || reg == 0x3c || reg == 0x48 || reg == 0xa0 || (reg >= 0x80 && reg < 0x94);
        const std::uint32_t before = hardware(reg);
        if (!passes)
            write(reg, ~before);
        EXPECT_EQ(hardware(reg), before) << reg;
    }
}

TEST_F(Vpci, accesses_that_span_registers_find_no_device)
{
    EXPECT_EQ(read(0x00, 8), ~0ull);
    EXPECT_EQ(read(0x01, 2), 0xffffu);
    EXPECT_EQ(read(0x02, 4), 0xffff'ffffu);
    EXPECT_EQ(read(0xffe, 4), 0xffff'ffffu); // into the next function
    write(0x03, 0x0606, 2);
    write(0x00, ~0ull, 8);
    EXPECT_EQ(hardware(0x04, 2), 0u);
}

TEST_F(Vpci, there_is_no_extended_configuration_space)
{
    EXPECT_EQ(read(0x100), 0u);
    write(0x100, 1);
    EXPECT_EQ(read(0xffc), 0u);
}

} // namespace
