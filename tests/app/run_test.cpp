// SPDX-License-Identifier: Apache-2.0
// `itstorm run`: exit status, result.json, and what is printed. A C++ function stands for the
// simulation.
#include "command_support.h"
#include "platform/loader.h"
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

TEST(Run, that_passes_is_0_and_writes_result_and_effective)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(options_for(folder, good()));
    EXPECT_EQ(ran.status, 0) << ran.err;
    const auto json = result(folder + "/out");
    EXPECT_EQ(json["verdicts"][0]["id"], "innocent");
    EXPECT_EQ(json["verdicts"][0]["passed"], true);
    EXPECT_EQ(json["stats"]["pe0.irq_loop.max"]["unit"], "s");
    EXPECT_EQ(json["windows"]["during"]["stats"]["dom2.progress"]["value"], 2e9);
    EXPECT_EQ(json["meta"]["object"]["name"], "fake.so");
    EXPECT_EQ(json["journey"][0]["ps"], 6000);
    EXPECT_TRUE(fs::exists(folder + "/out/effective.yaml"));
    EXPECT_THAT(ran.out, AllOf(HasSubstr("pass  innocent"), HasSubstr("6000 ps")));
}

TEST(Run, with_a_failed_expectation_is_1)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.overrides = { "hypervisor.storm.detect=inflight",
                          "innocent.at_end=dom2.progress >= 1.5G/s" };
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 1) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("FAIL  innocent"));
}

TEST(Run, of_a_wrong_scenario_is_2_and_writes_nothing)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(options_for(folder, with_line(5, "  pes: 2us")));
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("s.yaml:5:8: error: "));
    EXPECT_FALSE(fs::exists(folder + "/out"));
}

TEST(Run, with_an_out_that_cannot_be_a_folder_is_2)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.out = folder + "/s.yaml/deeper";
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, AllOf(HasSubstr("--out "), HasSubstr("cannot be made")));
}

TEST(Run, with_an_object_that_cannot_be_used_is_3)
{
    const std::string folder = fresh_folder();
    std::ostringstream out, err;
    const Backend backend{ [](const ObjectFiles&) -> ObjectTables {
                              throw ObjectError("x.so: not ELF");
                          },
                           simulated, nullptr };
    EXPECT_EQ(run_command(options_for(folder, good()), backend, out, err), 3);
    EXPECT_THAT(err.str(), HasSubstr("x.so: not ELF"));
    EXPECT_FALSE(fs::exists(folder + "/out"));
}

TEST(Run, with_an_object_that_does_not_exist_is_2)
{
    std::ostringstream out, err;
    const Backend backend{ [](const ObjectFiles&) -> ObjectTables {
                              throw ObjectUnreadable("x.so: cannot be read");
                          },
                           simulated, nullptr };
    EXPECT_EQ(run_command(options_for(fresh_folder(), good()), backend, out, err), 2);
    EXPECT_THAT(err.str(), HasSubstr("x.so: cannot be read"));
}

TEST(Run, that_ends_with_a_fault_is_3_and_has_it_in_the_result)
{
    const std::string folder = fresh_folder();
    const Ran ran =
        run(options_for(folder, good()), [](const Scenario&, const RunOptions&) -> RunOutput {
            throw ObjectError("guests.so: missing");
        });
    EXPECT_EQ(ran.status, 3);
    EXPECT_EQ(result(folder + "/out")["meta"]["ending"], "fault");
    EXPECT_THAT(ran.out, HasSubstr("guests.so: missing"));
}

TEST(Run, that_reaches_a_limit_is_4)
{
    const auto limited = [](const Scenario& s, const RunOptions& o) {
        RunOutput output = simulated(s, o);
        output.ending = Ending::LimitReached;
        return output;
    };
    EXPECT_EQ(run(options_for(fresh_folder(), good()), limited).status, 4);
}

TEST(Run, that_is_interrupted_is_130_with_results_so_far)
{
    const std::string folder = fresh_folder();
    const auto interrupted = [](const Scenario& s, const RunOptions& o) {
        RunOutput output = simulated(s, o);
        output.ending = Ending::Interrupted;
        return output;
    };
    EXPECT_EQ(run(options_for(folder, good()), interrupted).status, 130);
    EXPECT_EQ(result(folder + "/out")["meta"]["ending"], "interrupted");
    EXPECT_EQ(result(folder + "/out")["stats"]["dom2.progress"]["value"], 6e6);
}

TEST(Run, with_a_window_that_was_cut_short_leaves_its_expectation_undecided)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(options_for(folder, good()), cut_short);
    EXPECT_EQ(ran.status, 1); // it ended by itself, and an expectation failed
    const auto json = result(folder + "/out");
    EXPECT_EQ(json["verdicts"][0]["outcome"], "undecided");
    EXPECT_TRUE(json["verdicts"][0]["passed"].is_null());
    EXPECT_EQ(json["windows"]["during"]["incomplete"], "'calm' did not happen");
    EXPECT_THAT(ran.out, AllOf(HasSubstr("undecided  innocent"), Not(HasSubstr("pass  "))));
}

TEST(Run, that_reaches_a_limit_is_4_although_an_expectation_is_undecided)
{
    const auto limited = [](const Scenario& s, const RunOptions& o) {
        RunOutput output = cut_short(s, o);
        output.ending = Ending::LimitReached;
        return output;
    };
    EXPECT_EQ(run(options_for(fresh_folder(), good()), limited).status, 4);
}

TEST(Run, of_the_same_scenario_twice_writes_the_same_bytes)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    run(options);
    options.out = folder + "/again";
    run(options);
    for (const char* file : { "/result.json", "/effective.yaml" }) {
        EXPECT_FALSE(read_whole(folder + "/out" + file).empty());
        EXPECT_EQ(read_whole(folder + "/out" + file), read_whole(folder + "/again" + file));
        EXPECT_THAT(read_whole(folder + "/out" + file), Not(HasSubstr(folder)));
    }
}

TEST(Run, writes_its_table_as_text_csv_and_markdown)
{
    const std::string folder = fresh_folder();
    const std::string table = "table: [ { stat: dom2.progress, in: during } ]\n";
    const Ran ran = run(options_for(folder, good() + table + two_variants));
    const std::string text = read_whole(folder + "/out/table.txt");
    EXPECT_THAT(text, HasSubstr("dom2.progress in during  2 G cycles/s  1 G cycles/s\n"));
    EXPECT_THAT(ran.out, HasSubstr(text));
    EXPECT_THAT(read_whole(folder + "/out/table.csv"),
                HasSubstr("slow,dom2.progress,during,,1000000000,cycles/s\n"));
    EXPECT_THAT(read_whole(folder + "/out/table.md"),
                HasSubstr("| dom2.progress in during | 2 G cycles/s | 1 G cycles/s |\n"));
}

TEST(Run, without_a_table_shows_the_statistics_that_changed)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(options_for(folder, good()));
    EXPECT_THAT(ran.out,
                AllOf(HasSubstr("domains\n  dom2.progress     6000000 cycles  2 G cycles/s\n"),
                      HasSubstr("pe0.irq_loop.max          1.5 us             -\n")));
    EXPECT_THAT(ran.out, HasSubstr(read_whole(folder + "/out/table.txt")));
}

TEST(Run, prints_its_seed_and_how_fast_simulated_time_passed)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.overrides = { "seed=77" };
    EXPECT_THAT(run(options).out,
                testing::ContainsRegex("base, seed 77: finished at 3 ms in .*s \\(.*s/s\\)"));
}
