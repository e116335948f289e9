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

TEST(RegFile, ARegisterReadsItsResetValue)
{
    Block block;
    EXPECT_EQ(block.read(0x00, 4), 0x80u);
}

TEST(RegFile, OnlyWritableBitsChange)
{
    Block block;
    block.regs.write(0x00, 4, 0xffffffff);
    EXPECT_EQ(block.read(0x00, 4), 0x8fu);
}

TEST(RegFile, AReadHookShapesWhatSoftwareSeesAndNotWhatIsStored)
{
    Block block;
    EXPECT_EQ(block.read(0x04, 4), 0x100u);
    EXPECT_EQ(block.regs.get(0x04), 0u);
}

TEST(RegFile, AWriteHookGetsTheValueBeforeAndAfter)
{
    Block block;
    block.regs.write(0x00, 4, 0x05);
    EXPECT_EQ(block.seen_before, 0x80u);
    EXPECT_EQ(block.seen_value, 0x85u);
}

TEST(RegFile, A64BitRegisterTakesOneAccessOrTwoHalves)
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

TEST(RegFile, AHalfLeavesTheOtherHalfAlone)
{
    Block block;
    block.regs.write(0x10, 8, 0x8000'0000'0000'1000);
    block.regs.write(0x10, 4, 0x2000);
    EXPECT_EQ(block.read(0x10, 8), 0x8000'0000'0000'2000u);
}

TEST(RegFile, ReservedOffsetsReadZeroAndIgnoreWrites)
{
    Block block;
    EXPECT_FALSE(block.regs.write(0x20, 4, 0xffffffff));
    EXPECT_EQ(block.read(0x20, 4), 0u);
    EXPECT_EQ(block.read(0x24, 4), 0u); // not an upper half either
}

TEST(RegFile, TheWordBehindA32BitRegisterIsNotItsUpperHalf)
{
    Block block;
    RegFile<Block> regs(block, { { 0x08, 4, "ALONE", 0x55, 0xff, nullptr, nullptr } });
    std::uint64_t value = 1;
    EXPECT_FALSE(regs.read(0x0c, 4, value));
    EXPECT_EQ(value, 0u);
}

TEST(RegFile, SizesAndAlignmentsThatNoRegisterTakesReadZeroAndIgnoreWrites)
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
