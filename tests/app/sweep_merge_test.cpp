// SPDX-License-Identifier: Apache-2.0
// `itstorm merge`: shards become the table of the whole sweep; files that are no shards are
// refused.
#include "sweep_support.h"
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::HasSubstr;

TEST(SweepMerge, shards_join_to_the_same_table)
{
    const std::string folder = fresh_folder();
    Options options = sweep_of(folder);
    run_sweep(options);
    const std::string whole = csv(options), spread = read_whole(options.out + "/spread.csv");
    Options parts = sweep_of(folder);
    parts.out = folder + "/parts";
    for (std::size_t n = 1; n <= 3; ++n) {
        parts.sweep.shard = { n, 3 };
        EXPECT_EQ(run_sweep(parts).status, status_passed);
        parts.sweep.databases.push_back(parts.out + "/shard-" + std::to_string(n) + "-of-3.db");
    }
    EXPECT_FALSE(std::filesystem::exists(parts.out + "/sweep.csv"));
    parts.command = Options::Command::Merge;
    EXPECT_EQ(run_sweep(parts).status, status_passed);
    EXPECT_EQ(csv(parts), whole);
    EXPECT_EQ(read_whole(parts.out + "/spread.csv"), spread);
}

TEST(SweepMerge, a_merge_says_what_is_missing)
{
    Options options = sweep_of(fresh_folder());
    options.sweep.shard = { 2, 3 };
    run_sweep(options);
    options.command = Options::Command::Merge;
    options.sweep.databases = { options.out + "/shard-2-of-3.db" };
    const Ran ran = run_sweep(options);
    EXPECT_EQ(ran.status, status_failed);
    EXPECT_THAT(ran.out, HasSubstr("4 points, 1 not passed; 8 are missing"));
}

TEST(SweepMerge, a_file_that_is_no_shard_is_status_2_and_is_not_changed)
{
    const std::string folder = fresh_folder();
    Options options = sweep_of(folder);
    options.command = Options::Command::Merge;
    const std::string text = folder + "/text.db", empty = folder + "/empty.db";
    write_text(text, "no database at all, but long enough to have a head\n");
    write_text(empty, "");
    const std::pair<std::string, std::string> wrong[] = {
        { text, ": file is not a database\n" },
        { empty, ": is empty: no database of a sweep\n" },
        { folder, ": is a directory\n" },
        { folder + "/none.db", ": cannot be read: No such file or directory\n" },
    };
    for (const auto& [path, message] : wrong) {
        options.sweep.databases = { path };
        const Ran ran = run_sweep(options);
        EXPECT_EQ(ran.status, status_invalid) << path;
        EXPECT_EQ(ran.err, path + message);
    }
    EXPECT_EQ(read_whole(empty), "");
}

TEST(SweepMerge, a_shard_in_the_place_of_the_result_is_refused)
{
    Options options = sweep_of(fresh_folder());
    run_sweep(options);
    options.command = Options::Command::Merge;
    options.sweep.databases = { options.out + "/sweep.db" };
    expect_refused(options, "sweep.db: is where the result goes; -o names another folder");
}
