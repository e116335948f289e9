// SPDX-License-Identifier: Apache-2.0
// Stage must agree, to the picosecond and on the same random traffic, with a model in which a
// thread per job waits for its entry, the interval and the latency; and the rules of stage.h one by
// one.
#define SC_INCLUDE_DYNAMIC_PROCESSES
#include "common/simulated_time.h"
#include "common/stage.h"
#include <gtest/gtest.h>
#include <random>
#include <systemc>
#include <vector>

namespace {

using itstorm::Clock;
using itstorm::Stage;
using itstorm::StageConfig;
using sc_core::sc_spawn;
using sc_core::sc_start;
using sc_core::sc_time;
using sc_core::sc_time_stamp;

const Clock clock_3ghz(3'000'000'000); // a cycle is not a whole number of picoseconds

sc_time ps(std::uint64_t n)
{
    return sc_time::from_value(n);
}

// The model: jobs enter one after the other, an interval apart, and each then spends the latency
// inside in a thread of its own. `jobs_` counts the jobs that have arrived and not left.
class SteppingStage {
public:
    SteppingStage(const Clock& clock, const StageConfig& config)
        : latency_(clock.cycles(config.latency_cycles)),
          interval_(clock.cycles(config.interval_cycles)), slots_(config.slots)
    {
        sc_spawn([this] { admit_jobs(); });
    }

    bool full() const { return slots_ != 0 && jobs_ >= slots_; }
    const sc_core::sc_event& left() const { return left_; }

    void arrive(sc_time& done)
    {
        ++jobs_;
        queue_.push_back(&done);
        arrived_.notify();
    }

private:
    void admit_jobs()
    {
        for (;;) {
            while (queue_.empty())
                sc_core::wait(arrived_);
            sc_time* done = queue_.front();
            queue_.pop_front();
            sc_spawn([this, done] { spend_latency(*done); });
            if (interval_ != sc_core::SC_ZERO_TIME)
                sc_core::wait(interval_);
        }
    }

    void spend_latency(sc_time& done)
    {
        if (latency_ != sc_core::SC_ZERO_TIME)
            sc_core::wait(latency_);
        done = sc_time_stamp();
        --jobs_;
        left_.notify();
    }

    sc_time latency_, interval_;
    std::uint32_t slots_, jobs_ = 0;
    std::deque<sc_time*> queue_;
    sc_core::sc_event arrived_, left_;
};

// Gaps before each job of a caller: zero, short, and now and then long.
std::vector<std::uint64_t> random_gaps(unsigned seed, std::size_t jobs, std::uint64_t mean_ps)
{
    std::mt19937_64 random(seed);
    std::vector<std::uint64_t> gaps(jobs);
    for (std::uint64_t& gap : gaps) { // bursts of equal times, short gaps, long pauses
        const std::uint64_t kind = random() % 8;
        if (kind < 2)
            gap = 0;
        else
            gap = random() % (mean_ps * (kind == 2 ? 10 : 2));
    }
    return gaps;
}

struct Times {
    std::vector<sc_time> arrival, done;
};

void drive_stage(Stage& stage, const std::vector<std::uint64_t>& gaps, Times& times)
{
    for (std::size_t n = 0; n < gaps.size(); ++n) {
        if (gaps[n] != 0)
            sc_core::wait(ps(gaps[n]));
        auto done = stage.reserve(sc_time_stamp());
        while (!done) {
            itstorm::sim::wait(stage.room());
            done = stage.reserve(sc_time_stamp());
        }
        times.arrival[n] = sc_time_stamp();
        times.done[n] = *done;
    }
}

void drive_stepping(SteppingStage& stage, const std::vector<std::uint64_t>& gaps, Times& times)
{
    for (std::size_t n = 0; n < gaps.size(); ++n) {
        if (gaps[n] != 0)
            sc_core::wait(ps(gaps[n]));
        // A job that leaves at this instant makes room: its thread must run first.
        sc_core::wait(sc_core::SC_ZERO_TIME);
        sc_core::wait(sc_core::SC_ZERO_TIME);
        while (stage.full())
            sc_core::wait(stage.left());
        times.arrival[n] = sc_time_stamp();
        stage.arrive(times.done[n]);
    }
}

void compare(const StageConfig& config, std::uint64_t mean_ps)
{
    constexpr std::size_t jobs = 3000;
    const auto gaps = random_gaps(
        config.latency_cycles * 131 + config.interval_cycles * 7 + config.slots, jobs, mean_ps);
    Stage stage(clock_3ghz, config);
    SteppingStage stepping(clock_3ghz, config);
    Times got{ std::vector<sc_time>(jobs), std::vector<sc_time>(jobs) };
    Times want = got;
    sc_spawn([&] { drive_stage(stage, gaps, got); });
    sc_spawn([&] { drive_stepping(stepping, gaps, want); });
    sc_start();
    ASSERT_GT(want.done.back(), sc_core::SC_ZERO_TIME);
    for (std::size_t n = 0; n < jobs; ++n) {
        ASSERT_EQ(got.arrival[n].value(), want.arrival[n].value()) << "arrival of job " << n;
        ASSERT_EQ(got.done[n].value(), want.done[n].value()) << "end of job " << n;
    }
}

TEST(StageEqualsWaitPerStep, with_latency_only)
{
    compare({ 37, 0, 0 }, 5'000);
}
TEST(StageEqualsWaitPerStep, with_interval_only)
{
    compare({ 0, 10, 0 }, 3'500);
}
TEST(StageEqualsWaitPerStep, with_interval_below_latency)
{
    compare({ 100, 7, 0 }, 2'500);
}
TEST(StageEqualsWaitPerStep, with_interval_above_latency)
{
    compare({ 3, 11, 0 }, 4'000);
}
TEST(StageEqualsWaitPerStep, with_one_slot_and_a_blocked_caller)
{
    compare({ 10, 0, 1 }, 2'000);
}
TEST(StageEqualsWaitPerStep, with_four_slots_and_a_blocked_caller)
{
    compare({ 50, 0, 4 }, 3'000);
}
TEST(StageEqualsWaitPerStep, with_slots_interval_and_a_blocked_caller)
{
    compare({ 40, 9, 3 }, 2'000);
}
TEST(StageEqualsWaitPerStep, with_slots_that_rarely_fill)
{
    compare({ 20, 2, 16 }, 20'000);
}

// Several callers, each blocked now and then: jobs still leave at least an interval apart.
TEST(StageEqualsWaitPerStep, passes_all_jobs_of_three_callers_and_never_exceeds_its_slots)
{
    Stage stage(clock_3ghz, { 30, 4, 2 });
    std::vector<sc_time> done;
    std::uint32_t most = 0;
    for (unsigned caller = 0; caller < 3; ++caller) {
        sc_spawn([&, caller] {
            for (const std::uint64_t gap : random_gaps(caller + 1, 500, 6'000)) {
                sc_core::wait(ps(gap + 1));
                auto end = stage.reserve(sc_time_stamp());
                for (; !end; end = stage.reserve(sc_time_stamp()))
                    itstorm::sim::wait(stage.room());
                done.push_back(*end);
                most = std::max(most, stage.inside(sc_time_stamp()));
            }
        });
    }
    sc_start();
    EXPECT_EQ(done.size(), 1500u);
    EXPECT_EQ(most, 2u);
    for (std::size_t n = 1; n < done.size(); ++n)
        ASSERT_GE(done[n] - done[n - 1], clock_3ghz.cycles(4));
}

TEST(Stage, is_full_until_the_instant_at_which_the_oldest_job_leaves)
{
    const Clock ghz(1'000'000'000);
    Stage stage(ghz, { 10, 0, 1 });
    ASSERT_EQ(stage.reserve(ps(0)), ps(10'000));
    EXPECT_FALSE(stage.reserve(ps(9'999)));           // early
    EXPECT_EQ(stage.reserve(ps(10'000)), ps(20'000)); // on time
}

TEST(Stage, counts_the_jobs_inside_until_their_end)
{
    const Clock ghz(1'000'000'000);
    Stage stage(ghz, { 10, 0, 3 });
    stage.reserve(ps(0));
    stage.reserve(ps(4'000));
    EXPECT_EQ(stage.inside(ps(9'999)), 2u);
    EXPECT_EQ(stage.inside(ps(10'000)), 1u);
    EXPECT_EQ(stage.inside(ps(14'000)), 0u);
}

TEST(Stage, room_is_notified_when_the_oldest_job_leaves)
{
    const Clock ghz(1'000'000'000);
    Stage stage(ghz, { 10, 0, 1 });
    sc_time woken;
    sc_spawn([&] {
        stage.reserve(sc_time_stamp());
        sc_core::wait(ps(3'000));
        ASSERT_FALSE(stage.reserve(sc_time_stamp()));
        itstorm::sim::wait(stage.room());
        woken = sc_time_stamp();
    });
    sc_start();
    EXPECT_EQ(woken, ps(10'000));
}

} // namespace
