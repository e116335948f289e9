// SPDX-License-Identifier: Apache-2.0
// Commands that list names: stats, explain, params, list, schema.
#include "command_support.h"
#include "known_stats.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sstream>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

Options stats_of(const std::string& text, const std::string& glob)
{
    Options options = options_for(fresh_folder(), text);
    options.command = Options::Command::Stats;
    options.glob = glob;
    return options;
}

} // namespace

TEST(Stats, lists_each_with_kind_unit_results_and_sentence)
{
    const Ran ran = run(stats_of(good(), ""));
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.out,
                AllOf(HasSubstr("dom1.vits.queue  [level, commands: .mean .max .last .p50 .p90 "
                                ".p99 .p999 .full_share]\n    guest's ring\n"),
                      HasSubstr("nic0.msi.sent  [counter, MSIs]\n"),
                      HasSubstr("host.cmdq.wait.critical  [duration: .count .mean"),
                      HasSubstr("pe1.share.guest  [share]\n"), HasSubstr("elapsed  [time, s]\n")));
    EXPECT_THAT(ran.out, Not(HasSubstr("pe2.")));
}

TEST(Stats, a_pattern_chooses_by_name_or_by_name_and_suffix)
{
    const Ran queues = run(stats_of(good(), "dom*.vits.*"));
    EXPECT_THAT(queues.out, AllOf(HasSubstr("dom1.vits.queue"), HasSubstr("dom2.vits.queue"),
                                  Not(HasSubstr("nic0"))));
    const Ran shares = run(stats_of(good(), "*.full_share"));
    EXPECT_THAT(shares.out, AllOf(HasSubstr("dom1.vits.queue"), Not(HasSubstr("share.guest"))));
}

TEST(Stats, of_variants_are_those_of_all_their_machines)
{
    const Ran ran = run(
        stats_of(good() + "variants: { small: {}, large: { platform.pes: 3 } }\n", "pe*.irq_loop"));
    EXPECT_THAT(ran.out, AllOf(HasSubstr("pe0."), HasSubstr("pe1."), HasSubstr("pe2.")));
    EXPECT_EQ(ran.out.find("pe0."), ran.out.rfind("pe0."));
}

TEST(Stats, a_pattern_without_a_match_is_2_and_so_is_a_wrong_scenario)
{
    EXPECT_EQ(run(stats_of(good(), "nonsense*")).status, 2);
    EXPECT_EQ(run(stats_of("scenario: 2\n", "")).status, 2);
}

TEST(Elapsed, is_a_statistic_of_the_run_and_of_each_window_with_a_limit_in_time)
{
    const Scenario s = scenario_of(good() + "  - { id: short, at_end: \"elapsed <= 2ms\", in: "
                                            "during }\n");
    ASSERT_EQ(s.expects.size(), 2u);
    EXPECT_EQ(s.expects[1].stat, "elapsed");
    EXPECT_DOUBLE_EQ(s.expects[1].value, 2e-3);
    EXPECT_FALSE(errors_of(good() + "  - { id: x, at_end: \"elapsed <= 2\" }\n").empty());
    EXPECT_FALSE(errors_of(good() + "  - { id: x, at_end: \"elapsed.max <= 2ms\" }\n").empty());
}

// ---- explain ----

namespace {

Ran explain(const std::string& name)
{
    Options options = command(Options::Command::Explain);
    options.files = { name };
    return run(options);
}

} // namespace

TEST(Explain, finds_what_can_be_set_by_its_path_or_the_end_of_it)
{
    for (const char* name : { "hypervisor.storm.detect", "storm.detect" })
        EXPECT_THAT(explain(name).out,
                    AllOf(HasSubstr("hypervisor.storm.detect\n"),
                          HasSubstr("  what       how a storm is recognised\n"),
                          HasSubstr("  values     none or inflight\n"),
                          HasSubstr("  default    inflight\n"),
                          HasSubstr("  S30        St: disable at a second pLPI")));
    for (const char* name : { "platform.its[].command_queue", "its0.command_queue" })
        EXPECT_THAT(explain(name).out, HasSubstr("source     documented: Linux: 64 KiB"));
}

TEST(Explain, finds_a_statistic_whatever_its_instance_is_called_with_or_without_suffix)
{
    for (const char* name : { "dom7.vits.queue", "anybody.vits.queue.p99" })
        EXPECT_THAT(explain(name).out, AllOf(HasSubstr("<domain>.vits.queue\n"),
                                             HasSubstr("what       guest's ring\n"),
                                             HasSubstr("results    .mean .max")));
    EXPECT_THAT(explain("disk9.msi.sent").out, HasSubstr("<function>.msi.sent\n"));
    EXPECT_THAT(explain("gicr3.lpi.delivered").out, HasSubstr("S24"));
}

TEST(Explain, says_of_a_span_what_it_measures_who_opens_it_and_where_its_constant_is_set)
{
    EXPECT_THAT(explain("span.kick").out,
                AllOf(HasSubstr("measures   make another PE look: its SGI"),
                      HasSubstr("opened by  the hypervisor, when it sends an SGI"),
                      HasSubstr("constant   software.kick (247ns")));
    EXPECT_THAT(explain("span.walk.mean").out, HasSubstr("constant   none: "));
    EXPECT_THAT(explain("software.guest_eoi").out,
                HasSubstr("a guest's write of EOIR or DIR; instead of timing.eoir_write"));
}

TEST(Explain, tells_of_a_what_if_what_to_set_and_what_to_look_at)
{
    const Ran ran = explain("S30");
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.out,
                AllOf(HasSubstr("S30: "), HasSubstr("set        hypervisor.storm.detect: "),
                      HasSubstr("run        itstorm run scenarios/"), HasSubstr("look at    "),
                      HasSubstr("found      "), HasSubstr("answer     ")));
}

TEST(Explain, answers_an_unknown_name_with_2_and_what_was_meant)
{
    const Ran ran = explain("hypervisor.storm.detekt");
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("did you mean 'hypervisor.storm.detect'?"));
}

TEST(Explain, what_may_have_been_meant_is_found_by_the_end_of_a_name_too)
{
    EXPECT_THAT(explain("storm.detekt").err, HasSubstr("did you mean 'storm.detect'?"));
    EXPECT_THAT(explain("dom1.vits.queu").err, HasSubstr("did you mean 'dom1.vits.queue'?"));
    EXPECT_THAT(explain("its0.comand_queue").err, HasSubstr("did you mean 'its0.command_queue'?"));
}

TEST(Explain, an_instance_is_not_compared_with_the_names_of_others)
{
    EXPECT_THAT(explain("storm.foo").err, Not(HasSubstr("storm.do'")));
}

TEST(Explain, a_part_of_names_is_not_a_misspelt_name)
{
    EXPECT_THAT(explain("host").err, HasSubstr("in the names of: "));
}

TEST(Explain, a_part_of_names_lists_some_of_them)
{
    EXPECT_THAT(explain("preempt").err,
                HasSubstr("in the names of: hypervisor.scheduler.wake_preempts"));
    EXPECT_THAT(explain("detections").err, HasSubstr("in the names of: <domain>.storm.detections"));
    EXPECT_THAT(explain("qqqqqqqqqq").err, HasSubstr("list the names"));
}

// ---- params ----

TEST(Params, a_pattern_chooses_by_path_or_the_end_of_it)
{
    Options options = command(Options::Command::Params);
    options.glob = "storm.*";
    EXPECT_THAT(run(options).out, AllOf(HasSubstr("hypervisor.storm.detect ="),
                                        Not(HasSubstr("scheduler")), Not(HasSubstr("Program"))));
    options.glob = "handler";
    EXPECT_THAT(run(options).out, HasSubstr("domains[].handler = 1us"));
    options.glob = "nonsense";
    EXPECT_EQ(run(options).status, 2);
}

TEST(Params, as_json_has_a_row_for_each)
{
    Options options = command(Options::Command::Params);
    options.json = true;
    const auto rows = nlohmann::json::parse(run(options).out);
    std::size_t found = 0;
    for (const auto& row : rows)
        if (row.at("path") == "timing.table_read") {
            ++found;
            EXPECT_EQ(row.at("server"), "100");
            EXPECT_EQ(row.at("tag"), "derived");
            EXPECT_FALSE(row.at("text").get<std::string>().empty());
        }
    EXPECT_EQ(found, 1u);
    EXPECT_GT(rows.size(), 150u);
}

TEST(Params, say_which_may_be_set_while_the_machine_runs)
{
    Options options = command(Options::Command::Params);
    options.json = true;
    std::map<std::string, bool> is_run_time;
    for (const auto& row : nlohmann::json::parse(run(options).out))
        is_run_time[row.at("path")] = row.at("run_time");
    EXPECT_TRUE(is_run_time.at("hypervisor.scheduler.slice"));
    EXPECT_FALSE(is_run_time.at("hypervisor.storm.detect"));
    EXPECT_TRUE(is_run_time.at("domains[].handler"));
    EXPECT_FALSE(is_run_time.at("domains[].background"));
    EXPECT_THAT(explain("scheduler.slice").out,
                HasSubstr("time slice May be set while the machine runs."));
}

// ---- list ----

namespace {

Ran list(const std::vector<std::string>& places, const std::string& what_if = "")
{
    Options options = command(Options::Command::List);
    options.files = places;
    options.what_if = what_if;
    return run(options);
}

} // namespace

TEST(List, shows_name_variants_time_what_ifs_and_summary)
{
    const std::string folder = fresh_folder();
    write_text(folder + "/b.yaml", "scenario: 1\nname: b\n");
    write_text(folder + "/a.yaml", "scenario: 1\nname: a\nsummary: shows something\ntakes: 2s\n"
                                   "what_ifs: [S5, S6]\nvariants: { x: {}, y: {} }\n");
    write_text(folder + "/notes.txt", "none");
    const Ran ran = list({ folder });
    EXPECT_EQ(ran.status, 0);
    EXPECT_THAT(ran.out, HasSubstr("a, 2 variants, about 2s, S5 S6\n    " + folder +
                                   "/a.yaml\n    shows something\nb\n"));
    EXPECT_EQ(ran.err, "");
    EXPECT_THAT(list({ folder }, "S6").out, Not(HasSubstr("b.yaml")));
    EXPECT_EQ(list({ folder }, "S7").status, 2);
}

TEST(List, says_what_is_no_scenario)
{
    const std::string folder = fresh_folder();
    write_text(folder + "/x.yaml", "a: b\n");
    const Ran ran = list({ folder });
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("x.yaml: is no scenario"));
}

TEST(List, of_a_name_that_is_no_scenario_is_2_whatever_else_is_listed)
{
    const std::string folder = fresh_folder();
    write_text(folder + "/a.yaml", "scenario: 1\nname: a\n");
    EXPECT_EQ(list({ folder + "/a.yaml", folder + "/none.yaml" }).status, 2);
    write_text(folder + "/notes.yaml", "a: b\n"); // was not named by the user
    EXPECT_EQ(list({ folder }).status, 0);
}

TEST(Gallery, says_of_each_scenario_what_it_tries_and_how_long_it_takes)
{
    std::istringstream out(list({ SCENARIO_FOLDER }).out);
    std::size_t listed = 0, timed = 0;
    for (std::string line; std::getline(out, line);) {
        if (line[0] == ' ') // the lines below a name: its place and its summary
            continue;
        ++listed;
        timed += line.find(", about ") != std::string::npos;
        EXPECT_THAT(line, HasSubstr(", S"));
    }
    EXPECT_GE(listed, 15u);
    EXPECT_EQ(timed, listed);
}

TEST(WhatIfs, of_a_scenario_are_known_ones)
{
    EXPECT_TRUE(errors_of("what_ifs: [S1, S66]\n" + good()).empty());
    EXPECT_THAT(errors_of("what_ifs: [S1, S67]\n" + good()),
                testing::ElementsAre(AllOf(HasSubstr("s.yaml:1:16: error: unknown what-if 'S67'"),
                                           HasSubstr("did you mean"))));
}
