// SPDX-License-Identifier: Apache-2.0
// -C path=value, and effective.yaml, which shows the result.
#include "app_support.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Override, reaches_elements_of_lists_by_name)
{
    const Scenario s =
        scenario_of(good(), { "its0.command_queue=8KiB", "nic0.link=gen3x1", "dom1.handler=5us" });
    EXPECT_EQ(s.soc.its[0].cmdq_bytes, 8192u);
    EXPECT_EQ(s.soc.functions[0].link.bytes_per_second, 984'615'384u);
    EXPECT_EQ(s.soc.domains[0].knobs[0], 5000u);
}

TEST(Override, reaches_keys_that_the_file_does_not_have)
{
    const Scenario s =
        scenario_of(good(), { "timing.table_read=50", "hypervisor.host.burst=8", "seed=9" });
    EXPECT_EQ(s.soc.its[0].config.table_read, 50u);
    EXPECT_EQ(s.soc.hypervisor_knobs[2], 8u);
    EXPECT_EQ(s.soc.seed, 9u);
}

TEST(Override, reaches_entries_of_the_timeline_by_label)
{
    EXPECT_EQ(scenario_of(good(), { "storm.vectors=3" }).timeline[1].pattern.first_vector, 3u);
}

TEST(Override, may_be_a_list)
{
    EXPECT_THAT(scenario_of(good(), { "dom2.vcpus=2", "dom2.pin=[1, 0]" }).soc.domains[1].pins,
                ElementsAre(1, 0));
}

TEST(Override, the_last_of_two_wins)
{
    EXPECT_EQ(scenario_of(good(), { "seed=2", "seed=3" }).soc.seed, 3u);
}

TEST(Override, the_argument_wins_over_the_variant)
{
    const Loaded loaded = load(good() + "variants: { a: { seed: 5 } }\n", { "seed=6" });
    ASSERT_TRUE(loaded.errors.empty());
    EXPECT_EQ(loaded.variants[0].scenario.soc.seed, 6u);
}

TEST(Override, of_the_profile_changes_the_defaults)
{
    EXPECT_EQ(scenario_of(good(), { "platform.profile=embedded" }).soc.its[0].config.table_read,
              75u);
}

TEST(Effective, every_value_says_where_it_comes_from)
{
    const Loaded loaded =
        load(good() + "variants: { a: { timing.walkers: 3 } }\n", { "timing.table_read=50" });
    ASSERT_TRUE(loaded.errors.empty());
    const std::string& text = loaded.variants[0].effective;
    EXPECT_THAT(text, ContainsRegex("  pes: 2 +# s.yaml:5\n"));
    EXPECT_THAT(text, ContainsRegex("  table_read: 50 +# -C\n"));
    EXPECT_THAT(text, ContainsRegex("  walkers: 3 +# variant a, s.yaml:24\n"));
    EXPECT_THAT(text, ContainsRegex("  table_write: 60 +# default\\(server\\)\n"));
    EXPECT_THAT(text, ContainsRegex("max_in_flight: 1 +# default"));
}

TEST(Effective, has_no_folder_in_it)
{
    const Loaded loaded = load_text(good(), { "/home/someone/s.yaml", {}, "" }, fake_tables());
    EXPECT_THAT(loaded.variants[0].effective, Not(HasSubstr("/home")));
}

TEST(Effective, is_a_scenario_that_means_the_same)
{
    const Loaded first =
        load(good() + "variants: { a: { timing.walkers: 3 } }\n", { "timing.table_read=50" });
    const Loaded second = load(first.variants[0].effective);
    for (const Problem& problem : second.errors.sorted())
        ADD_FAILURE() << problem.text();
    const Scenario &a = first.variants[0].scenario, &b = second.variants[0].scenario;
    EXPECT_EQ(b.soc.its[0].config.walkers, 3u);
    EXPECT_EQ(b.soc.its[0].config.table_read, 50u);
    EXPECT_EQ(b.soc.hypervisor_knobs, a.soc.hypervisor_knobs);
    EXPECT_EQ(b.soc.domains[0].knobs, a.soc.domains[0].knobs);
    EXPECT_EQ(b.timeline.size(), a.timeline.size());
    EXPECT_EQ(b.expects.size(), a.expects.size());
    EXPECT_EQ(b.sim_limit_ps, a.sim_limit_ps);
}
