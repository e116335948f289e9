// SPDX-License-Identifier: Apache-2.0
// When a storm is over (knob storm.end), and when its beginning and its end reach the hardware. S
// names what-ifs.
extern "C" {
#include "policy/storm/agenda.h"
}
#include "storm_bench.h"
#include <random>

using namespace fake;

namespace {

constexpr std::uint64_t us = 1000;

StormBench::Knobs inflight(StormBench::Knobs more = {})
{
    more["storm.detect"] = Inflight;
    return more;
}

} // namespace

// ---- storm.end ----

TEST(StormEnd, S40_guest_enable_ends_a_storm_at_the_guests_enable_and_not_at_the_eoi)
{
    StormBench b(inflight({ { "storm.end", GuestEnable } }));
    b.fire(0, 2);
    b.answer();
    EXPECT_FALSE(b.enabled(0));
    b.set_enabled(0, true);
    EXPECT_TRUE(b.enabled(0));
}

TEST(StormEnd, S40_guest_enable_does_not_end_a_storm_at_the_guests_disable)
{
    StormBench b(inflight({ { "storm.end", GuestEnable } }));
    b.fire(0, 2);
    b.set_enabled(0, false);
    EXPECT_FALSE(b.enabled(0));
}

TEST(StormEnd, S40_guest_enable_ends_a_storm_when_the_event_is_mapped_again)
{
    StormBench b(inflight({ { "storm.end", GuestEnable } }));
    b.fire(0, 2);
    b.g.send({ its_cmd_mapti(MiniGuest::device, 0, 9000, 0) });
    EXPECT_TRUE(b.enabled(0));
}

TEST(StormEnd, backoff_ends_a_storm_after_its_time)
{
    StormBench b(inflight({ { "storm.end", Backoff }, { "storm.backoff_first", 50 * us } }));
    const std::uint64_t start = b.w.now;
    b.fire(0, 2);
    ASSERT_TRUE(b.tick());
    EXPECT_TRUE(b.enabled(0));
    EXPECT_GE(b.w.now - start, 50 * us);
    EXPECT_LT(b.w.now - start, 51 * us);
}

namespace {

// How long the pLPI is disabled by a storm that begins now.
std::uint64_t disabled_ns(StormBench& b)
{
    b.answer();
    const std::uint64_t before = b.w.counter(PROBE_STORM_THROTTLED_TIME, 0);
    b.fire(0, 2);
    EXPECT_TRUE(b.tick());
    EXPECT_TRUE(b.enabled(0));
    return b.w.counter(PROBE_STORM_THROTTLED_TIME, 0) - before;
}

bool is_about(std::uint64_t ns, std::uint64_t wanted)
{
    return ns >= wanted && ns < wanted + us;
}

} // namespace

TEST(StormEnd, backoff_doubles_while_it_storms_on)
{
    StormBench b(inflight({ { "storm.end", Backoff }, { "storm.backoff_first", 50 * us } }));
    EXPECT_PRED2(is_about, disabled_ns(b), 50 * us);
    EXPECT_PRED2(is_about, disabled_ns(b), 100 * us);
    EXPECT_PRED2(is_about, disabled_ns(b), 200 * us);
}

TEST(StormEnd, backoff_grows_to_backoff_most)
{
    StormBench b(inflight({ { "storm.end", Backoff },
                            { "storm.backoff_first", 50 * us },
                            { "storm.backoff_most", 120 * us } }));
    for (int n = 0; n < 3; n++)
        disabled_ns(b);
    EXPECT_PRED2(is_about, disabled_ns(b), 120 * us);
}

TEST(StormEnd, backoff_halves_with_each_decay_without_a_storm)
{
    StormBench b(inflight({ { "storm.end", Backoff },
                            { "storm.backoff_first", 50 * us },
                            { "storm.backoff_decay", 5000 * us } }));
    for (int n = 0; n < 3; n++)
        disabled_ns(b);
    b.pass(5000 * us);
    EXPECT_PRED2(is_about, disabled_ns(b), 200 * us);
    b.pass(100000 * us);
    EXPECT_PRED2(is_about, disabled_ns(b), 50 * us);
}

// ---- storm.min_gap ----

TEST(StormEnd, an_eoi_within_the_gap_enables_the_plpi_at_the_end_of_the_gap)
{
    StormBench b(inflight({ { "storm.min_gap", 300 * us } }));
    b.fire(0, 2);
    const std::uint64_t start = b.w.now;
    b.answer();
    EXPECT_FALSE(b.enabled(0));
    ASSERT_TRUE(b.tick());
    EXPECT_TRUE(b.enabled(0));
    EXPECT_GE(b.w.now - start, 299 * us);
}

TEST(StormEnd, after_the_gap_a_storm_waits_for_the_eoi)
{
    StormBench b(inflight({ { "storm.min_gap", 300 * us } }));
    b.fire(0, 2);
    ASSERT_TRUE(b.tick());
    EXPECT_FALSE(b.enabled(0));
    b.answer();
    EXPECT_TRUE(b.enabled(0));
}

TEST(StormEnd, a_mapti_within_the_gap_enables_the_plpi_at_the_end_of_the_gap)
{
    StormBench b(inflight({ { "storm.min_gap", 300 * us } }));
    b.fire(0, 2);
    b.g.send({ its_cmd_mapti(MiniGuest::device, 0, 9000, 0) });
    EXPECT_FALSE(b.enabled(0));
    ASSERT_TRUE(b.tick());
    EXPECT_TRUE(b.enabled(0));
}

TEST(StormEnd, the_gap_holds_for_a_device)
{
    StormBench b(inflight({ { "storm.min_gap", 300 * us }, { "storm.scope", Device } }));
    b.fire(0, 2);
    b.answer();
    EXPECT_EQ(b.all_enabled(), 0u);
    ASSERT_TRUE(b.tick());
    EXPECT_EQ(b.all_enabled(), 4u);
}

TEST(StormEnd, a_tick_enables_at_most_8_of_many_plpis_that_are_due)
{
    StormBench b(inflight({ { "storm.min_gap", 300 * us } }), 40);
    for (unsigned event = 0; event < 40; event++)
        b.fire(event, 2);
    for (unsigned n = 0; n < 40; n++)
        b.answer();
    b.pass(300 * us);
    ASSERT_TRUE(b.tick());
    EXPECT_GE(b.all_enabled(), 1u);
    EXPECT_LE(b.all_enabled(), 8u);
    for (int n = 0; n < 5; n++)
        b.tick();
    EXPECT_EQ(b.all_enabled(), 40u);
}

// ---- storm.notice, storm.act_in, storm.completion ----

TEST(StormEnd, S32_notice_by_maintenance_interrupt_sets_the_eoi_bit_of_the_list_register)
{
    StormBench b(inflight({ { "storm.notice", 0 } }));
    b.fire(0, 2);
    b.enter();
    EXPECT_TRUE(b.lr(0).eoi);
}

TEST(StormEnd, notice_at_the_next_exit_ends_a_storm_without_the_eoi_bit)
{
    StormBench b(inflight({ { "storm.notice", 1 } }));
    b.fire(0, 2);
    b.enter();
    EXPECT_FALSE(b.lr(0).eoi);
    b.handle(0);
    EXPECT_FALSE(b.enabled(0));
    b.leave();
    EXPECT_TRUE(b.enabled(0));
}

namespace {

// Commands posted before the interrupt loop is over, and after.
std::pair<std::size_t, std::size_t> commands_in_and_after_the_loop(std::uint64_t act_in)
{
    StormBench b(inflight({ { "storm.act_in", act_in } }));
    storm* s = &b.w.hypervisor->storm;
    storm_loop_begins(s, b.w.masked_self());
    b.fire(0, 3);
    const std::size_t in = b.w.commands.size();
    storm_loop_ends(s, b.w.masked_self());
    EXPECT_FALSE(b.enabled(0));
    return { in, b.w.commands.size() };
}

} // namespace

TEST(StormEnd, S45_act_in_the_loop_posts_its_commands_in_the_interrupt_loop)
{
    EXPECT_EQ(commands_in_and_after_the_loop(0),
              std::make_pair(std::size_t{ 2 }, std::size_t{ 2 }));
}

TEST(StormEnd, S45_act_after_the_loop_posts_its_commands_after_the_interrupt_loop)
{
    EXPECT_EQ(commands_in_and_after_the_loop(1),
              std::make_pair(std::size_t{ 0 }, std::size_t{ 2 }));
}

namespace {

// True: the handling of a storm returns after a slow ITS has executed the commands.
bool waits_for_completion(std::uint64_t completion)
{
    StormBench b(inflight({ { "storm.completion", completion } }));
    b.w.its_holds = true;
    b.w.its_steps_per_delay = 1;
    b.fire(0, 2);
    return b.w.commands.size() == 2;
}

} // namespace

TEST(StormEnd, completion_wait_returns_after_the_its_has_executed_the_commands)
{
    EXPECT_TRUE(waits_for_completion(0));
}

TEST(StormEnd, completion_post_returns_before_the_its_has_executed_the_commands)
{
    EXPECT_FALSE(waits_for_completion(1));
}

// ---- random events ----

class StormEndings : public testing::TestWithParam<std::tuple<int, int, int>> {};

TEST_P(StormEndings, any_order_of_events_ends_with_everything_enabled)
{
    const auto [scope, end, seed] = GetParam();
    StormBench b({ { "storm.detect", Inflight | Rate | Window | Budget },
                   { "storm.scope", static_cast<std::uint64_t>(scope) },
                   { "storm.end", static_cast<std::uint64_t>(end) },
                   { "storm.min_gap", 20 * us },
                   { "storm.budget", 20 * us },
                   { "storm.budget_period", 100 * us },
                   { "storm.backoff_most", 400 * us } },
                 6);
    std::mt19937 dice(static_cast<unsigned>(seed));
    for (int step = 0; step < 2000; step++)
        switch (dice() % 8) {
        case 0: b.answer(); break;
        case 1: b.tick(); break;
        case 2: b.pass(dice() % (100 * us)); break;
        case 3: b.set_enabled(dice() % 6, dice() % 2); break;
        case 4: b.loop(dice() % 6, dice() % 50); break;
        case 5:
            b.g.send({ its_cmd_mapti(MiniGuest::device, dice() % 6, 8192 + dice() % 9, 0) });
            break;
        default: b.fire(dice() % 6);
        }
    for (unsigned n = 0; n < 9; n++)
        b.g.set_config(INTID_LPI_FIRST + n, true);
    for (unsigned n = 0; n < 6; n++)
        b.g.send({ its_cmd_discard(MiniGuest::device, n) });
    for (unsigned n = 0; n < 6; n++)
        b.g.send({ its_cmd_mapti(MiniGuest::device, n, 8192 + n, 0),
                   its_cmd_inv(MiniGuest::device, n) });
    for (int n = 0; n < 20; n++) {
        b.answer();
        b.tick();
    }
    EXPECT_EQ(b.all_enabled(), 6u);
}

INSTANTIATE_TEST_SUITE_P(Seeds, StormEndings,
                         testing::Combine(testing::Values(Lpi, Device),
                                          testing::Values(Eoi, GuestEnable, Backoff),
                                          testing::Range(1, 9)));

// ---- the agenda ----

TEST(StormAgenda, gives_the_earliest_first_and_none_before_its_time)
{
    StormBench world({});
    storm_agenda* agenda = agenda_create(100);
    std::vector<storm_unit> units(100);
    std::mt19937 dice(1);
    for (storm_unit& unit : units)
        agenda_add(agenda, &unit, dice() % 50);
    std::uint64_t last = 0;
    for (unsigned n = 0; n < 100; n++) {
        const std::uint64_t next = agenda_next_ns(agenda);
        EXPECT_GE(next, last);
        EXPECT_EQ(next > 0 ? agenda_take(agenda, next - 1) : nullptr, nullptr);
        const storm_unit* unit = agenda_take(agenda, next);
        ASSERT_NE(unit, nullptr);
        EXPECT_EQ(unit->due_ns, next);
        EXPECT_EQ(unit->agenda_slot, 0u);
        last = next;
    }
    EXPECT_EQ(agenda_next_ns(agenda), UINT64_MAX);
}
