// SPDX-License-Identifier: Apache-2.0
// Queue pairs: which entries are fetched, where completions go, and random doorbells of a hostile
// driver. Offsets are literals: the block of queue q begins at 0x100 + 0x40 q.
#include "device_traffic/nvme.h"
#include <gtest/gtest.h>
#include <random>
#include <vector>

namespace {

constexpr std::uint32_t control = 0x00, ring_log2 = 0x04, sq_base = 0x08, cq_base = 0x10,
                        sq_tail = 0x18, cq_head = 0x1c;

struct NvmeTest : testing::Test {
    std::vector<nvme_queue> queues{ 3 };
    nvme n{ 3, 0, queues.data() };
    nvme_fetch fetch{};
    nvme_completion done{};

    NvmeTest() { nvme_reset(&n); }

    nvme_change write(std::uint32_t queue, std::uint32_t reg, std::uint32_t value)
    {
        return nvme_write32(&n, 0x100 + 0x40 * queue + reg, value, 0);
    }
    std::uint32_t read(std::uint32_t queue, std::uint32_t reg) const
    {
        return nvme_read32(&n, 0x100 + 0x40 * queue + reg);
    }
    bool next(std::uint32_t most = 8) { return nvme_next_fetch(&n, most, &fetch); }
    bool complete(std::uint32_t queue, std::uint32_t id)
    {
        return nvme_complete(&n, queue, queues[queue].started, id, 0, 0, &done);
    }

    // Rings of 8: 7 commands.
    void turn_on(std::uint32_t queue)
    {
        write(queue, ring_log2, 3);
        write(queue, sq_base, 0x4000'0000);
        write(queue, sq_base + 4, 1);
        write(queue, cq_base, 0x5000'0000);
        write(queue, control, 1);
    }
};

TEST_F(NvmeTest, a_doorbell_makes_entries_fetchable)
{
    turn_on(1);
    EXPECT_FALSE(next());
    EXPECT_EQ(write(1, sq_tail, 3).submitted, 3u);
    EXPECT_TRUE(next());
    EXPECT_EQ(fetch.address, 0x1'4000'0000u);
    EXPECT_EQ(fetch.queue, 1u);
    EXPECT_EQ(fetch.entries, 3u);
    EXPECT_FALSE(next());
}

TEST_F(NvmeTest, a_fetch_takes_as_many_as_it_may_and_ends_with_the_ring)
{
    turn_on(0);
    write(0, sq_tail, 6);
    EXPECT_TRUE(next(4));
    EXPECT_EQ(fetch.entries, 4u);
    EXPECT_TRUE(next(4));
    EXPECT_EQ(fetch.address, 0x1'4000'0100u);
    EXPECT_EQ(fetch.entries, 2u);
    for (std::uint32_t id = 0; id < 6; ++id)
        complete(0, id);
    write(0, cq_head, 6);
    write(0, sq_tail, 2); // entries 6 and 7, 0 and 1
    EXPECT_TRUE(next());
    EXPECT_EQ(fetch.entries, 2u);
    EXPECT_TRUE(next());
    EXPECT_EQ(fetch.address, 0x1'4000'0000u);
}

TEST_F(NvmeTest, queues_take_turns)
{
    for (std::uint32_t queue = 0; queue < 3; ++queue) {
        turn_on(queue);
        write(queue, sq_tail, 4);
    }
    std::vector<std::uint32_t> order;
    while (next(2))
        order.push_back(fetch.queue);
    EXPECT_EQ(order, (std::vector<std::uint32_t>{ 0, 1, 2, 0, 1, 2 }));
}

TEST_F(NvmeTest, a_completion_has_the_identifiers_the_submission_head_and_the_phase)
{
    turn_on(2);
    write(2, sq_tail, 2);
    next();
    EXPECT_TRUE(complete(2, 0x1234));
    EXPECT_EQ(done.address, 0x5000'0000u);
    EXPECT_EQ(done.words[1], 0x0001'1234'0002'0002u); // phase and status, id, queue, head
    EXPECT_TRUE(complete(2, 5));
    EXPECT_EQ(done.address, 0x5000'0010u);
}

TEST_F(NvmeTest, the_phase_changes_with_each_lap_of_the_ring)
{
    turn_on(0);
    std::vector<bool> phases;
    for (std::uint32_t entry = 1; entry <= 17; ++entry) {
        write(0, sq_tail, entry % 8);
        ASSERT_TRUE(next());
        complete(0, 0);
        phases.push_back(done.words[1] >> 48 & 1);
        write(0, cq_head, entry % 8);
    }
    std::vector<bool> expected(17, true);
    std::fill(expected.begin() + 8, expected.begin() + 16, false);
    EXPECT_EQ(phases, expected);
}

TEST_F(NvmeTest, no_entry_is_fetched_without_a_slot_for_its_completion)
{
    turn_on(0);
    write(0, sq_tail, 7);
    next();
    for (std::uint32_t id = 0; id < 7; ++id)
        complete(0, id);
    write(0, sq_tail, 6); // seven more
    EXPECT_FALSE(next());
    write(0, cq_head, 2);
    EXPECT_TRUE(next());
    EXPECT_EQ(fetch.entries, 1u); // the last of the ring
    EXPECT_TRUE(next());
    EXPECT_EQ(fetch.entries, 1u); // places for two
    EXPECT_FALSE(next());
}

TEST_F(NvmeTest, a_doorbell_that_passes_the_other_end_is_ignored)
{
    turn_on(0);
    write(0, sq_tail, 5);
    EXPECT_EQ(write(0, sq_tail, 4).submitted, 0u);
    EXPECT_EQ(write(0, sq_tail, 8).submitted, 0u);
    EXPECT_EQ(write(0, cq_head, 1).consumed, 0u); // nothing is completed
    EXPECT_EQ(write(0, cq_head, 0xffffffff).consumed, 0u);
    EXPECT_EQ(read(0, sq_tail), 5u);
    EXPECT_EQ(read(0, cq_head), 0u);
}

TEST_F(NvmeTest, a_doorbell_of_a_queue_that_is_off_is_ignored)
{
    EXPECT_EQ(write(0, sq_tail, 0).submitted, 0u);
    write(0, ring_log2, 3);
    EXPECT_EQ(write(0, sq_tail, 3).submitted, 0u);
    EXPECT_FALSE(next());
}

TEST_F(NvmeTest, a_command_fetched_before_its_queue_was_turned_off_has_no_completion)
{
    turn_on(0);
    write(0, sq_tail, 1);
    next();
    const std::uint32_t before = fetch.started;
    EXPECT_TRUE(write(0, control, 0).emptied);
    write(0, control, 1);
    EXPECT_FALSE(nvme_complete(&n, 0, before, 0, 0, 0, &done));
    EXPECT_FALSE(nvme_fail(&n, &fetch));
    EXPECT_EQ(read(0, control), 1u);
}

TEST_F(NvmeTest, a_queue_whose_entries_cannot_be_read_is_off_until_it_is_turned_on_again)
{
    turn_on(0);
    write(0, sq_tail, 1);
    next();
    EXPECT_TRUE(nvme_fail(&n, &fetch));
    EXPECT_EQ(read(0, control), 2u);
    write(0, sq_tail, 1);
    EXPECT_FALSE(next());
    write(0, control, 1);
    EXPECT_EQ(read(0, control), 1u);
}

TEST_F(NvmeTest, reset_turns_every_queue_off)
{
    turn_on(0);
    write(0, sq_tail, 3);
    next(1);
    nvme_reset(&n);
    EXPECT_EQ(read(0, control), 0u);
    EXPECT_EQ(read(0, sq_base), 0u);
    EXPECT_FALSE(next());
    EXPECT_FALSE(nvme_complete(&n, 0, fetch.started, 0, 0, 0, &done));
}

TEST_F(NvmeTest, whatever_a_driver_writes_fetches_stay_within_the_rings)
{
    std::mt19937_64 random(11);
    std::vector<nvme_fetch> inside;
    unsigned fetched = 0;
    for (int step = 0; step < 200'000; ++step) {
        const auto queue = static_cast<std::uint32_t>(random() % 3);
        const auto reg = static_cast<std::uint32_t>(random() % 16 * 4);
        write(queue, reg, static_cast<std::uint32_t>(random() >> (random() % 4 ? 60 : 32)));
        if (next()) {
            ++fetched;
            ASSERT_LE(fetch.entries, 8u);
            inside.push_back(fetch);
        }
        if (!inside.empty() && random() % 2) {
            const nvme_fetch one = inside.back();
            inside.pop_back();
            for (std::uint32_t entry = 0; entry < one.entries; ++entry)
                nvme_complete(&n, one.queue, one.started, entry, 0, 0, &done);
        }
        const nvme_queue& q = queues[queue];
        const std::uint32_t ring = 1u << q.ring_log2;
        ASSERT_LE(q.inside + ((q.cq_tail - q.cq_head) & (ring - 1)), ring - 1);
        ASSERT_LE(q.irq.waiting, (q.cq_tail - q.cq_head) & (ring - 1));
    }
    EXPECT_GT(fetched, 1000u);
}

} // namespace
