// SPDX-License-Identifier: Apache-2.0
// `itstorm run`: which files and folders it removes, and which it refuses to overwrite.
#include "command_support.h"
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::HasSubstr;

namespace fs = std::filesystem;

TEST(Run, removes_the_files_of_an_earlier_run)
{
    const std::string folder = fresh_folder();
    const Options options = options_for(folder, good());
    fs::create_directories(folder + "/out");
    write_text(folder + "/out/trace.vcd", "old");
    run(options);
    EXPECT_FALSE(fs::exists(folder + "/out/trace.vcd"));
}

TEST(Run, refuses_a_folder_with_files_that_no_run_has_written)
{
    const std::string folder = fresh_folder();
    const Options options = options_for(folder, good());
    for (const char* name : { "/out/notes.txt", "/out/fair/notes.txt" }) {
        EXPECT_EQ(run(options).status, 0);
        fs::create_directories(folder + "/out/fair");
        write_text(folder + name, "mine");
        const Ran ran = run(options);
        EXPECT_EQ(ran.status, 2);
        EXPECT_THAT(ran.err, HasSubstr(folder + name + ": was not written by a run"));
        EXPECT_TRUE(fs::exists(folder + "/out/result.json"));
        fs::remove(folder + name);
    }
    EXPECT_EQ(run(options).status, 0);
}

namespace {

// Expects status 2 with this reason, and that the scenario is still there.
void expect_refused(const Options& options, const std::string& scenario, const std::string& why)
{
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr(why));
    EXPECT_EQ(read_whole(scenario), good());
}

} // namespace

TEST(Record, the_scenario_is_not_overwritten_under_any_of_its_names)
{
    const std::string folder = fresh_folder(), file = folder + "/s.yaml";
    Options options = options_for(folder, good());
    fs::create_symlink(file, folder + "/symbolic.csv");
    fs::create_hard_link(file, folder + "/hard.csv");
    fs::create_directory(folder + "/sub");
    for (const char* name : { "/s.yaml", "/symbolic.csv", "/hard.csv", "/sub/../s.yaml" }) {
        options.record = folder + name;
        expect_refused(options, file, "is the scenario, which is read");
    }
    EXPECT_FALSE(fs::exists(folder + "/out"));
}

TEST(Record, a_trace_that_is_replayed_is_not_overwritten)
{
    const std::string folder = fresh_folder(), trace = "time,function,vector\n1us,nic0,0\n";
    write_text(folder + "/t.csv", trace);
    Options options = options_for(
        folder,
        with_line(18, "  - { after: ready, do: trace.replay, trace: t.csv, label: storm }"));
    options.record = folder + "/t.csv";
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("is a trace that is replayed, which is read"));
    EXPECT_EQ(read_whole(folder + "/t.csv"), trace);
}

TEST(Record, a_file_of_the_results_is_refused)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.record = folder + "/out/series.csv";
    expect_refused(options, folder + "/s.yaml", "is a file of the results");
}

TEST(Out, a_folder_whose_result_is_the_scenario_is_refused)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    fs::create_directory(folder + "/out");
    options.file = folder + "/out/effective.yaml";
    write_text(options.file, good());
    expect_refused(options, options.file, "effective.yaml: is the scenario, which is read");
}
