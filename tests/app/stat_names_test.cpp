// SPDX-License-Identifier: Apache-2.0
// Shares, parts and rings are recognised by the names of statistics.
#include "stat_names.h"
#include <gtest/gtest.h>

using namespace itstorm;

TEST(StatNames, a_share_has_the_word_as_a_part)
{
    EXPECT_TRUE(is_share("pe0.share.el2", "1"));
    EXPECT_TRUE(is_share("its0.cmdq.occupancy.full_share", "1"));
    EXPECT_TRUE(is_share("host.cmdq.no_slot", "1"));
    EXPECT_TRUE(is_share("host.cmdq.no_slot.critical", "1"));
    EXPECT_TRUE(is_share("dom1.vits.trap.share", "1"));
    EXPECT_FALSE(is_share("shared.irq.dir_writes", "1"));
    EXPECT_FALSE(is_share("dom1.exit.irq", "1"));
}

TEST(StatNames, what_has_a_unit_is_no_share)
{
    EXPECT_FALSE(is_share("dom1.share", "commands"));
}

TEST(StatNames, a_part_stands_between_dots)
{
    EXPECT_TRUE(has_part("lock.sched.wait", "lock"));
    EXPECT_TRUE(has_part("dom1.lock.vgic.wait", "lock"));
    EXPECT_TRUE(has_part("host.cmdq.wait.bulk", "cmdq.wait"));
    EXPECT_FALSE(has_part("block.wait", "lock"));
    EXPECT_FALSE(has_part("dom1.locks.wait", "lock"));
}

TEST(StatNames, a_ring_is_that_of_an_its)
{
    EXPECT_TRUE(is_ring("its0.cmdq.occupancy"));
    EXPECT_TRUE(is_ring("its0.cmdq.occupancy.max"));
    EXPECT_FALSE(is_ring("its0.cmdq.occupancy_of_another"));
    EXPECT_FALSE(is_ring("host.cmdq.wait.bulk"));
    EXPECT_FALSE(is_ring("its0"));
}
