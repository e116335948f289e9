// SPDX-License-Identifier: Apache-2.0
// RegFile: rows, halves of 64-bit registers, access sizes, hooks.
#include "common/reg_file.h"
#include <gtest/gtest.h>

namespace {

using itstorm::Reg;
using itstorm::RegFile;

struct Block {
    std::uint64_t seen_before = 0, seen_value = 0;
    unsigned writes = 0;
    std::uint64_t status(std::uint64_t stored) { return stored | 0x100; }
    void changed(std::uint64_t before, std::uint64_t value)
    {
        ++writes;
        seen_before = before;
        seen_value = value;
    }

    RegFile<Block> regs{ *this,
                         {
                             // offset, bytes, name, reset, writable bits, on read, on write
                             { 0x00, 4, "CTRL", 0x80, 0x0f, nullptr, &Block::changed },
                             { 0x04, 4, "STATUS", 0, 0, &Block::status, nullptr },
                             { 0x10, 8, "BASE", 0, 0x8000'0000'ffff'f000, nullptr,
                               &Block::changed },
                         } };

    std::uint64_t read(std::uint32_t offset, unsigned bytes)
    {
        std::uint64_t value = 0xdead;
        regs.read(offset, bytes, value);
        return value;
    }
};

TEST(RegFile, a_register_reads_its_reset_value)
{
    Block block;
    EXPECT_EQ(block.read(0x00, 4), 0x80u);
}

TEST(RegFile, only_writable_bits_change)
{
    Block block;
    block.regs.write(0x00, 4, 0xffffffff);
    EXPECT_EQ(block.read(0x00, 4), 0x8fu);
}

TEST(RegFile, a_read_hook_shapes_what_software_sees_and_not_what_is_stored)
{
    Block block;
    EXPECT_EQ(block.read(0x04, 4), 0x100u);
    EXPECT_EQ(block.regs.get(0x04), 0u);
}

TEST(RegFile, a_write_hook_gets_the_value_before_and_after)
{
    Block block;
    block.regs.write(0x00, 4, 0x05);
    EXPECT_EQ(block.seen_before, 0x80u);
    EXPECT_EQ(block.seen_value, 0x85u);
}

TEST(RegFile, a_64_bit_register_takes_one_access_or_two_halves)
{
    Block block;
    block.regs.write(0x10, 4, 0x12345678);
    block.regs.write(0x14, 4, 0xffffffff);
    EXPECT_EQ(block.read(0x10, 8), 0x8000'0000'1234'5000u);
    EXPECT_EQ(block.read(0x10, 4), 0x1234'5000u);
    EXPECT_EQ(block.read(0x14, 4), 0x8000'0000u);
    block.regs.write(0x10, 8, 0x7000);
    EXPECT_EQ(block.read(0x10, 8), 0x7000u);
    EXPECT_EQ(block.writes, 3u);
}

TEST(RegFile, a_half_leaves_the_other_half_alone)
{
    Block block;
    block.regs.write(0x10, 8, 0x8000'0000'0000'1000);
    block.regs.write(0x10, 4, 0x2000);
    EXPECT_EQ(block.read(0x10, 8), 0x8000'0000'0000'2000u);
}

TEST(RegFile, reserved_offsets_read_zero_and_ignore_writes)
{
    Block block;
    EXPECT_FALSE(block.regs.write(0x20, 4, 0xffffffff));
    EXPECT_EQ(block.read(0x20, 4), 0u);
    EXPECT_EQ(block.read(0x24, 4), 0u); // not an upper half either
}

TEST(RegFile, the_word_behind_a_32_bit_register_is_not_its_upper_half)
{
    Block block;
    RegFile<Block> regs(block, { { 0x08, 4, "ALONE", 0x55, 0xff, nullptr, nullptr } });
    std::uint64_t value = 1;
    EXPECT_FALSE(regs.read(0x0c, 4, value));
    EXPECT_EQ(value, 0u);
}

TEST(RegFile, sizes_and_alignments_that_no_register_takes_read_zero_and_ignore_writes)
{
    Block block;
    std::uint64_t value = 1;
    EXPECT_FALSE(block.regs.read(0x00, 8, value)); // 64-bit access to a 32-bit register
    EXPECT_FALSE(block.regs.read(0x00, 2, value));
    EXPECT_FALSE(block.regs.read(0x12, 4, value));
    EXPECT_FALSE(block.regs.read(0x14, 8, value));
    EXPECT_EQ(value, 0u);
    EXPECT_FALSE(block.regs.write(0x00, 1, 0x0f));
    EXPECT_EQ(block.read(0x00, 4), 0x80u);
}

} // namespace
