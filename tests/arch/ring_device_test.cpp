// SPDX-License-Identifier: Apache-2.0
// Registers and entries of the devices with rings: literals, as a driver would have them from the
// device's manual.
#include "arch/nic.h"
#include "arch/nvme.h"
#include <gtest/gtest.h>

TEST(QueueRegs, blocks_follow_each_other)
{
    EXPECT_EQ(queue_block(0), 0x100u);
    EXPECT_EQ(queue_block(3), 0x1c0u);
    EXPECT_EQ(queue_block(255), 0x40c0u);
}

TEST(QueueRegs, an_offset_is_in_a_block_that_is_there_or_in_none)
{
    std::uint32_t queue = 77;
    EXPECT_FALSE(queue_at(0xfc, 4, &queue));
    EXPECT_TRUE(queue_at(0x100, 4, &queue));
    EXPECT_EQ(queue, 0u);
    EXPECT_TRUE(queue_at(0x1fc, 4, &queue));
    EXPECT_EQ(queue, 3u);
    EXPECT_FALSE(queue_at(0x200, 4, &queue));
    EXPECT_FALSE(queue_at(0xfffffffc, 256, &queue));
}

TEST(QueueRegs, distances_go_round_the_ring)
{
    EXPECT_EQ(queue_distance(3, 7, 8), 4u);
    EXPECT_EQ(queue_distance(7, 3, 8), 4u);
    EXPECT_EQ(queue_distance(5, 5, 8), 0u);
    EXPECT_EQ(queue_distance(0, 0, 1), 0u);
}

TEST(QueueRegs, registers_of_a_block)
{
    EXPECT_EQ(QUEUE_CONTROL, 0x00u);
    EXPECT_EQ(NIC_TAIL, 0x14u);
    EXPECT_EQ(NVME_SQ_TAIL, 0x18u);
    EXPECT_EQ(NVME_CQ_HEAD, 0x1cu);
    EXPECT_EQ(QUEUE_MASK, 0x30u);
    EXPECT_EQ(QUEUE_COALESCE_NS, 0x3cu);
}

TEST(NvmeEntries, submission_has_opcode_and_identifier)
{
    EXPECT_EQ(nvme_sqe(NVME_OPCODE_READ, 0xabcd), 0xabcd0002u);
    EXPECT_EQ(nvme_sqe(0x1ff, 0x10001), 0x000100ffu); // bits beyond a field are dropped
}

TEST(NvmeEntries, completion_has_head_queue_identifier_phase_and_status)
{
    EXPECT_EQ(nvme_cqe(0x1234, 5, 0xabcd, true, 0), 0x0001'abcd'0005'1234u);
    EXPECT_EQ(nvme_cqe(0, 0, 0, false, NVME_STATUS_INVALID_OPCODE), 0x0002'0000'0000'0000u);
}
