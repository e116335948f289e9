// SPDX-License-Identifier: Apache-2.0
// `itstorm report`, for results of runs in which a C++ function stands for the simulation.
#include "command_support.h"
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

namespace fs = std::filesystem;

Ran report(const std::vector<std::string>& files, const std::string& out = "")
{
    Options options = command(Options::Command::Report);
    options.files = files;
    options.out = out;
    return run(options);
}

} // namespace

TEST(ReportCommand, of_variants_shows_the_table_that_their_scenario_asks_for)
{
    const std::string folder = fresh_folder();
    run(options_for(folder, good() + two_variants +
                                "table: [ { stat: dom2.progress, in: during },\n"
                                "         { stat: dom2.progress, in: during, "
                                "relative_to: fair/during } ]\n"));
    fs::remove(folder + "/out/report.html");
    EXPECT_EQ(report({ folder + "/out" }).status, 0);
    EXPECT_THAT(read_whole(folder + "/out/report.html"),
                AllOf(HasSubstr(">dom2.progress in during</th>"), HasSubstr(">2 G cycles/s</td>"),
                      HasSubstr(">dom2.progress in during / fair/during</th>"),
                      HasSubstr(">50 %</td>")));
}

TEST(ReportCommand, a_run_of_one_variant_takes_away_the_report_that_compares_it_with_others)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good() + two_variants);
    run(options);
    ASSERT_TRUE(fs::exists(folder + "/out/report.html"));
    options.variant = "slow";
    run(options);
    EXPECT_FALSE(fs::exists(folder + "/out/report.html"));
    EXPECT_TRUE(fs::exists(folder + "/out/slow/report.html"));
    EXPECT_TRUE(fs::exists(folder + "/out/fair/report.html"));
}

TEST(ReportCommand, says_what_is_wrong_with_a_path)
{
    const std::string folder = fresh_folder();
    fs::create_directories(folder + "/empty");
    fs::create_directories(folder + "/broken");
    write_text(folder + "/broken/result.json", "{");
    write_text(folder + "/file", "");
    const auto error = [&](const std::string& name) {
        const Ran ran = report({ folder + "/" + name });
        EXPECT_EQ(ran.status, status_invalid);
        return ran.err;
    };
    EXPECT_EQ(error("nothing"), "error: " + folder + "/nothing: does not exist\n");
    EXPECT_EQ(error("empty"), "error: " + folder + "/empty: there is no result of a run in it\n");
    EXPECT_EQ(error("broken"), "error: " + folder + "/broken/result.json: is no result of a run\n");
    EXPECT_EQ(error("file"), "error: " + folder +
                                 "/file: is neither a folder of results nor the database of a "
                                 "sweep\n");
}

TEST(ReportCommand, a_page_written_again_names_no_command_that_it_does_not_know)
{
    const std::string folder = fresh_folder();
    run(options_for(folder, good()));
    EXPECT_THAT(read_whole(folder + "/out/report.html"),
                HasSubstr("itstorm run " + folder + "/s.yaml"));
    report({ folder + "/out" });
    EXPECT_THAT(read_whole(folder + "/out/report.html"), Not(HasSubstr("/s.yaml")));
}
