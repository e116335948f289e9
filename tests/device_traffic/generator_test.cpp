// SPDX-License-Identifier: Apache-2.0
// The generator alone: in which round of an instant its arrivals are made. What a timeline does is
// played by a task that runs in the first round, as the timeline's tasks do.
#include "common/simulated_time.h"
#include "common/task.h"
#include "device_traffic/generator.h"
#include "patterns.h"
#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace itstorm {

namespace {

using Steps = std::vector<std::string>;

struct Sink : ArrivalSink {
    Steps& steps;
    explicit Sink(Steps& s) : steps(s) {}
    void arrival(unsigned vector) override
    {
        steps.push_back(std::to_string(vector) + "@" + std::to_string(sim::now_ps()) + "+" +
                        std::to_string(sim::queue().round()));
    }
    bool arrival_waits(unsigned) const override { return false; }
    void line_rate_started() override { steps.push_back("line rate"); }
};

struct GeneratorBench {
    Steps steps;
    FunctionConfig config;
    PciFunctionProbes probes;
    Sink sink{ steps };
    Generator generator;

    GeneratorBench() : config(with_vectors()), generator("g", 0, config, 1, sink, probes) {}

    static FunctionConfig with_vectors()
    {
        FunctionConfig config;
        config.vectors = 8;
        return config;
    }

    // A label of a timeline's, at that time.
    void play(std::uint64_t at_ps, std::function<void()> entry)
    {
        timeline = std::make_unique<sim::Task>(sim::Rank(sim::Kind::Timeline, 0), "timeline",
                                               [this, at_ps, entry = std::move(entry)] {
                                                   sim::wait_ps(at_ps);
                                                   entry();
                                                   steps.push_back("label");
                                               });
        sim::run(sim::time_of(at_ps + 1'000'000));
    }

    std::unique_ptr<sim::Task> timeline;
};

} // namespace

TEST(Generator, a_single_arrival_of_an_entry_comes_behind_the_labels_of_its_round)
{
    GeneratorBench b;
    b.play(5000, [&] { b.generator.arrive_soon(3); });
    EXPECT_EQ(b.steps, (Steps{ "label", "3@5000+1" }));
}

TEST(Generator, single_arrivals_of_one_instant_come_in_their_order)
{
    GeneratorBench b;
    b.play(5000, [&] {
        b.generator.arrive_soon(3);
        b.generator.arrive_soon(1);
    });
    EXPECT_EQ(b.steps, (Steps{ "label", "3@5000+1", "1@5000+1" }));
}

TEST(Generator, a_line_rate_pattern_begins_behind_the_labels_of_its_round)
{
    GeneratorBench b;
    b.play(5000, [&] { b.generator.start(PatternConfig{}); });
    EXPECT_EQ(b.steps, (Steps{ "label", "line rate" }));
}

TEST(Generator, a_line_rate_pattern_that_is_stopped_at_once_does_not_begin)
{
    GeneratorBench b;
    b.play(5000, [&] {
        b.generator.start(PatternConfig{});
        b.generator.stop();
    });
    EXPECT_EQ(b.steps, (Steps{ "label" }));
}

TEST(Generator, a_replayed_arrival_of_the_first_round_comes_before_a_label_of_that_instant)
{
    GeneratorBench b;
    b.generator.start(replay({ { 5000, 2, 0 } }));
    b.play(5000, [] {});
    EXPECT_EQ(b.steps, (Steps{ "2@5000+0", "label" }));
}

TEST(Generator, a_replayed_arrival_of_a_later_round_comes_behind_it)
{
    GeneratorBench b;
    b.generator.start(replay({ { 5000, 2, 1 }, { 9000, 4, 3 } }));
    b.play(5000, [] {});
    EXPECT_EQ(b.steps, (Steps{ "label", "2@5000+1", "4@9000+3" }));
}

TEST(Generator, replayed_arrivals_of_one_instant_come_in_their_rounds)
{
    GeneratorBench b;
    b.generator.start(replay({ { 5000, 1, 0 }, { 5000, 2, 0 }, { 5000, 3, 2 }, { 5000, 4, 2 } }));
    b.play(5000, [] {});
    EXPECT_EQ(b.steps, (Steps{ "1@5000+0", "2@5000+0", "label", "3@5000+2", "4@5000+2" }));
}

TEST(Generator, a_replay_may_begin_with_an_arrival_of_its_own_instant)
{
    GeneratorBench b;
    b.play(5000, [&] { b.generator.start(replay({ { 0, 6, 1 }, { 0, 7, 1 } })); });
    EXPECT_EQ(b.steps, (Steps{ "label", "6@5000+1", "7@5000+1" }));
}

TEST(Generator, a_pattern_that_is_replaced_in_the_round_of_its_arrival_does_not_make_it)
{
    GeneratorBench b;
    b.generator.start(replay({ { 5000, 2, 1 } }));
    sim::Event soon; // happens before the arrival, in its round
    soon.calls([&] { b.generator.start(replay({ { 700, 5, 0 } })); });
    b.play(5000, [&] { soon.notify_ps(0); });
    EXPECT_EQ(b.steps, (Steps{ "label", "5@5700+0" }));
}

TEST(Generator, a_pattern_that_line_rate_replaces_in_the_round_of_its_arrival_does_not_make_it)
{
    GeneratorBench b;
    b.generator.start(replay({ { 5000, 2, 1 } }));
    sim::Event soon;
    soon.calls([&] { b.generator.start(PatternConfig{}); });
    b.play(5000, [&] { soon.notify_ps(0); });
    EXPECT_EQ(b.steps, (Steps{ "label", "line rate" }));
}

TEST(Generator, a_replay_that_is_stopped_makes_no_arrival_of_a_later_round)
{
    GeneratorBench b;
    b.generator.start(replay({ { 5000, 2, 1 } }));
    b.play(5000, [&] { b.generator.stop(); });
    EXPECT_EQ(b.steps, (Steps{ "label" }));
}

} // namespace itstorm
