// SPDX-License-Identifier: Apache-2.0
// When a queue may interrupt: mask, minimum interval, coalescing. Times are in ns.
#include "device_traffic/moderation.h"
#include <gtest/gtest.h>
#include <optional>

namespace {

struct ModerationTest : testing::Test {
    moderation m{};

    void event(std::uint64_t ns) { moderation_event(&m, ns * 1000); }
    void write(std::uint32_t offset, std::uint32_t value, std::uint32_t unhandled = 0,
               std::uint64_t ns = 0)
    {
        moderation_write32(&m, offset, value, unhandled, ns * 1000);
    }
    std::optional<std::uint64_t> due_ns() const
    {
        std::uint64_t due_ps;
        return moderation_due(&m, &due_ps) ? std::optional(due_ps / 1000) : std::nullopt;
    }
};

constexpr std::uint32_t mask = 0x30, interval = 0x34, coalesce = 0x38, coalesce_time = 0x3c;

TEST_F(ModerationTest, without_an_event_nothing_is_due)
{
    EXPECT_EQ(due_ns(), std::nullopt);
}

TEST_F(ModerationTest, without_moderation_an_event_is_due_when_it_comes)
{
    event(70);
    EXPECT_EQ(due_ns(), 70u);
}

TEST_F(ModerationTest, an_interrupt_covers_all_events_before_it)
{
    event(70);
    event(71);
    moderation_fire(&m, 71'000);
    EXPECT_EQ(due_ns(), std::nullopt);
}

TEST_F(ModerationTest, the_interval_delays_the_next_interrupt)
{
    write(interval, 500);
    event(70);
    EXPECT_EQ(due_ns(), 70u); // the first interrupt is not delayed
    moderation_fire(&m, 70'000);
    event(80);
    EXPECT_EQ(due_ns(), 570u);
    moderation_fire(&m, 570'000);
    event(1100);
    EXPECT_EQ(due_ns(), 1100u);
}

TEST_F(ModerationTest, coalescing_waits_for_its_number_of_events)
{
    write(coalesce, 3);
    event(10);
    event(20);
    EXPECT_EQ(due_ns(), std::nullopt);
    event(30);
    EXPECT_TRUE(due_ns().has_value());
}

TEST_F(ModerationTest, coalescing_waits_no_longer_than_its_time_after_the_first_event)
{
    write(coalesce, 3);
    write(coalesce_time, 900);
    event(10);
    event(20);
    EXPECT_EQ(due_ns(), 910u);
}

TEST_F(ModerationTest, the_interval_delays_coalesced_events_as_well)
{
    write(interval, 500);
    write(coalesce, 2);
    moderation_event(&m, 0);
    moderation_fire(&m, 0);
    event(10);
    event(20);
    EXPECT_EQ(due_ns(), 500u);
}

TEST_F(ModerationTest, nothing_is_due_while_masked)
{
    write(mask, 1);
    event(10);
    EXPECT_EQ(due_ns(), std::nullopt);
}

TEST_F(ModerationTest, unmasking_with_work_is_due_at_once_in_spite_of_coalescing)
{
    write(mask, 1);
    write(coalesce, 100);
    event(10);
    write(mask, 0, 1, 300);
    EXPECT_EQ(due_ns(), 300u);
}

TEST_F(ModerationTest, unmasking_with_work_is_due_although_an_interrupt_has_covered_it)
{
    event(10);
    moderation_fire(&m, 10'000);
    write(mask, 1);
    write(mask, 0, 1, 300);
    EXPECT_EQ(due_ns(), 300u);
}

TEST_F(ModerationTest, unmasking_within_the_interval_waits_for_its_end)
{
    write(interval, 500);
    event(10);
    moderation_fire(&m, 10'000);
    write(mask, 1);
    write(mask, 0, 1, 300);
    EXPECT_EQ(due_ns(), 510u);
}

TEST_F(ModerationTest, unmasking_without_work_is_no_interrupt)
{
    write(mask, 1);
    event(10);
    moderation_handled(&m, 0);
    write(mask, 0, 0, 300);
    EXPECT_EQ(due_ns(), std::nullopt);
}

TEST_F(ModerationTest, auto_masking_masks_with_the_interrupt_and_stays_set)
{
    write(mask, 2);
    event(10);
    moderation_fire(&m, 10'000);
    EXPECT_EQ(moderation_read32(&m, mask), 3u);
    event(20);
    EXPECT_EQ(due_ns(), std::nullopt);
    write(mask, 2, 1, 40);
    EXPECT_EQ(due_ns(), 40u);
}

TEST_F(ModerationTest, the_registers_read_back)
{
    write(mask, 0xffffffff);
    write(interval, 1);
    write(coalesce, 2);
    write(coalesce_time, 3);
    EXPECT_EQ(moderation_read32(&m, mask), 3u);
    EXPECT_EQ(moderation_read32(&m, interval), 1u);
    EXPECT_EQ(moderation_read32(&m, coalesce), 2u);
    EXPECT_EQ(moderation_read32(&m, coalesce_time), 3u);
    EXPECT_EQ(moderation_read32(&m, 0x2c), 0u);
}

} // namespace
