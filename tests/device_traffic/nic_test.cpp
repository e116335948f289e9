// SPDX-License-Identifier: Apache-2.0
// The receive rings: descriptors, head and tail, and random register writes of a hostile driver.
// Offsets are literals: the block of queue q begins at 0x100 + 0x40 q.
#include "device_traffic/nic.h"
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace {

constexpr std::uint32_t control = 0x00, ring_log2 = 0x04, base_lo = 0x08, base_hi = 0x0c,
                        head = 0x10, tail = 0x14, missed = 0x18;

struct NicTest : testing::Test {
    std::vector<nic_queue> queues{ 4 };
    nic n{ 4, queues.data() };
    nic_fill fill{};

    NicTest() { nic_reset(&n); }

    static std::uint32_t at(std::uint32_t queue, std::uint32_t reg)
    {
        return 0x100 + 0x40 * queue + reg;
    }
    nic_change write(std::uint32_t queue, std::uint32_t reg, std::uint32_t value)
    {
        return nic_write32(&n, at(queue, reg), value, 0);
    }
    std::uint32_t read(std::uint32_t queue, std::uint32_t reg) const
    {
        return nic_read32(&n, at(queue, reg));
    }
    bool receive(std::uint32_t queue) { return nic_receive(&n, queue, 0, &fill); }

    // A ring of 8 descriptors at 0x1'4000'0000, which the device all owns.
    void turn_on(std::uint32_t queue)
    {
        write(queue, ring_log2, 3);
        write(queue, base_lo, 0x4000'0000);
        write(queue, base_hi, 1);
        write(queue, control, 1);
        write(queue, tail, 8);
    }
};

TEST_F(NicTest, a_packet_fills_the_next_descriptor)
{
    turn_on(2);
    EXPECT_TRUE(receive(2));
    EXPECT_TRUE(receive(2));
    EXPECT_EQ(fill.address, 0x1'4000'0010u);
    EXPECT_EQ(fill.words[0], 2u); // the second packet
    EXPECT_EQ(fill.words[1], 1u); // done
    EXPECT_EQ(read(2, head), 2u);
}

TEST_F(NicTest, a_packet_without_a_free_descriptor_is_missed)
{
    turn_on(0);
    for (int packet = 0; packet < 8; ++packet)
        EXPECT_TRUE(receive(0));
    EXPECT_FALSE(receive(0));
    EXPECT_EQ(read(0, missed), 1u);
    EXPECT_EQ(read(0, head), 8u);
}

TEST_F(NicTest, the_ring_wraps)
{
    turn_on(0);
    for (int packet = 0; packet < 8; ++packet)
        receive(0);
    EXPECT_EQ(fill.address, 0x1'4000'0070u);
    EXPECT_EQ(write(0, tail, 10).given_back, 2u);
    EXPECT_TRUE(receive(0));
    EXPECT_EQ(fill.address, 0x1'4000'0000u);
    EXPECT_TRUE(receive(0));
    EXPECT_FALSE(receive(0));
}

TEST_F(NicTest, giving_back_counts_filled_descriptors_only)
{
    turn_on(0);
    write(0, control, 0);
    write(0, control, 1);
    write(0, tail, 3); // the driver keeps five
    receive(0);
    receive(0);
    EXPECT_EQ(write(0, tail, 8).given_back, 0u);
    EXPECT_EQ(write(0, tail, 9).given_back, 1u);
}

TEST_F(NicTest, a_tail_that_gives_more_than_the_driver_has_is_ignored)
{
    turn_on(0);
    receive(0);
    EXPECT_EQ(write(0, tail, 10).given_back, 0u);
    EXPECT_EQ(write(0, tail, 0xffffffff).given_back, 0u);
    EXPECT_EQ(read(0, tail), 8u);
}

TEST_F(NicTest, a_tail_that_takes_descriptors_back_is_ignored)
{
    turn_on(0);
    receive(0);
    write(0, tail, 4);
    EXPECT_EQ(read(0, tail), 8u);
}

TEST_F(NicTest, a_queue_that_is_off_misses_its_packets)
{
    EXPECT_FALSE(receive(3));
    EXPECT_EQ(read(3, missed), 1u);
}

TEST_F(NicTest, base_and_size_of_a_queue_that_is_on_stay)
{
    turn_on(0);
    write(0, ring_log2, 5);
    write(0, base_lo, 0x5000'0000);
    write(0, base_hi, 0);
    EXPECT_EQ(read(0, ring_log2), 3u);
    EXPECT_EQ(read(0, base_lo), 0x4000'0000u);
    EXPECT_EQ(read(0, base_hi), 1u);
}

TEST_F(NicTest, turning_a_queue_off_and_on_empties_its_ring)
{
    turn_on(0);
    receive(0);
    EXPECT_TRUE(write(0, control, 0).emptied);
    EXPECT_TRUE(write(0, control, 1).emptied);
    EXPECT_FALSE(write(0, control, 1).emptied); // it was on
    EXPECT_EQ(read(0, head), 0u);
    EXPECT_EQ(read(0, tail), 0u);
    EXPECT_FALSE(receive(0));
}

TEST_F(NicTest, sizes_are_cut_to_the_largest)
{
    write(0, ring_log2, 0xffffffff);
    EXPECT_EQ(read(0, ring_log2), 12u);
}

TEST_F(NicTest, a_ring_of_one_descriptor_receives_one_packet_at_a_time)
{
    write(0, ring_log2, 0);
    write(0, control, 1);
    write(0, tail, 1);
    EXPECT_TRUE(receive(0));
    EXPECT_FALSE(receive(0));
    EXPECT_EQ(write(0, tail, 2).given_back, 1u);
    EXPECT_TRUE(receive(0));
}

TEST_F(NicTest, head_and_tail_count_on_beyond_thirty_two_bits)
{
    turn_on(0);
    queues[0].head = queues[0].tail = 0xffff'fffc;
    EXPECT_FALSE(receive(0));
    write(0, tail, 1); // five, across the end
    for (int packet = 0; packet < 5; ++packet)
        EXPECT_TRUE(receive(0));
    EXPECT_EQ(read(0, head), 1u);
    EXPECT_EQ(fill.address, 0x1'4000'0000u);
}

TEST_F(NicTest, queues_that_do_not_exist_read_as_zero_and_ignore_writes)
{
    EXPECT_EQ(nic_read32(&n, 0), 4u);
    write(4, control, 1);
    EXPECT_EQ(read(4, control), 0u);
    EXPECT_EQ(write(4, control, 1).queue, 4u);
    nic_write32(&n, 0xfffffffc, 1, 0);
    nic_write32(&n, 0, 1, 0);
    EXPECT_EQ(nic_read32(&n, 0), 4u);
}

TEST_F(NicTest, whatever_a_driver_writes_the_counts_stay_within_the_ring)
{
    std::mt19937_64 random(7);
    std::uint64_t received = 0, given_back = 0;
    for (int step = 0; step < 200'000; ++step) {
        const auto queue = static_cast<std::uint32_t>(random() % 4);
        if (random() % 2) {
            received += receive(queue);
            continue;
        }
        const auto reg = static_cast<std::uint32_t>(random() % 16 * 4);
        const auto value = static_cast<std::uint32_t>(random() >> (random() % 2 ? 60 : 32));
        const std::uint32_t filled = queues[queue].filled;
        const nic_change change = write(queue, reg, value);
        given_back += change.emptied ? filled : change.given_back;
        ASSERT_LE(queues[queue].filled, 1u << queues[queue].ring_log2);
        ASSERT_LE(queues[queue].irq.waiting, queues[queue].filled);
    }
    std::uint64_t left = 0;
    for (const nic_queue& queue : queues)
        left += queue.filled;
    EXPECT_GT(received, 1000u);
    EXPECT_EQ(received, given_back + left);
}

} // namespace
