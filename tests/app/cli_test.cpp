// SPDX-License-Identifier: Apache-2.0
#include "cli.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

std::optional<Options> parse(std::vector<const char*> arguments, int& status)
{
    arguments.insert(arguments.begin(), "itstorm");
    return parse_command_line(static_cast<int>(arguments.size()), arguments.data(), status);
}

} // namespace

TEST(Cli, run_takes_file_overrides_and_switches)
{
    int status = 0;
    const auto o = parse({ "run", "s.yaml", "-C", "a.b=1", "-C", "dom1.pin=[0, 1]", "--vcd",
                           "--out", "o", "--variant", "v", "--hypervisor", "h.so" },
                         status);
    ASSERT_TRUE(o.has_value());
    EXPECT_EQ(o->command, Options::Command::Run);
    EXPECT_EQ(o->file, "s.yaml");
    EXPECT_THAT(o->overrides, ElementsAre("a.b=1", "dom1.pin=[0, 1]"));
    EXPECT_TRUE(o->vcd);
    EXPECT_EQ(o->out, "o");
    EXPECT_EQ(o->variant, "v");
    EXPECT_EQ(o->hypervisor, "h.so");
}

TEST(Cli, signals_of_a_waveform_stand_behind_vcd)
{
    int status = 0;
    for (const auto& arguments :
         { std::vector<const char*>{ "run", "--vcd", "its0.*,pe0.*", "s.yaml" },
           { "run", "s.yaml", "--vcd=its0.*,pe0.*" } }) {
        const auto o = parse(arguments, status);
        ASSERT_TRUE(o.has_value());
        EXPECT_TRUE(o->vcd);
        EXPECT_EQ(o->file, "s.yaml");
        EXPECT_THAT(o->overrides, ElementsAre("trace.vcd.signals=\"its0.*,pe0.*\""));
    }
}

TEST(Cli, a_scenario_may_stand_behind_vcd)
{
    int status = 0;
    for (const char* file : { "s.yaml", "folder/s", "-" }) {
        const auto o = parse({ "run", "--vcd", file }, status);
        ASSERT_TRUE(o.has_value()) << file;
        EXPECT_EQ(o->file, file);
        EXPECT_TRUE(o->vcd);
        EXPECT_TRUE(o->overrides.empty());
    }
}

TEST(Cli, fst_is_a_waveform)
{
    int status = 0;
    const auto o = parse({ "run", "s.yaml", "--fst", "--trace", "its0.cmd.*" }, status);
    ASSERT_TRUE(o.has_value());
    EXPECT_TRUE(o->vcd);
    EXPECT_THAT(o->overrides, ElementsAre("trace.vcd.fst=true"));
    EXPECT_EQ(o->events, "its0.cmd.*");
}

TEST(Cli, guests_are_taken_one_at_a_time)
{
    int status = 0;
    const auto o = parse({ "check", "--guests", "a.so", "--guests", "b.so", "s.yaml" }, status);
    ASSERT_TRUE(o.has_value());
    EXPECT_THAT(o->guests, ElementsAre("a.so", "b.so"));
    EXPECT_EQ(o->file, "s.yaml");
}

TEST(Cli, overrides_may_stand_before_the_file)
{
    int status = 0;
    const auto o = parse({ "check", "-C", "a.b=1", "s.yaml" }, status);
    ASSERT_TRUE(o.has_value());
    EXPECT_EQ(o->command, Options::Command::Check);
    EXPECT_EQ(o->file, "s.yaml");
    EXPECT_THAT(o->overrides, ElementsAre("a.b=1"));
}

TEST(Cli, stats_takes_a_file_and_perhaps_a_pattern)
{
    int status = 0;
    const auto all = parse({ "stats", "s.yaml" }, status);
    ASSERT_TRUE(all.has_value());
    EXPECT_EQ(all->command, Options::Command::Stats);
    EXPECT_EQ(all->file, "s.yaml");
    EXPECT_EQ(all->glob, "");
    const auto some = parse({ "stats", "s.yaml", "its0.*" }, status);
    ASSERT_TRUE(some.has_value());
    EXPECT_EQ(some->file, "s.yaml");
    EXPECT_EQ(some->glob, "its0.*");
}

TEST(Cli, run_takes_several_files_a_seed_and_where_junit_goes)
{
    int status = 0;
    const auto o =
        parse({ "run", "a.yaml", "-", "--seed", "7", "--junit", "j.xml", "--quiet" }, status);
    ASSERT_TRUE(o.has_value());
    EXPECT_THAT(o->files, ElementsAre("a.yaml", "-"));
    EXPECT_THAT(o->overrides, ElementsAre("seed=7"));
    EXPECT_EQ(o->junit, "j.xml");
    EXPECT_TRUE(o->quiet);
}

TEST(Cli, diff_takes_two_results_and_a_tolerance)
{
    int status = 0;
    const auto o = parse({ "diff", "a", "b", "--tolerance", "1%", "--only", "dom*" }, status);
    ASSERT_TRUE(o.has_value());
    EXPECT_EQ(o->command, Options::Command::Diff);
    EXPECT_THAT(o->files, ElementsAre("a", "b"));
    EXPECT_EQ(o->tolerance, "1%");
    EXPECT_EQ(o->glob, "dom*");
    EXPECT_FALSE(parse({ "diff", "a" }, status).has_value());
}

TEST(Cli, the_other_commands_take_what_they_look_up)
{
    int status = 0;
    EXPECT_THAT(parse({ "explain", "S9" }, status)->files, ElementsAre("S9"));
    EXPECT_EQ(parse({ "list", "--what-if", "S9" }, status)->what_if, "S9");
    EXPECT_TRUE(parse({ "params", "*.x", "--json" }, status)->json);
    EXPECT_EQ(parse({ "schema" }, status)->command, Options::Command::Schema);
}

TEST(Cli, wrong_arguments_are_2)
{
    for (const std::vector<const char*>& wrong :
         std::vector<std::vector<const char*>>{ {},
                                                { "run" },
                                                { "rum", "s.yaml" },
                                                { "run", "s.yaml", "--vdc" },
                                                { "run", "s.yaml", "-C" },
                                                { "run", "s.yaml", "-p", "" },
                                                { "check", "s.yaml", "--variant", "" },
                                                { "run", "s.yaml", "--out", "" },
                                                { "list", "--what-if", "" } }) {
        int status = 0;
        EXPECT_FALSE(parse(wrong, status).has_value());
        EXPECT_EQ(status, 2);
    }
}

TEST(Cli, a_misspelt_word_gets_a_suggestion)
{
    const auto said = [](std::vector<const char*> words) {
        testing::internal::CaptureStderr();
        int status = 0;
        parse(words, status);
        return testing::internal::GetCapturedStderr();
    };
    EXPECT_THAT(said({ "rum", "s.yaml" }),
                HasSubstr("there is no command 'rum'; did you mean 'run'?"));
    EXPECT_THAT(said({ "run", "s.yaml", "--vdc" }),
                HasSubstr("run has no option '--vdc'; did you mean '--vcd'?"));
    EXPECT_THAT(said({ "run", "s.yaml", "--variants=a" }), HasSubstr("did you mean '--variant'?"));
    EXPECT_THAT(said({ "schema", "s.yaml" }), HasSubstr("takes no further argument 's.yaml'"));
    EXPECT_THAT(said({ "run", "s.yaml", "--log", "loud" }),
                HasSubstr("'loud' is none of error, warning, info and debug"));
    EXPECT_THAT(said({ "--vcd", "s.yaml" }), HasSubstr("a command comes first: run, check"));
    EXPECT_THAT(said({ "--vcd", "run", "s.yaml" }), HasSubstr("a command comes first: run, check"));
    EXPECT_THAT(said({ "--verson" }), HasSubstr("itstorm has no option '--verson'; did you mean "
                                                "'--version'?"));
}

TEST(Cli, help_and_version_are_0)
{
    for (const char* word : { "--help", "--version" }) {
        int status = 1;
        EXPECT_FALSE(parse({ word }, status).has_value());
        EXPECT_EQ(status, 0);
    }
}

TEST(Cli, sweep_takes_jobs_shard_and_resume)
{
    int status = 0;
    const auto o =
        parse({ "sweep", "s.yaml", "-j", "3", "--shard", "2/8", "--resume", "--out", "o" }, status);
    ASSERT_TRUE(o.has_value());
    EXPECT_EQ(o->command, Options::Command::Sweep);
    EXPECT_EQ(o->file, "s.yaml");
    EXPECT_EQ(o->sweep.jobs, 3u);
    EXPECT_EQ(o->sweep.shard.number, 2u);
    EXPECT_EQ(o->sweep.shard.of, 8u);
    EXPECT_TRUE(o->sweep.resume);
}

TEST(Cli, merge_takes_the_scenario_and_databases)
{
    int status = 0;
    const auto o = parse({ "merge", "s.yaml", "a.db", "b.db" }, status);
    ASSERT_TRUE(o.has_value());
    EXPECT_EQ(o->command, Options::Command::Merge);
    EXPECT_THAT(o->sweep.databases, ElementsAre("a.db", "b.db"));
}

TEST(Cli, a_malformed_shard_is_2)
{
    for (const char* shard : { "0/8", "9/8", "2", "2/", "/8", "2/8x", "-1/8" }) {
        int status = 0;
        EXPECT_FALSE(parse({ "sweep", "s.yaml", "--shard", shard }, status).has_value()) << shard;
        EXPECT_EQ(status, 2);
    }
}

TEST(Cli, search_takes_a_knob_and_its_range)
{
    int status = 0;
    const auto o =
        parse({ "search", "s.yaml", "--knob", "a.b", "--from", "1k/s", "--to", "1M/s", "--log",
                "--expect", "alive", "--seeds", "3", "--scan", "9", "--tolerance", "5" },
              status);
    ASSERT_TRUE(o.has_value());
    EXPECT_EQ(o->command, Options::Command::Search);
    EXPECT_EQ(o->sweep.knob, "a.b");
    EXPECT_EQ(o->sweep.from, "1k/s");
    EXPECT_EQ(o->sweep.to, "1M/s");
    EXPECT_TRUE(o->sweep.is_log);
    EXPECT_EQ(o->sweep.expectation, "alive");
    EXPECT_EQ(o->sweep.seeds, 3u);
    EXPECT_EQ(o->sweep.scan, 9u);
    EXPECT_DOUBLE_EQ(o->sweep.tolerance, 0.05);
}
