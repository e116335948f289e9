// SPDX-License-Identifier: Apache-2.0
// Events, tasks, the order of events of one picosecond, and foreign threads of the SystemC kernel
// beside them.
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
using Steps = std::vector<std::string>;

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

TEST(EventQueue, events_of_one_picosecond_happen_by_rank_not_by_construction)
{
    Steps steps;
    Task pe(Rank(Kind::Pe, 0), "pe", [&] {
        sim::wait_ps(100);
        steps.push_back("pe");
    });
    Task second(Rank(Kind::Link, 1), "link1", [&] {
        sim::wait_ps(100);
        steps.push_back("link1");
    });
    Task first(Rank(Kind::Link, 0), "link0", [&] {
        sim::wait_ps(100);
        steps.push_back("link0");
    });
    runs_ps(200);
    EXPECT_EQ(steps, (Steps{ "link0", "link1", "pe" }));
}

TEST(EventQueue, events_of_one_rank_happen_in_order_of_posting)
{
    Steps steps;
    Event a(Rank(Kind::Its, 0)), b(Rank(Kind::Its, 0));
    a.calls([&] { steps.push_back("a"); });
    b.calls([&] { steps.push_back("b"); });
    b.notify(sim::time_of(50));
    a.notify(sim::time_of(50));
    runs_ps(100);
    EXPECT_EQ(steps, (Steps{ "b", "a" }));
}

TEST(EventQueue, the_earliest_of_several_notifications_stands)
{
    Steps steps;
    Event event;
    event.calls([&] { steps.push_back(at("event")); });
    event.notify(sim::time_of(70));
    event.notify(sim::time_of(30));
    event.notify(sim::time_of(50));
    runs_ps(100);
    EXPECT_EQ(steps, (Steps{ "event@30" }));
}

TEST(EventQueue, a_cancelled_event_does_not_happen)
{
    Steps steps;
    Event timed, soon;
    timed.calls([&] { steps.push_back("timed"); });
    soon.calls([&] { steps.push_back("soon"); });
    timed.notify(sim::time_of(30));
    soon.notify(sc_core::SC_ZERO_TIME);
    timed.cancel();
    soon.cancel();
    runs_ps(100);
    EXPECT_TRUE(steps.empty());
}

TEST(EventQueue, a_notification_of_zero_time_happens_after_all_ready_tasks)
{
    Steps steps;
    Event soon;
    soon.calls([&] { steps.push_back("soon"); });
    Task first(Rank(Kind::Its, 0), "first", [&] {
        soon.notify(sc_core::SC_ZERO_TIME);
        steps.push_back("first");
    });
    Task second(Rank(Kind::Pe, 0), "second", [&] { steps.push_back("second"); });
    runs_ps(1);
    EXPECT_EQ(steps, (Steps{ "first", "second", "soon" }));
}

TEST(EventQueue, the_rounds_of_each_instant_are_counted_from_zero)
{
    Steps steps;
    Event first, second, later;
    const auto round = [&] { steps.push_back(at(std::to_string(sim::queue().round()))); };
    first.calls([&] {
        round();
        second.notify_ps(0);
    });
    second.calls(round);
    later.calls(round);
    first.notify_ps(10);
    later.notify_ps(20);
    runs_ps(100);
    EXPECT_EQ(steps, (Steps{ "0@10", "1@10", "0@20" }));
}

TEST(Task, a_wait_with_a_time_ends_with_the_event_or_with_the_time)
{
    Steps steps;
    Event event;
    event.notify(sim::time_of(40));
    Task task(Rank(Kind::Pe, 0), "task", [&] {
        sim::wait_ps(100, event);
        steps.push_back(at("event"));
        sim::wait_ps(100, event);
        steps.push_back(at("time"));
        event.notify(sim::time_of(5));
        sim::wait(event);
        steps.push_back(at("again"));
    });
    runs_ps(1000);
    EXPECT_EQ(steps, (Steps{ "event@40", "time@140", "again@145" }));
}

TEST(Task, a_task_continues_in_the_coroutine_that_it_has_switched_to)
{
    Steps steps;
    Task* self = nullptr;
    Coroutine other("other", [&] {
        sim::wait_ps(10);
        steps.push_back(at("other"));
        sim::wait_ps(1000);
    });
    Task task(Rank(Kind::Pe, 0), "task", [&] {
        steps.push_back("own");
        self->switch_to(other);
        steps.push_back("never");
    });
    self = &task;
    runs_ps(100);
    EXPECT_EQ(steps, (Steps{ "own", "other@10" }));
}

TEST(Task, an_exception_out_of_its_body_ends_the_run)
{
    Task task(Rank(Kind::Pe, 0), "task", [] { throw std::runtime_error("a complaint"); });
    EXPECT_THROW(runs_ps(100), std::exception);
}

TEST(Run, stops_before_the_events_at_its_end)
{
    Steps steps;
    Event event;
    event.calls([&] { steps.push_back(at("event")); });
    event.notify(sim::time_of(100));
    runs_ps(100);
    EXPECT_TRUE(steps.empty());
    EXPECT_EQ(sim::now_ps(), 100u);
    runs_ps(1);
    EXPECT_EQ(steps, (Steps{ "event@100" }));
}

TEST(Run, until_idle_ends_at_the_last_event_with_the_kernel_at_the_same_time)
{
    Event event;
    event.calls([] {});
    event.notify(sim::time_of(123));
    sim::run_until_idle(sim::time_of(1'000'000));
    EXPECT_EQ(sim::now_ps(), 123u);
    EXPECT_EQ(sc_core::sc_time_stamp().value(), 123u);
    EXPECT_TRUE(sim::is_idle());
}

TEST(Run, ends_at_a_pause_and_can_be_continued)
{
    Steps steps;
    Task task(Rank(Kind::Timeline, 0), "task", [&] {
        sim::wait_ps(10);
        sim::pause();
        sim::wait_ps(10);
        steps.push_back(at("after"));
    });
    runs_ps(100);
    EXPECT_EQ(sim::now_ps(), 10u);
    EXPECT_TRUE(steps.empty());
    runs_ps(100);
    EXPECT_EQ(steps, (Steps{ "after@20" }));
}

TEST(Task, that_is_destroyed_while_ready_leaves_the_others)
{
    Steps steps;
    Event event, later;
    const auto waits_for = [&steps](const char* who, const Event& awaited) {
        return [&steps, &awaited, who] {
            sim::wait(awaited);
            steps.push_back(who);
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
    EXPECT_EQ(steps, (Steps{ "second", "third" }));
}

// ---- with foreign SystemC processes ----

TEST(KernelThread, a_foreign_thread_sees_exact_times_and_is_woken_at_them)
{
    Steps steps;
    Event event;
    Task task(Rank(Kind::Its, 0), "task", [&] {
        sim::wait_ps(30);
        event.notify();
        sim::wait_ps(1000);
    });
    sc_core::sc_spawn([&] {
        sim::wait(event);
        steps.push_back(at("woken") + "=" + std::to_string(sc_core::sc_time_stamp().value()));
        sc_core::wait(sc_core::sc_time::from_value(12));
        steps.push_back(at("waited"));
        event.notify(sim::time_of(7));
        sim::wait(event);
        steps.push_back(at("posted"));
    });
    runs_ps(500);
    EXPECT_EQ(steps, (Steps{ "woken@30=30", "waited@42", "posted@49" }));
}

TEST(KernelThread, a_woken_foreign_thread_runs_next_although_the_queue_runs_ahead)
{
    Steps steps;
    Event event;
    Task wakes(Rank(Kind::Its, 0), "wakes", [&] {
        sim::wait_ps(30);
        event.notify();
    });
    Task other(Rank(Kind::Pe, 0), "other", [&] {
        sim::wait_ps(35);
        steps.push_back(at("other"));
    });
    sc_core::sc_spawn([&] {
        sim::wait(event);
        steps.push_back(at("woken"));
        sc_core::wait(sc_core::sc_time::from_value(2));
        steps.push_back(at("foreign"));
    });
    runs_ps(500);
    EXPECT_EQ(steps, (Steps{ "woken@30", "foreign@32", "other@35" }));
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

TEST(Crossing, other_tasks_are_on_time_while_a_foreign_target_waits)
{
    Steps steps;
    Task caller(Rank(Kind::Link, 0), "caller", [&] {
        sim::wait_ps(10);
        {
            const sim::Crossing crossing;
            sc_core::wait(sc_core::sc_time::from_value(100)); // in the target
        }
        steps.push_back(at("back"));
        sim::wait_ps(5);
        steps.push_back(at("caller"));
    });
    Task other(Rank(Kind::Pe, 0), "other", [&] {
        for (int n = 0; n < 3; n++) {
            sim::wait_ps(40);
            steps.push_back(at("other"));
        }
    });
    kernel_runs_ps(1000);
    EXPECT_EQ(steps, (Steps{ "other@40", "other@80", "back@110", "caller@115", "other@120" }));
}

TEST(Crossing, two_targets_may_wait_at_once)
{
    Steps steps;
    const auto call = [&](const char* who, std::uint64_t ps) {
        {
            const sim::Crossing crossing;
            sc_core::wait(sc_core::sc_time::from_value(ps));
        }
        steps.push_back(at(who));
        sim::wait_ps(1);
        steps.push_back(at(who));
    };
    Task slow(Rank(Kind::Link, 0), "slow", [&] { call("slow", 100); });
    Task quick(Rank(Kind::Link, 1), "quick", [&] { call("quick", 30); });
    kernel_runs_ps(1000);
    EXPECT_EQ(steps, (Steps{ "quick@30", "quick@31", "slow@100", "slow@101" }));
}

TEST(Crossing, calls_that_overlap_in_any_order_return_at_their_times)
{
    Steps steps;
    const auto call = [&steps](const char* who, std::uint64_t from_ps, std::uint64_t to_ps) {
        return [&steps, who, from_ps, to_ps] {
            sim::wait_ps(from_ps);
            {
                const sim::Crossing crossing;
                sc_core::wait(sc_core::sc_time::from_value(to_ps - from_ps));
            }
            steps.push_back(at(who));
            sim::wait_ps(1);
            steps.push_back(at(who));
        };
    };
    Task a(Rank(Kind::Link, 0), "a", call("a", 10, 42));
    Task b(Rank(Kind::Link, 1), "b", call("b", 20, 28));
    Task c(Rank(Kind::Link, 2), "c", call("c", 40, 61));
    Task ticks(Rank(Kind::Pe, 0), "ticks", [&] {
        for (int n = 0; n < 5; n++) {
            sim::wait_ps(15);
            steps.push_back(at("tick"));
        }
    });
    kernel_runs_ps(1000);
    EXPECT_EQ(steps, (Steps{ "tick@15", "b@28", "b@29", "tick@30", "a@42", "a@43", "tick@45",
                             "tick@60", "c@61", "c@62", "tick@75" }));
}

TEST(Crossing, a_target_that_answers_at_once_changes_nothing)
{
    Steps steps;
    Task caller(Rank(Kind::Link, 0), "caller", [&] {
        for (int n = 0; n < 3; n++) {
            const sim::Crossing crossing;
        }
        sim::wait_ps(5);
        steps.push_back(at("caller"));
    });
    kernel_runs_ps(100);
    EXPECT_EQ(steps, (Steps{ "caller@5" }));
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
