// SPDX-License-Identifier: Apache-2.0
// The set of SPIs that are ready to be presented, ordered by priority.
#include "redistributor/ready_set.h"
#include <gtest/gtest.h>

namespace {

struct Ready : ready_set {
    Ready() : ready_set{} {}
    ~Ready() { ready_set_free(this); }
    Ready(const Ready&) = delete;
    Ready& operator=(const Ready&) = delete;
    std::uint32_t best() const { return ready_set_best(this).intid; }
};

} // namespace

TEST(ReadySet, is_empty_at_first)
{
    Ready r;
    EXPECT_EQ(r.best(), 1023u);
}

TEST(ReadySet, best_is_by_priority_then_by_intid)
{
    Ready r;
    ready_set_insert(&r, 40, 0xa0);
    ready_set_insert(&r, 700, 0xa0);
    EXPECT_EQ(r.best(), 40u);
    ready_set_insert(&r, 900, 0x98);
    EXPECT_EQ(r.best(), 900u);
    EXPECT_EQ(ready_set_best(&r).priority, 0x98);
}

TEST(ReadySet, erasing_the_best_leaves_the_next_one)
{
    Ready r;
    ready_set_insert(&r, 40, 0x00);
    ready_set_insert(&r, 41, 0xf8);
    ready_set_erase(&r, 40, 0x00);
    EXPECT_EQ(r.best(), 41u);
    ready_set_erase(&r, 41, 0xf8);
    EXPECT_EQ(r.best(), 1023u);
    EXPECT_EQ(r.used, 0u);
}
