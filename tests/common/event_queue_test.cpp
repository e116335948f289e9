// SPDX-License-Identifier: Apache-2.0
// Events, tasks, the order of what falls on one picosecond, and what threads of the SystemC
// kernel's see of it.
#define SC_INCLUDE_DYNAMIC_PROCESSES
#include "common/kernel_thread.h"
#include "common/simulated_time.h"
#include "common/task.h"
#include <gtest/gtest.h>
#include <memory>
#include <systemc>
#include <vector>

namespace itstorm {

namespace {

using sim::Event;
using sim::Kind;
using sim::Rank;
using sim::Task;
using Story = std::vector<std::string>;

std::string at(const std::string& what)
{
    return what + "@" + std::to_string(sim::now_ps());
}

void kernel_runs_ps(std::uint64_t ps)
{
    sc_core::sc_start(sc_core::sc_time::from_value(ps));
}

void runs_ps(std::uint64_t ps)
{
    sim::run(sim::time_of(ps));
}

} // namespace

TEST(EventQueue, what_falls_on_one_picosecond_goes_by_rank_not_by_construction)
{
    Story story;
    Task pe(Rank(Kind::Pe, 0), "pe", [&] {
        sim::wait_ps(100);
        story.push_back("pe");
    });
    Task second(Rank(Kind::Link, 1), "link1", [&] {
        sim::wait_ps(100);
        story.push_back("link1");
    });
    Task first(Rank(Kind::Link, 0), "link0", [&] {
        sim::wait_ps(100);
        story.push_back("link0");
    });
    runs_ps(200);
    EXPECT_EQ(story, (Story{ "link0", "link1", "pe" }));
}

TEST(EventQueue, of_one_rank_the_earlier_posted_goes_first)
{
    Story story;
    Event a(Rank(Kind::Its, 0)), b(Rank(Kind::Its, 0));
    a.calls([&] { story.push_back("a"); });
    b.calls([&] { story.push_back("b"); });
    b.notify(sim::time_of(50));
    a.notify(sim::time_of(50));
    runs_ps(100);
    EXPECT_EQ(story, (Story{ "b", "a" }));
}

TEST(EventQueue, of_two_notifications_the_earlier_stands)
{
    Story story;
    Event event;
    event.calls([&] { story.push_back(at("event")); });
    event.notify(sim::time_of(70));
    event.notify(sim::time_of(30));
    event.notify(sim::time_of(50));
    runs_ps(100);
    EXPECT_EQ(story, (Story{ "event@30" }));
}

TEST(EventQueue, what_is_cancelled_does_not_happen)
{
    Story story;
    Event timed, soon;
    timed.calls([&] { story.push_back("timed"); });
    soon.calls([&] { story.push_back("soon"); });
    timed.notify(sim::time_of(30));
    soon.notify(sc_core::SC_ZERO_TIME);
    timed.cancel();
    soon.cancel();
    runs_ps(100);
    EXPECT_TRUE(story.empty());
}

TEST(EventQueue, soon_is_after_all_that_is_ready_now)
{
    Story story;
    Event soon;
    soon.calls([&] { story.push_back("soon"); });
    Task first(Rank(Kind::Its, 0), "first", [&] {
        soon.notify(sc_core::SC_ZERO_TIME);
        story.push_back("first");
    });
    Task second(Rank(Kind::Pe, 0), "second", [&] { story.push_back("second"); });
    runs_ps(1);
    EXPECT_EQ(story, (Story{ "first", "second", "soon" }));
}

TEST(Task, a_wait_with_a_time_ends_with_the_event_or_with_the_time)
{
    Story story;
    Event event;
    event.notify(sim::time_of(40));
    Task task(Rank(Kind::Pe, 0), "task", [&] {
        sim::wait_ps(100, event);
        story.push_back(at("event"));
        sim::wait_ps(100, event);
        story.push_back(at("time"));
        event.notify(sim::time_of(5));
        sim::wait(event);
        story.push_back(at("again"));
    });
    runs_ps(1000);
    EXPECT_EQ(story, (Story{ "event@40", "time@140", "again@145" }));
}

TEST(Task, a_task_goes_on_where_it_has_switched_to)
{
    Story story;
    Task* self = nullptr;
    Coroutine other("other", [&] {
        sim::wait_ps(10);
        story.push_back(at("other"));
        sim::wait_ps(1000);
    });
    Task task(Rank(Kind::Pe, 0), "task", [&] {
        story.push_back("own");
        self->switch_to(other);
        story.push_back("never");
    });
    self = &task;
    runs_ps(100);
    EXPECT_EQ(story, (Story{ "own", "other@10" }));
}

TEST(Task, what_leaves_its_body_ends_the_run)
{
    Task task(Rank(Kind::Pe, 0), "task", [] { throw std::runtime_error("a complaint"); });
    EXPECT_THROW(runs_ps(100), std::exception);
}

TEST(Run, stops_before_what_is_due_at_its_end)
{
    Story story;
    Event event;
    event.calls([&] { story.push_back(at("event")); });
    event.notify(sim::time_of(100));
    runs_ps(100);
    EXPECT_TRUE(story.empty());
    EXPECT_EQ(sim::now_ps(), 100u);
    runs_ps(1);
    EXPECT_EQ(story, (Story{ "event@100" }));
}

TEST(Run, until_idle_ends_with_the_last_event_and_the_kernel_has_followed)
{
    Event event;
    event.calls([] {});
    event.notify(sim::time_of(123));
    sim::run_until_idle(sim::time_of(1'000'000));
    EXPECT_EQ(sim::now_ps(), 123u);
    EXPECT_EQ(sc_core::sc_time_stamp().value(), 123u);
    EXPECT_TRUE(sim::is_idle());
}

TEST(Run, is_left_by_a_pause_and_goes_on)
{
    Story story;
    Task task(Rank(Kind::Timeline, 0), "task", [&] {
        sim::wait_ps(10);
        sim::pause();
        sim::wait_ps(10);
        story.push_back(at("after"));
    });
    runs_ps(100);
    EXPECT_EQ(sim::now_ps(), 10u);
    EXPECT_TRUE(story.empty());
    runs_ps(100);
    EXPECT_EQ(story, (Story{ "after@20" }));
}

TEST(Task, that_goes_while_it_is_ready_leaves_the_others)
{
    Story story;
    Event event, later;
    const auto waits_for = [&story](const char* who, const Event& awaited) {
        return [&story, &awaited, who] {
            sim::wait(awaited);
            story.push_back(who);
        };
    };
    auto first = std::make_unique<Task>(Rank(Kind::Its, 0), "first", waits_for("first", event));
    Task second(Rank(Kind::Its, 1), "second", waits_for("second", event));
    Task third(Rank(Kind::Its, 2), "third", waits_for("third", later));
    runs_ps(10);
    event.notify();
    first.reset();
    later.notify();
    runs_ps(100);
    EXPECT_EQ(story, (Story{ "second", "third" }));
}

// ---- with processes of somebody else's ----

TEST(KernelThread, a_foreign_thread_sees_exact_times_and_is_woken_at_them)
{
    Story story;
    Event event;
    Task task(Rank(Kind::Its, 0), "task", [&] {
        sim::wait_ps(30);
        event.notify();
        sim::wait_ps(1000);
    });
    sc_core::sc_spawn([&] {
        sim::wait(event);
        story.push_back(at("woken") + "=" + std::to_string(sc_core::sc_time_stamp().value()));
        sc_core::wait(sc_core::sc_time::from_value(12));
        story.push_back(at("waited"));
        event.notify(sim::time_of(7));
        sim::wait(event);
        story.push_back(at("posted"));
    });
    runs_ps(500);
    EXPECT_EQ(story, (Story{ "woken@30=30", "waited@42", "posted@49" }));
}

TEST(KernelThread, a_foreign_thread_that_is_woken_is_next_also_where_the_queue_runs_ahead)
{
    Story story;
    Event event;
    Task wakes(Rank(Kind::Its, 0), "wakes", [&] {
        sim::wait_ps(30);
        event.notify();
    });
    Task other(Rank(Kind::Pe, 0), "other", [&] {
        sim::wait_ps(35);
        story.push_back(at("other"));
    });
    sc_core::sc_spawn([&] {
        sim::wait(event);
        story.push_back(at("woken"));
        sc_core::wait(sc_core::sc_time::from_value(2));
        story.push_back(at("foreign"));
    });
    runs_ps(500);
    EXPECT_EQ(story, (Story{ "woken@30", "foreign@32", "other@35" }));
}

TEST(KernelThread, the_kernel_enters_each_instant_first_if_it_lets_time_pass)
{
    std::vector<std::uint64_t> kernel;
    Task task(Rank(Kind::Its, 0), "task", [&] {
        for (int n = 0; n < 3; n++) {
            sim::wait_ps(10);
            kernel.push_back(sc_core::sc_time_stamp().value());
        }
    });
    kernel_runs_ps(100);
    EXPECT_EQ(kernel, (std::vector<std::uint64_t>{ 10, 20, 30 }));
}

TEST(Crossing, while_a_foreign_target_waits_nobody_else_is_late)
{
    Story story;
    Task caller(Rank(Kind::Link, 0), "caller", [&] {
        sim::wait_ps(10);
        {
            const sim::Crossing crossing;
            sc_core::wait(sc_core::sc_time::from_value(100)); // in the target
        }
        story.push_back(at("back"));
        sim::wait_ps(5);
        story.push_back(at("caller"));
    });
    Task other(Rank(Kind::Pe, 0), "other", [&] {
        for (int n = 0; n < 3; n++) {
            sim::wait_ps(40);
            story.push_back(at("other"));
        }
    });
    kernel_runs_ps(1000);
    EXPECT_EQ(story, (Story{ "other@40", "other@80", "back@110", "caller@115", "other@120" }));
}

TEST(Crossing, two_targets_may_wait_at_once)
{
    Story story;
    const auto call = [&](const char* who, std::uint64_t ps) {
        {
            const sim::Crossing crossing;
            sc_core::wait(sc_core::sc_time::from_value(ps));
        }
        story.push_back(at(who));
        sim::wait_ps(1);
        story.push_back(at(who));
    };
    Task slow(Rank(Kind::Link, 0), "slow", [&] { call("slow", 100); });
    Task quick(Rank(Kind::Link, 1), "quick", [&] { call("quick", 30); });
    kernel_runs_ps(1000);
    EXPECT_EQ(story, (Story{ "quick@30", "quick@31", "slow@100", "slow@101" }));
}

TEST(Crossing, calls_that_overlap_in_any_order_come_back_in_time)
{
    Story story;
    const auto call = [&story](const char* who, std::uint64_t from_ps, std::uint64_t to_ps) {
        return [&story, who, from_ps, to_ps] {
            sim::wait_ps(from_ps);
            {
                const sim::Crossing crossing;
                sc_core::wait(sc_core::sc_time::from_value(to_ps - from_ps));
            }
            story.push_back(at(who));
            sim::wait_ps(1);
            story.push_back(at(who));
        };
    };
    Task a(Rank(Kind::Link, 0), "a", call("a", 10, 42));
    Task b(Rank(Kind::Link, 1), "b", call("b", 20, 28));
    Task c(Rank(Kind::Link, 2), "c", call("c", 40, 61));
    Task ticks(Rank(Kind::Pe, 0), "ticks", [&] {
        for (int n = 0; n < 5; n++) {
            sim::wait_ps(15);
            story.push_back(at("tick"));
        }
    });
    kernel_runs_ps(1000);
    EXPECT_EQ(story, (Story{ "tick@15", "b@28", "b@29", "tick@30", "a@42", "a@43", "tick@45",
                             "tick@60", "c@61", "c@62", "tick@75" }));
}

TEST(Crossing, a_target_that_answers_at_once_changes_nothing)
{
    Story story;
    Task caller(Rank(Kind::Link, 0), "caller", [&] {
        for (int n = 0; n < 3; n++) {
            const sim::Crossing crossing;
        }
        sim::wait_ps(5);
        story.push_back(at("caller"));
    });
    kernel_runs_ps(100);
    EXPECT_EQ(story, (Story{ "caller@5" }));
}

TEST(Crossing, a_reaction_cannot_wait_in_a_target)
{
    Event event;
    Task other(Rank(Kind::Pe, 0), "other", [] { sim::wait_ps(20); });
    event.calls([] {
        const sim::Crossing crossing;
        sc_core::wait(sc_core::sc_time::from_value(100));
    });
    event.notify(sim::time_of(10));
    EXPECT_THROW(kernel_runs_ps(1000), std::exception);
}

} // namespace itstorm
