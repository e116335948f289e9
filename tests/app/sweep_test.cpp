// SPDX-License-Identifier: Apache-2.0
// `itstorm sweep`: its files, the order of their rows, and kinds of axes. A C++ function stands for
// the simulation.
#include "sweep_support.h"
#include <csignal>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace itstorm;
using testing::HasSubstr;
using testing::Not;

TEST(Sweep, every_point_has_its_row_in_order)
{
    const Options options = sweep_of(fresh_folder());
    const Ran ran = run_sweep(options);
    EXPECT_EQ(ran.status, status_passed) << ran.err;
    EXPECT_THAT(csv(options),
                testing::StartsWith(
                    "point,repetition,seed,hypervisor.storm.max_in_flight,hypervisor.storm.detect,"
                    "ending,passed,innocent,dom2.progress in during (cycles/s)\n"
                    "0,0,1,1,none,finished,false,failed,500000000\n"
                    "1,1,"));
    EXPECT_THAT(csv(options), HasSubstr("\n2,0,1,1,inflight,finished,false,failed,500000000.5\n"));
    EXPECT_THAT(csv(options), HasSubstr("\n8,0,1,3,none,finished,true,passed,1500000000\n"));
    EXPECT_EQ(rows(options), 12u);
}

TEST(Sweep, rows_do_not_depend_on_how_many_run_at_a_time_or_on_who_ends_first)
{
    const auto slow_first = [](const Scenario& scenario, const RunOptions& options) {
        usleep(in_flight(scenario) == 1 ? 100'000 : 1'000);
        return simulated_point(scenario, options);
    };
    Options options = sweep_of(fresh_folder());
    options.sweep.jobs = 1;
    run_sweep(options);
    const std::string one = csv(options);
    options.sweep.jobs = 5;
    options.sweep.again = true;
    run_sweep(options, slow_first);
    EXPECT_EQ(csv(options), one);
}

TEST(Sweep, the_spread_has_mean_and_interval_of_the_repetitions)
{
    const Options options = sweep_of(fresh_folder());
    run_sweep(options);
    // 5e8 and 5e8 + 1: mean 5e8 + 0.5, t(0.975, 1) = 12.706 times 0.5
    EXPECT_THAT(read_whole(options.out + "/spread.csv"),
                HasSubstr("\n0,1,none,2,0,500000000.5,6.353102"));
}

TEST(Sweep, points_that_fail_are_recorded_and_stop_no_other)
{
    const auto dies = [](const Scenario& scenario, const RunOptions& options) {
        if (in_flight(scenario) == 1)
            raise(SIGKILL);
        if (in_flight(scenario) == 2)
            throw std::runtime_error("a broken model");
        return simulated_point(scenario, options);
    };
    const Options options = sweep_of(fresh_folder());
    const Ran ran = run_sweep(options, dies);
    EXPECT_EQ(ran.status, status_fault);
    EXPECT_EQ(rows(options), 12u);
    EXPECT_THAT(csv(options), HasSubstr("\n0,0,0,1,none,fault,false,,\n"));
    EXPECT_THAT(csv(options), HasSubstr("\n8,0,1,3,none,finished,true,passed,1500000000\n"));
    EXPECT_THAT(ran.out, HasSubstr("point 0: fault: its process died: Killed"));
}

TEST(Sweep, numbers_of_a_point_that_was_cut_short_are_left_out)
{
    const auto limited = [](const Scenario& scenario, const RunOptions& options) {
        RunOutput output = simulated_point(scenario, options);
        output.ending = Ending::LimitReached;
        output.windows["during"].incomplete = "cut";
        return output;
    };
    const Options options = sweep_of(fresh_folder());
    EXPECT_EQ(run_sweep(options, limited).status, status_limit);
    EXPECT_THAT(csv(options), HasSubstr("\n0,0,1,1,none,limit_reached,false,undecided,\n"));
}

TEST(Sweep, no_result_is_named_before_the_report_is_written)
{
    const Options options = sweep_of(fresh_folder());
    std::filesystem::create_directories(options.out + "/report.html");
    const Ran ran = run_sweep(options);
    EXPECT_EQ(ran.status, status_fault);
    EXPECT_THAT(ran.out, Not(HasSubstr("results:")));
    EXPECT_THAT(ran.err, HasSubstr("report.html"));
}

TEST(Sweep, a_preset_is_an_axis)
{
    const std::string folder = fresh_folder();
    const Options options = sweep_of(folder, over_presets);
    const Ran ran = run_sweep(options, simulated_point, with_presets(folder, "4"));
    EXPECT_EQ(ran.status, status_passed) << ran.err;
    EXPECT_THAT(csv(options), HasSubstr("\n0,0,1,low,finished,true,passed,1000000000\n"));
    EXPECT_THAT(csv(options), HasSubstr("\n1,0,1,high,finished,true,passed,2000000000\n"));
}

TEST(Sweep, a_variant_can_be_an_axis)
{
    const Options options = sweep_of(
        fresh_folder(), "variants: { calm: {}, hot: { hypervisor.storm.max_in_flight: 4 } }\n"
                        "sweep: { axes: [ { variant: [calm, hot] } ] }\n"
                        "table: [ { stat: dom2.progress, in: during } ]\n");
    EXPECT_EQ(run_sweep(options).status, status_passed);
    EXPECT_THAT(csv(options), HasSubstr("\n1,0,1,hot,finished,true,passed,2000000000\n"));
}

TEST(Sweep, an_argument_changes_the_repetitions)
{
    Options options = sweep_of(fresh_folder());
    options.overrides = { "sweep.repetitions=1" };
    run_sweep(options);
    EXPECT_EQ(rows(options), 6u);
}

TEST(Sweep, an_argument_gives_repetitions_to_a_scenario_without_a_sweep)
{
    Options options = sweep_of(fresh_folder(), "");
    options.overrides = { "sweep.repetitions=3" };
    EXPECT_EQ(run_sweep(options).status, status_passed);
    EXPECT_EQ(rows(options), 3u);
}

TEST(Sweep, a_plain_run_takes_no_notice_of_it)
{
    Options options = sweep_of(fresh_folder());
    options.command = Options::Command::Run;
    const Ran ran = run_sweep(options);
    EXPECT_EQ(ran.status, status_failed);
    EXPECT_THAT(read_whole(options.out + "/effective.yaml"), Not(HasSubstr("sweep")));
}

TEST(Sweep, check_looks_at_it)
{
    Options options = sweep_of(fresh_folder(), "sweep: { axes: [ { nic0.vectors: [0] } ] }\n");
    options.command = Options::Command::Check;
    const Ran ran = run_sweep(options);
    EXPECT_EQ(ran.status, status_invalid);
    EXPECT_THAT(ran.err, HasSubstr("(at nic0.vectors=0)"));
}
