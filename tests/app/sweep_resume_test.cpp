// SPDX-License-Identifier: Apache-2.0
// `itstorm sweep` in a folder with results: --resume continues those of the same sweep, and refuses
// others.
#include "sweep/sqlite.h"
#include "sweep_support.h"
#include <filesystem>
#include <gtest/gtest.h>

using namespace itstorm;

TEST(SweepResume, a_finished_sweep_is_not_overwritten_without_an_option)
{
    const Options options = sweep_of(fresh_folder());
    run_sweep(options);
    expect_refused(options, "--resume goes on with it, --again begins anew");
}

TEST(SweepResume, only_missing_points_are_run)
{
    Options options = sweep_of(fresh_folder());
    run_sweep(options);
    const std::string whole = csv(options);
    options.sweep.resume = true;
    EXPECT_EQ(run_sweep(options, never).status, status_passed);
    EXPECT_EQ(csv(options), whole);
}

TEST(SweepResume, results_of_another_scenario_are_refused)
{
    const std::string folder = fresh_folder();
    Options options = sweep_of(folder);
    run_sweep(options);
    write_text(folder + "/s.yaml", good() + two_axes + "# changed\n");
    options.sweep.resume = true;
    expect_refused(options, "is of another sweep, different in: scenario");
}

TEST(SweepResume, results_of_a_preset_that_has_changed_are_refused)
{
    const std::string folder = fresh_folder();
    Options options = sweep_of(folder, over_presets);
    run_sweep(options, simulated_point, with_presets(folder, "4"));
    options.sweep.resume = true;
    EXPECT_EQ(run_sweep(options, simulated_point, folder).status, status_passed);
    expect_refused(options, "is of another sweep, different in: presets",
                   with_presets(folder, "5"));
}

TEST(SweepResume, results_of_an_overlay_that_has_changed_are_refused)
{
    const std::string folder = fresh_folder();
    Options options = sweep_of(folder);
    options.overlays = { folder + "/over.yaml" };
    write_text(folder + "/over.yaml", "seed: 1\n");
    run_sweep(options);
    write_text(folder + "/over.yaml", "seed: 2\n");
    options.sweep.resume = true;
    expect_refused(options, "is of another sweep, different in: arguments");
}

TEST(SweepResume, a_file_that_is_no_database_is_refused)
{
    Options options = sweep_of(fresh_folder());
    std::filesystem::create_directories(options.out);
    write_text(options.out + "/sweep.db", "mine, and certainly no database\n");
    options.sweep.resume = true;
    expect_refused(options, "file is not a database; --again begins anew");
}

// A sweep that is killed before its tables are committed leaves a database without tables.
TEST(SweepResume, a_database_without_tables_is_continued)
{
    Options options = sweep_of(fresh_folder());
    const std::string path = options.out + "/sweep.db";
    std::filesystem::create_directories(options.out);
    Sqlite(path).execute("PRAGMA journal_mode = WAL");
    ASSERT_NE(std::filesystem::file_size(path), 0u);
    expect_refused(options, "is empty: no database of a sweep; --again begins anew");
    options.sweep.resume = true;
    EXPECT_EQ(run_sweep(options).status, status_passed);
    EXPECT_EQ(rows(options), 12u);
}
