// SPDX-License-Identifier: Apache-2.0
// Runs windows.yaml to its end, and cut short by a limit.
#include "program.h"

namespace {

using nlohmann::json;

json run(const std::string& name, const std::string& arguments, int status)
{
    return itstorm::run_program("tests/end_to_end/windows.yaml", "windows-" + name, arguments,
                                status);
}

std::string outcome(const json& result, const std::string& id)
{
    for (const json& verdict : result.at("verdicts"))
        if (verdict.at("id") == id)
            return verdict.at("outcome");
    return "no such verdict";
}

std::string incomplete(const json& result, const std::string& window)
{
    return result.at("windows").at(window).at("incomplete");
}

// All tests share one run.
struct Windows : testing::Test {
    static const json& whole()
    {
        static const json result = run("whole", "", 1);
        return result;
    }
    static const json& limited()
    {
        static const json result = run("limited", "-C limits.sim_time=1500us", 4);
        return result;
    }
};

TEST_F(Windows, a_window_without_from_begins_at_time_zero_and_ends_at_its_label)
{
    const json& before = whole().at("windows").at("before").at("stats");
    EXPECT_EQ(before.at("nic0.msi.sent").at("value"), 0);
    EXPECT_EQ(before, whole().at("windows").at("before-too").at("stats"));
    for (const char* id : { "before", "before-too", "after", "whole" })
        EXPECT_EQ(outcome(whole(), id), "passed") << id;
}

TEST_F(Windows, each_window_and_the_run_have_a_length)
{
    for (const char* id : { "elapsed-until", "elapsed-from", "elapsed" })
        EXPECT_EQ(outcome(whole(), id), "passed") << id;
}

TEST_F(Windows, a_window_whose_end_does_not_come_decides_nothing)
{
    EXPECT_EQ(incomplete(whole(), "until-never"), "'never' did not happen");
    EXPECT_EQ(outcome(whole(), "until-never"), "undecided");
    EXPECT_EQ(outcome(whole(), "relative"), "undecided");
}

TEST_F(Windows, a_window_that_does_not_open_decides_nothing)
{
    EXPECT_EQ(incomplete(whole(), "from-never"), "'never' did not happen");
    EXPECT_EQ(incomplete(whole(), "backwards"), "'ready' came before 'a'");
    for (const char* id : { "from-never", "backwards" }) {
        EXPECT_EQ(outcome(whole(), id), "undecided") << id;
        EXPECT_TRUE(whole().at("windows").at(id).at("stats").empty()) << id;
    }
}

TEST_F(Windows, a_window_of_no_length_decides_nothing)
{
    for (const char* id : { "empty", "at-the-end" }) {
        EXPECT_EQ(incomplete(whole(), id), "it has no length") << id;
        EXPECT_EQ(outcome(whole(), id), "undecided") << id;
    }
}

TEST_F(Windows, the_end_of_a_run_that_ended_by_itself_decides)
{
    EXPECT_EQ(outcome(whole(), "run"), "passed");
    EXPECT_EQ(outcome(whole(), "nothing-left"), "passed");
}

TEST_F(Windows, a_counter_of_what_never_occurred_is_0_and_can_be_expected)
{
    for (const char* id :
         { "none-dropped", "none-dropped-in-a-window", "never-full", "none-merged", "no-storm" })
        EXPECT_EQ(outcome(whole(), id), "passed") << id;
}

TEST_F(Windows, a_duration_of_which_there_was_none_is_absent_and_an_expectation_on_it_fails)
{
    EXPECT_EQ(outcome(whole(), "none-waited"), "failed");
    EXPECT_FALSE(whole().at("stats").contains("host.cmdq.wait.critical.max"));
}

TEST_F(Windows, a_within_is_decided_by_what_it_waits_for_or_by_its_deadline)
{
    EXPECT_EQ(outcome(whole(), "in-time"), "passed");
    EXPECT_EQ(outcome(whole(), "too-late"), "failed");
    EXPECT_EQ(outcome(whole(), "not-over"), "undecided");
    EXPECT_EQ(outcome(whole(), "not-begun"), "undecided");
}

TEST_F(Windows, a_limit_leaves_undecided_what_it_cuts_short_and_only_that)
{
    EXPECT_EQ(outcome(limited(), "before"), "passed");
    EXPECT_EQ(outcome(limited(), "too-late"), "failed");
    EXPECT_EQ(incomplete(limited(), "after"), "the run was cut short");
    for (const char* id : { "after", "whole", "run", "nothing-left" })
        EXPECT_EQ(outcome(limited(), id), "undecided") << id;
}

} // namespace
