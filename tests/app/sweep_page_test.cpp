// SPDX-License-Identifier: Apache-2.0
// The page of a sweep and the points that it links to.
#include "sweep_support.h"
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

using namespace itstorm;
using testing::HasSubstr;

namespace {

namespace fs = std::filesystem;

// Stands for a simulation that leaves a flight recording.
RunOutput recorded_point(const Scenario& scenario, const RunOptions& options)
{
    std::ofstream(options.out_dir + "/flight.bin") << "events";
    return simulated_point(scenario, options);
}

} // namespace

TEST(SweepPage, its_commands_have_every_option_quoted_for_a_shell)
{
    Options options = sweep_of(fresh_folder());
    options.hypervisor = "my hv.so";
    options.guests = { "guests.so" };
    options.overrides = { "sweep.repetitions=1" };
    run_sweep(options);
    EXPECT_THAT(read_whole(options.out + "/report.html"),
                HasSubstr("itstorm run " + options.file +
                          " -C sweep.repetitions=1 -C hypervisor.storm.max_in_flight=1 "
                          "-C hypervisor.storm.detect=none --hypervisor &#39;my hv.so&#39; "
                          "--guests guests.so<"));
}

TEST(SweepPage, written_again_it_does_not_know_the_file)
{
    const Options options = sweep_of(fresh_folder());
    run_sweep(options);
    Options again = command(Options::Command::Report);
    again.files = { options.out };
    EXPECT_EQ(run_sweep(again).status, status_passed);
    EXPECT_THAT(read_whole(options.out + "/report.html"),
                HasSubstr("itstorm run FILE -C hypervisor.storm.max_in_flight=1"));
}

TEST(KeptPoints, a_recording_stays_with_what_went_wrong)
{
    Options options = sweep_of(fresh_folder());
    options.sweep.keep = "all";
    run_sweep(options, recorded_point);
    std::istringstream table(csv(options));
    unsigned passed = 0, point = 0;
    std::string row;
    std::getline(table, row); // the head
    for (; std::getline(table, row); ++point) {
        const std::string folder = options.out + "/points/" + std::to_string(point);
        const bool has_passed = row.find(",finished,true,") != std::string::npos;
        EXPECT_TRUE(fs::exists(folder + "/result.json")) << row;
        EXPECT_EQ(fs::exists(folder + "/flight.bin"), !has_passed) << row;
        passed += has_passed;
    }
    EXPECT_GT(passed, 0u);
    EXPECT_LT(passed, point);
}

TEST(KeptPoints, of_an_earlier_sweep_are_removed_when_it_begins_anew)
{
    Options options = sweep_of(fresh_folder());
    options.sweep.keep = "all";
    run_sweep(options);
    ASSERT_TRUE(fs::exists(options.out + "/points/0/result.json"));
    options.sweep.keep = "";
    options.sweep.again = true;
    EXPECT_EQ(run_sweep(options).status, status_passed);
    EXPECT_FALSE(fs::exists(options.out + "/points"));
}
