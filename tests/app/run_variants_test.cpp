// SPDX-License-Identifier: Apache-2.0
// `itstorm run` of a scenario with variants: each runs in a child, and expectations compare them.
#include "command_support.h"
#include <csignal>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::HasSubstr;

namespace fs = std::filesystem;

namespace {

// The good scenario with an expectation of the variant `slow` about its share of the progress of
// `fair`.
std::string with_share(const std::string& at_least)
{
    return good() + "  - { id: share, at_end: \"dom2.progress >= " + at_least +
           "\", in: during, relative_to: fair/during, only: [slow] }\n";
}

} // namespace

TEST(Variants, run_in_a_process_and_folder_of_their_own)
{
    const std::string folder = fresh_folder();
    const Ran ran = run(options_for(folder, good() + two_variants));
    EXPECT_EQ(ran.status, 0) << ran.err << ran.out;
    EXPECT_EQ(result(folder + "/out/fair")["meta"]["variant"], "fair");
    EXPECT_EQ(result(folder + "/out/slow")["windows"]["during"]["stats"]["dom2.progress"]["value"],
              1e9);
}

TEST(Variants, an_expectation_across_variants_is_judged_and_written)
{
    const std::string folder = fresh_folder();
    const std::string text = with_share("90%");
    const Ran ran = run(options_for(folder, text + two_variants));
    EXPECT_EQ(ran.status, 1);
    const auto json = result(folder + "/out/slow");
    EXPECT_EQ(json["verdicts"][1]["id"], "share");
    EXPECT_EQ(json["verdicts"][1]["passed"], false);
    EXPECT_EQ(json["verdicts"][1]["value"], 0.5);
    EXPECT_TRUE(json["skipped"].empty());
    EXPECT_THAT(ran.out, HasSubstr("FAIL  share"));
}

TEST(Variants, an_expectation_against_a_variant_that_was_cut_short_is_undecided)
{
    const std::string folder = fresh_folder();
    const std::string text = with_share("40%");
    const auto fair_is_cut = [](const Scenario& s, const RunOptions& o) {
        return s.variant == "fair" ? cut_short(s, o) : simulated(s, o);
    };
    const Ran ran = run(options_for(folder, text + two_variants), fair_is_cut);
    const auto json = result(folder + "/out/slow");
    EXPECT_EQ(json["verdicts"][1]["outcome"], "undecided");
    EXPECT_EQ(json["verdicts"][1]["value"], 0.5);
    EXPECT_THAT(ran.out, HasSubstr("undecided  share: fair/during is incomplete"));
}

TEST(Variants, an_expectation_against_a_variant_that_died_is_undecided)
{
    const std::string folder = fresh_folder();
    const std::string text = with_share("40%");
    const auto fair_dies = [](const Scenario& s, const RunOptions& o) {
        if (s.variant == "fair")
            raise(SIGKILL);
        return simulated(s, o);
    };
    EXPECT_EQ(run(options_for(folder, text + two_variants), fair_dies).status, 3);
    EXPECT_EQ(result(folder + "/out/slow")["verdicts"][1]["outcome"], "undecided");
}

TEST(Variants, one_variant_alone_lists_the_expectations_that_it_cannot_judge)
{
    const std::string folder = fresh_folder();
    const std::string text = with_share("90%");
    Options options = options_for(folder, text + two_variants);
    options.variant = "slow";
    const Ran ran = run(options);
    EXPECT_EQ(ran.status, 0) << ran.err;
    EXPECT_EQ(result(folder + "/out/slow")["skipped"][0], "share");
    EXPECT_THAT(ran.out, HasSubstr("skip  share"));
}

TEST(Variants, of_an_earlier_run_are_removed)
{
    const std::string folder = fresh_folder();
    run(options_for(folder, good() + "variants: { old: {}, fair: {} }\n"));
    EXPECT_TRUE(fs::exists(folder + "/out/old/result.json"));
    run(options_for(folder, good() + two_variants));
    EXPECT_FALSE(fs::exists(folder + "/out/old"));
    EXPECT_TRUE(fs::exists(folder + "/out/fair/result.json"));
}

TEST(Variants, one_variant_alone_replaces_its_own_folder_and_removes_the_table_of_all)
{
    const std::string folder = fresh_folder();
    const std::string table = "table: [ { stat: dom2.progress } ]\n";
    Options options = options_for(folder, good() + table + two_variants);
    run(options);
    EXPECT_TRUE(fs::exists(folder + "/out/table.txt"));
    options.variant = "slow";
    EXPECT_EQ(run(options).status, 0);
    EXPECT_TRUE(fs::exists(folder + "/out/fair/result.json"));
    EXPECT_FALSE(fs::exists(folder + "/out/table.txt"));
    EXPECT_TRUE(fs::exists(folder + "/out/slow/table.txt"));
}

TEST(Variants, together_have_the_worst_status)
{
    const auto limited = [](const Scenario& s, const RunOptions& o) {
        RunOutput output = simulated(s, o);
        output.ending = s.variant == "fair" ? Ending::LimitReached : Ending::Finished;
        return output;
    };
    EXPECT_EQ(run(options_for(fresh_folder(), good() + two_variants), limited).status, 4);
}

TEST(Variants, a_process_that_dies_is_a_fault_that_names_the_signal)
{
    const auto dying = [](const Scenario& s, const RunOptions& o) {
        if (s.variant == "slow")
            raise(SIGKILL);
        return simulated(s, o);
    };
    const Ran ran = run(options_for(fresh_folder(), good() + two_variants), dying);
    EXPECT_EQ(ran.status, 3);
    EXPECT_THAT(ran.out, HasSubstr("its process died: Killed"));
}
