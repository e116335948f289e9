// SPDX-License-Identifier: Apache-2.0
// The program of a hostile device: its registers, and the messages that they describe.
#include "device_traffic/hostile.h"
#include <gtest/gtest.h>
#include <vector>

namespace {

constexpr unsigned vectors = 4;

hostile with(std::uint32_t control, std::uint32_t first, std::uint32_t count)
{
    hostile h;
    hostile_reset(&h);
    hostile_write32(&h, 0x04, first);
    hostile_write32(&h, 0x08, count);
    hostile_write32(&h, 0x00, control);
    return h;
}

std::vector<std::uint32_t> next_data(hostile& h, unsigned n)
{
    std::vector<std::uint32_t> data;
    while (n-- != 0)
        data.push_back(hostile_next(&h, vectors).data);
    return data;
}

TEST(Hostile, registers_have_their_documented_offsets)
{
    hostile h;
    hostile_reset(&h);
    for (std::uint32_t offset = 0; offset < 0x20; offset += 4)
        hostile_write32(&h, offset, 0xa5000000 + offset);
    const hostile_message message = hostile_next(&h, vectors);
    EXPECT_EQ(hostile_gap_ns(&h), 0xa500000cu);
    EXPECT_EQ(message.address, 0xa5000014'a5000010u);
    EXPECT_EQ(message.device_id, 0xa5000018u);
    EXPECT_EQ(hostile_read32(&h, 0x1c), 0xa500001cu);
}

TEST(Hostile, sent_is_read_only_and_offsets_behind_it_are_reserved)
{
    hostile h = with(1, 0, 1);
    hostile_sent(&h);
    for (const std::uint32_t offset : { 0x20u, 0x24u, 0xfefcu })
        hostile_write32(&h, offset, 99);
    EXPECT_EQ(hostile_read32(&h, 0x20), 1u);
    EXPECT_EQ(hostile_read32(&h, 0x24), 0u);
    EXPECT_EQ(hostile_read32(&h, 0xfefc), 0u);
}

TEST(Hostile, by_the_table_takes_existing_vectors_in_turn)
{
    hostile h = with(1, 3, 1000);
    std::vector<std::uint32_t> seen;
    for (unsigned n = 0; n < 6; ++n)
        seen.push_back(hostile_next(&h, vectors).vector);
    EXPECT_EQ(seen, (std::vector<std::uint32_t>{ 3, 0, 1, 2, 3, 0 }));
    EXPECT_FALSE(hostile_next(&h, vectors).is_raw);
}

TEST(Hostile, raw_data_counts_up_and_wraps)
{
    hostile h = with(3, 0xffffffff, 3);
    EXPECT_TRUE(hostile_next(&h, vectors).is_raw);
    EXPECT_EQ(next_data(h, 4), (std::vector<std::uint32_t>{ 0, 1, 0xffffffff, 0 }));
}

TEST(Hostile, a_count_of_zero_is_one)
{
    hostile h = with(3, 7, 0);
    EXPECT_EQ(next_data(h, 3), (std::vector<std::uint32_t>{ 7, 7, 7 }));
}

TEST(Hostile, only_a_raw_message_carries_a_forged_id)
{
    hostile by_table = with(1 | 4, 0, 1), raw = with(1 | 2 | 4, 0, 1);
    EXPECT_FALSE(hostile_next(&by_table, vectors).is_forged);
    EXPECT_TRUE(hostile_next(&raw, vectors).is_forged);
}

TEST(Hostile, stops_after_its_limit_and_can_be_started_again)
{
    hostile h = with(0, 5, 3);
    hostile_write32(&h, 0x1c, 2);
    hostile_write32(&h, 0x00, 3);
    hostile_next(&h, vectors);
    hostile_sent(&h);
    EXPECT_TRUE(hostile_runs(&h));
    hostile_next(&h, vectors);
    hostile_sent(&h);
    EXPECT_FALSE(hostile_runs(&h));
    hostile_write32(&h, 0x00, 3);
    EXPECT_TRUE(hostile_runs(&h));
    EXPECT_EQ(hostile_read32(&h, 0x20), 0u);
    EXPECT_EQ(hostile_next(&h, vectors).data, 5u);
}

} // namespace
