// SPDX-License-Identifier: Apache-2.0
// `itstorm diff`, JUnit files, and several scenarios in one command.
#include "command_support.h"
#include "sweep/sqlite.h"
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

namespace fs = std::filesystem;

// Writes two results below a folder: `a`, and `b` with this override.
std::string two_results(const std::string& more, const std::string& override)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good() + more);
    options.out = folder + "/a";
    run(options);
    options.out = folder + "/b";
    if (!override.empty())
        options.overrides = { override };
    run(options);
    return folder;
}

Ran diff(const std::string& a, const std::string& b, const std::string& tolerance = "",
         const std::string& glob = "")
{
    Options options = command(Options::Command::Diff);
    options.files = { a, b };
    options.tolerance = tolerance;
    options.glob = glob;
    return run(options);
}

} // namespace

TEST(Diff, equal_results_are_0)
{
    const std::string folder = two_results("", "");
    const Ran ran = diff(folder + "/a", folder + "/b/result.json");
    EXPECT_EQ(ran.status, 0) << ran.out;
    EXPECT_EQ(ran.out, "0 changes\n");
}

TEST(Diff, a_number_and_a_verdict_that_changed_are_1_with_both_values)
{
    const std::string more = "  - { id: fast, at_end: \"dom2.progress >= 1.5G/s\", in: during }\n";
    const std::string folder = two_results(more, "hypervisor.storm.detect=inflight");
    const Ran ran = diff(folder + "/a", folder + "/b");
    EXPECT_EQ(ran.status, 1);
    EXPECT_THAT(ran.out,
                AllOf(HasSubstr("verdict fast             passed -> failed\n"),
                      HasSubstr("dom2.progress in during  2 G cycles/s -> 1 G cycles/s  (50 %)\n"),
                      HasSubstr("2 changes\n")));
}

TEST(Diff, what_is_within_the_tolerance_is_the_same)
{
    const std::string folder = two_results("", "hypervisor.storm.detect=inflight");
    EXPECT_EQ(diff(folder + "/a", folder + "/b", "50%").status, 0);
    EXPECT_EQ(diff(folder + "/a", folder + "/b", "49.9%").status, 1);
    EXPECT_EQ(diff(folder + "/a", folder + "/b", "50").status, 2);
}

TEST(Diff, only_what_matches_is_compared)
{
    const std::string folder = two_results("", "hypervisor.storm.detect=inflight");
    EXPECT_EQ(diff(folder + "/a", folder + "/b", "", "pe*").status, 0);
    EXPECT_EQ(diff(folder + "/a", folder + "/b", "", "dom2.*").status, 1);
}

TEST(Diff, a_pattern_that_matches_nothing_is_2)
{
    const std::string folder = two_results("", "hypervisor.storm.detect=inflight");
    const Ran ran = diff(folder + "/a", folder + "/b", "", "dom2.progres");
    EXPECT_EQ(ran.status, 2);
    EXPECT_EQ(ran.err, "--only dom2.progres: neither result has such a statistic\n");
}

TEST(Diff, of_variants_compares_each_and_says_which_is_missing)
{
    const std::string folder = two_results("variants: { fair: {}, slow: {} }\n", "");
    EXPECT_EQ(diff(folder + "/a", folder + "/b").status, 0);
    fs::remove_all(folder + "/b/slow");
    const Ran ran = diff(folder + "/a", folder + "/b");
    EXPECT_EQ(ran.status, 1);
    EXPECT_THAT(ran.out, HasSubstr("slow: variant  there -> -\n"));
}

TEST(Diff, a_path_without_a_result_is_2)
{
    const std::string folder = two_results("", "");
    write_text(folder + "/x.json", "{}");
    for (const char* wrong : { "/x.json", "/s.yaml", "/nothing" })
        EXPECT_EQ(diff(folder + "/a", folder + wrong).status, 2) << wrong;
}

namespace {

// Writes a sweep of two points, the second of which has this number.
void write_sweep(const std::string& path, double number)
{
    Sqlite db(path);
    db.execute("CREATE TABLE point(point, configuration, repetition, ending);"
               "CREATE TABLE knob(knob, path);"
               "CREATE TABLE value(configuration, knob, text);"
               "CREATE TABLE statistic(statistic, name, unit);"
               "CREATE TABLE number(point, statistic, value);"
               "CREATE TABLE verdict(point, expectation, outcome, text);"
               "INSERT INTO point VALUES(0, 0, 0, 'finished'), (1, 1, 0, 'finished');"
               "INSERT INTO knob VALUES(0, 'a');"
               "INSERT INTO value VALUES(0, 0, '1'), (1, 0, '2');"
               "INSERT INTO statistic VALUES(0, 'dom1.progress', 'cycles');"
               "INSERT INTO number VALUES(0, 0, 10), (1, 0, " +
               std::to_string(number) +
               ");"
               "INSERT INTO verdict VALUES(1, 'fast', 'passed', '');");
}

} // namespace

TEST(Diff, of_sweeps_compares_them_point_by_point)
{
    const std::string folder = fresh_folder();
    write_sweep(folder + "/a.db", 10);
    write_sweep(folder + "/b.db", 5);
    EXPECT_EQ(diff(folder + "/a.db", folder + "/a.db").status, 0);
    const Ran ran = diff(folder + "/a.db", folder + "/b.db");
    EXPECT_EQ(ran.status, 1);
    EXPECT_THAT(ran.out, AllOf(HasSubstr("a=2: dom1.progress  10 cycles -> 5 cycles"),
                               HasSubstr("1 change\n")));
    write_text(folder + "/c.db", "none");
    EXPECT_EQ(diff(folder + "/a.db", folder + "/c.db").status, 2);
}

TEST(Junit, has_a_suite_for_each_variant_and_a_case_for_each_expectation)
{
    const std::string folder = fresh_folder();
    Options options =
        options_for(folder, good() + "  - { id: fast, at_end: \"dom2.progress >= 1.5G/s\", in: "
                                     "during }\n"
                                     "variants: { fair: {}, slow: { hypervisor.storm.detect: "
                                     "inflight } }\n");
    options.junit = folder + "/j.xml";
    run(options);
    const std::string xml = read_whole(options.junit);
    EXPECT_THAT(xml,
                AllOf(HasSubstr("<testsuite name=\"base.fair\" tests=\"3\" failures=\"0\""),
                      HasSubstr("<testsuite name=\"base.slow\" tests=\"3\" failures=\"1\""),
                      HasSubstr("<testcase classname=\"base.fair\" name=\"fast\"/>"),
                      HasSubstr("name=\"fast\"><failure type=\"failed\" message=\"1 G cycles/s "
                                "(dom2.progress &gt;= 1.5G/s in during)\"/></testcase>")));
}

TEST(Junit, a_run_that_gave_up_is_an_error)
{
    const auto limited = [](const Scenario& s, const RunOptions& o) {
        RunOutput output = simulated(s, o);
        output.ending = Ending::LimitReached;
        output.message = "a < b & c";
        return output;
    };
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.junit = folder + "/j.xml";
    run(options, limited);
    EXPECT_THAT(read_whole(options.junit),
                AllOf(HasSubstr("errors=\"1\""),
                      HasSubstr("<error type=\"limit_reached\" message=\"a &lt; b &amp; c\"/>")));
}

TEST(Junit, does_not_overwrite_the_scenario)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.junit = options.file;
    EXPECT_EQ(run(options).status, 2);
    EXPECT_EQ(read_whole(options.file), good());
}

TEST(Junit, a_file_that_cannot_be_written_is_an_error_before_anything_runs)
{
    const std::string folder = fresh_folder();
    Options options = options_for(folder, good());
    options.junit = folder + "/nowhere/x.xml";
    const Ran ran =
        run(options, [](const Scenario&, const RunOptions&) -> RunOutput { std::abort(); });
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("x.xml: cannot be written: No such file or directory"));
}

namespace {

Options two_scenarios(const std::string& folder, const std::string& second)
{
    Options options = options_for(folder, good());
    write_text(folder + "/t.yaml", second);
    options.files = { folder + "/s.yaml", folder + "/t.yaml" };
    return options;
}

} // namespace

TEST(Several, run_one_after_the_other_each_into_a_folder_of_its_name)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(two_scenarios(folder, with_line(2, "name: other")));
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_TRUE(fs::exists(folder + "/out/base/result.json"));
    EXPECT_TRUE(fs::exists(folder + "/out/other/result.json"));
}

TEST(Several, one_that_is_wrong_is_2_and_the_other_runs)
{
    const std::string folder = fresh_folder();
    EXPECT_EQ(run(two_scenarios(folder, "scenario: 1\n")).status, 2);
    EXPECT_TRUE(fs::exists(folder + "/out/base/result.json"));
}

TEST(Several, of_one_name_do_not_replace_each_other)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(two_scenarios(folder, good()));
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("has the results of another scenario"));
}

TEST(Several, are_checked_all)
{
    const std::string folder = fresh_folder();
    Options options = two_scenarios(folder, "scenario: 1\n");
    options.command = Options::Command::Check;
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.out, HasSubstr("s.yaml: fine"));
    EXPECT_THAT(ran.err, HasSubstr("t.yaml"));
}

TEST(Quiet, says_nothing_if_all_went_well_and_else_what_did_not)
{
    Options options = options_for(fresh_folder(), good());
    options.quiet = true;
    EXPECT_EQ(run(options).out, "");
    options.overrides = { "innocent.at_end=dom2.progress >= 9G/s" };
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 1);
    EXPECT_THAT(ran.out, AllOf(HasSubstr("FAIL  innocent"), Not(HasSubstr("results:"))));
}
