// Commands that say what there is: stats, explain, params, list, schema.
#include "command_support.h"
#include "known_stats.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST(Stats, a_pattern_without_a_match_is_1_and_a_wrong_scenario_2)
{
    EXPECT_EQ(run(stats_of(good(), "nonsense*")).status, 1);
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
