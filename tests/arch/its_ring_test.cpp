// SPDX-License-Identifier: Apache-2.0
// Arithmetic of the command ring: wrap, full, free (Arm IHI 0069, GITS_CBASER, GITS_CREADR,
// GITS_CWRITER).
#include "arch/its_ring.h"
#include <gtest/gtest.h>

constexpr std::uint32_t page = 4096, last = 4096 - 32;

TEST(ItsRing, one_page_has_128_slots)
{
    EXPECT_EQ(its_ring_slots(page), 128u);
    EXPECT_EQ(its_ring_slots(256 * page), 32768u);
}

TEST(ItsRing, offsets_wrap_to_zero_at_the_end)
{
    EXPECT_EQ(its_ring_next(0, page), 32u);
    EXPECT_EQ(its_ring_next(last - 32, page), last);
    EXPECT_EQ(its_ring_next(last, page), 0u);
}

TEST(ItsRing, an_empty_ring_takes_one_less_than_its_slots)
{
    EXPECT_EQ(its_ring_used(64, 64, page), 0u);
    EXPECT_EQ(its_ring_free(64, 64, page), 127u);
    EXPECT_FALSE(its_ring_full(64, 64, page));
}

TEST(ItsRing, used_counts_across_the_wrap)
{
    EXPECT_EQ(its_ring_used(32, 96, page), 2u);
    EXPECT_EQ(its_ring_used(last, 32, page), 2u);
    EXPECT_EQ(its_ring_free(last, 32, page), 125u);
}

TEST(ItsRing, full_when_the_next_slot_is_the_readers)
{
    EXPECT_TRUE(its_ring_full(0, last, page)); // across the wrap
    EXPECT_TRUE(its_ring_full(32, 0, page));
    EXPECT_EQ(its_ring_free(32, 0, page), 0u);
    EXPECT_EQ(its_ring_used(32, 0, page), 127u);
    EXPECT_FALSE(its_ring_full(64, 0, page)); // one slot early
    EXPECT_EQ(its_ring_free(64, 0, page), 1u);
}
